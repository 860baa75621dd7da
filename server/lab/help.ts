/** The help with a check, from the least to the most that it gives away: two hints, then what to type. */
import { client, nodes } from '../../labs/cluster.ts';
import type { Case, Check, RoleMapping, Step } from '../../labs/define.ts';
import { applyRoles } from '../../protocol/role-mapping.ts';

export const mostHelp = 3;

const programNames = { shell: 'el shell', 'redis-cli': 'el redis-cli', sentinel: 'el Sentinel' } as const;

/** The solution up to each check that it waits for, and its end. */
function stages({ solution }: Case): { readonly steps: readonly Step[]; readonly until: string | null }[] {
  const found: { steps: Step[]; until: string | null }[] = [{ steps: [], until: null }];
  for (const step of solution) {
    const last = found.at(-1);
    if ('until' in step) {
      if (last) last.until = step.until;
      found.push({ steps: [], until: null });
    } else last?.steps.push(step);
  }
  return found.filter(({ steps }) => steps.length > 0);
}

/** What the solution types between the checks before this one and this one. */
function commandsFor(definition: Case, check: Check, roles: RoleMapping): string {
  const order = definition.checks.map(({ id }) => id);
  const place = order.indexOf(check.id);
  const all = stages(definition);
  const stage = all.find(({ until }) => until === null || order.indexOf(until) >= place) ?? all.at(-1);
  const lines = (stage?.steps ?? []).flatMap((step) =>
    'type' in step
      ? [
          `En ${programNames[step.program]} de ${step.on === client.name ? step.on : roles[step.on]}: ${applyRoles(step.type, roles, nodes)}`,
        ]
      : [],
  );
  return lines.join('\n');
}

/** @param given how much was asked for */
export function helpWith(
  definition: Case,
  check: Check,
  roles: RoleMapping,
  given: number,
): readonly string[] {
  const hints = check.hints.slice(0, given);
  return given < mostHelp ? hints : [...hints, commandsFor(definition, check, roles)];
}

export function nextHelp(given: number): 'hint' | 'commands' | null {
  if (given >= mostHelp) return null;
  return given === mostHelp - 1 ? 'commands' : 'hint';
}

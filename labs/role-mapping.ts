/**
 * Who plays whom: the text of a case names three nodes, and the learner's cluster may have given their parts to others.
 * The text's master is whoever was master when the run began (or fell, in a case with an election), the text's new master
 * whoever Redis chose, and the rest fills what is left.
 */
import { nodeAt, nodeNames } from './cluster.ts';
import type { Case, NodeName, Observation, RoleMapping } from './define.ts';
import { switches } from './seen.ts';

/** As the text has it. */
export const asWritten: RoleMapping = { maestro: 'maestro', replica1: 'replica1', replica2: 'replica2' };

/** Who was what when a run began; null where nobody was. */
export interface Beginning {
  readonly master: NodeName | null;
  /** The node whose Sentinel was down. */
  readonly fallen: NodeName | null;
}

type Part = readonly [NodeName | undefined, NodeName | null | undefined];

const nodeOf = (address: string | undefined): NodeName | undefined =>
  address === undefined ? undefined : nodeAt(address)?.name;

/** Parts in order of weight: the first to name a node has it. Whoever is left plays itself, if it can. */
function assign(parts: readonly Part[]): RoleMapping {
  const roles = new Map<NodeName, NodeName>();
  const give = (part: NodeName, player: NodeName) => {
    if (!roles.has(part) && ![...roles.values()].includes(player)) roles.set(part, player);
  };
  for (const [part, player] of parts) if (part && player) give(part, player);
  for (const node of nodeNames) give(node, node);
  for (const part of nodeNames) for (const player of nodeNames) give(part, player);
  return {
    maestro: roles.get('maestro') ?? 'maestro',
    replica1: roles.get('replica1') ?? 'replica1',
    replica2: roles.get('replica2') ?? 'replica2',
  };
}

/** @param finishedAt when the last check passed, ms; changes of master after that belong to other cases */
export function roleMappingOf(
  definition: Case,
  seen: Observation,
  began: Beginning | null,
  finishedAt = Number.POSITIVE_INFINITY,
): RoleMapping {
  const { start, elected = [] } = definition;
  const told = [elected].flat();
  const counted = Array.isArray(elected) ? told.length : Number.POSITIVE_INFINITY;
  const changes = switches(seen)
    .filter(({ at }) => at <= finishedAt)
    .slice(0, counted);
  const change = changes.at(-1);
  // The text's masters, before and after that change.
  const place = Math.max(0, Math.min(changes.length, told.length) - 1);
  return assign([
    [told[place - 1] ?? start.master, nodeOf(change?.from) ?? began?.master],
    [told[place], nodeOf(change?.to)],
    [start.down?.[0]?.node, began?.fallen],
  ]);
}

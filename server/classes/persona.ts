/** Simulated members, for an instructor who rehearses a class: what each would show on the board after so long. Pure. */
import { type MemberStatus, notBegun } from '../../protocol/classes.ts';
import { columns } from './columns.ts';

/** `quick` and `slow` work on; `stuck` is refused again and again at their third check; `gone` closes the course after a while. */
export const personaKinds = ['quick', 'steady', 'slow', 'stuck', 'gone'] as const;
export type PersonaKind = (typeof personaKinds)[number];

/** How long a check takes each, s. */
const paceSeconds: Readonly<Record<PersonaKind, number>> = {
  quick: 40,
  steady: 70,
  slow: 130,
  stuck: 70,
  gone: 70,
};
const stuckAt = 2;
const [goneAfterMs, refusedEveryMs] = [150_000, 45_000];
const refusal = 'Simulado: aún no ha ocurrido lo que pide la comprobación.';

const order = columns.flatMap((column) => column.checks.map(({ id }) => ({ id, case: column.case })));

export interface Persona {
  readonly kind: PersonaKind;
  /** Added to each check's time, so that no two go in step, s. */
  readonly offsetSeconds: number;
}

export interface Played {
  readonly status: MemberStatus;
  /** They wait for somebody: with these words. */
  readonly hand: string | null;
  readonly done: boolean;
}

/** @param began when the class began, ms since the epoch @param now the same */
export function playedBy({ kind, offsetSeconds }: Persona, began: number, now: number): Played {
  const checkMs = (paceSeconds[kind] + offsetSeconds) * 1000;
  const leftAt = kind === 'gone' ? Math.min(now, began + goneAfterMs) : now;
  const most = kind === 'stuck' ? stuckAt : order.length;
  const proven = Math.min(most, Math.floor((leftAt - began) / checkMs));
  const timeOf = (count: number) => new Date(began + count * checkMs).toISOString();
  const stuckMs = kind === 'stuck' && proven === stuckAt ? now - began - stuckAt * checkMs : 0;
  const refused = Math.floor(stuckMs / refusedEveryMs);
  const checks = order.slice(0, proven + 1).map(({ id }, index) => {
    const working = index === proven && index < order.length;
    const provenAt = index < proven ? timeOf(index + 1) : null;
    const told = working && refused > 0 ? { refused, reason: refusal } : {};
    return [id, { ...notBegun, working, since: timeOf(index), provenAt, ...told }] as const;
  });
  const open = order[Math.min(proven, order.length - 1)]?.case ?? '';
  return {
    status: {
      case: open,
      lab: 'running',
      trouble: null,
      slide: `${open}/${Math.min(9, 1 + (proven % 5))}`,
      here: leftAt === now,
      seen: new Date(leftAt).toISOString(),
      checks: Object.fromEntries(checks),
    },
    hand: refused >= 2 ? 'Simulado: no sé por qué no pasa' : null,
    done: proven >= order.length,
  };
}

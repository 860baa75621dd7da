/** The failovers in what the Sentinels said, and how long each of their phases took. Pure. */
import type { Node } from '../../protocol/names.ts';
import type { TimelineEvent } from '../../protocol/topology.ts';

export type PhaseName = 'detección' | 'elección' | 'ascenso' | 'reconfiguración';

export interface Phase {
  readonly name: PhaseName;
  readonly from: TimelineEvent;
  /** Null while it lasts, and where it was never finished. */
  readonly to: TimelineEvent | null;
}

export interface Failover {
  /** The Sentinel that led it, or tried to. All its phases are told by this one: each sees them at another time. */
  readonly leader: Node;
  readonly asked: boolean;
  readonly outcome: 'done' | 'running' | 'aborted';
  readonly phases: readonly Phase[];
}

/** A person's request and the attempt that it begins are published together. */
const askedMs = 2000;

const aboutMaster = ({ args }: TimelineEvent): boolean => args.startsWith('master ');

/** From the doubt that became an agreement. A failover that was asked for has none. */
function detectionBefore(own: readonly TimelineEvent[], attempt: number): Phase | null {
  const before = own.slice(0, attempt);
  const agreed = before.findLastIndex((event) => event.name === '+odown' && aboutMaster(event));
  const switched = before.findLastIndex(({ name }) => name === '+switch-master' || name === '-odown');
  const doubt = before
    .slice(0, agreed + 1)
    .findLast((event) => event.name === '+sdown' && aboutMaster(event));
  const to = before[agreed];
  return to && doubt && agreed > switched ? { name: 'detección', from: doubt, to } : null;
}

const isAbort = ({ name }: TimelineEvent): boolean => name.startsWith('-failover-abort');

function failoverOf(own: readonly TimelineEvent[], attempt: number): Failover | null {
  const tried = own[attempt];
  if (!tried) return null;
  const next = own.findIndex(({ name }, index) => index > attempt && name === '+try-failover');
  const after = own.slice(attempt + 1, next < 0 ? undefined : next);
  const find = (name: string) => after.find((event) => event.name === name) ?? null;
  const [elected, promoted, switched] = ['+elected-leader', '+promoted-slave', '+switch-master'].map(find);
  const aborted = after.some(isAbort);
  // Another Sentinel led it: this one only took over the result.
  if (!elected && !aborted && (switched || next >= 0)) return null;
  const asked = own.some(
    ({ name, at }) => name === 'Executing user requested FAILOVER' && Math.abs(at - tried.at) < askedMs,
  );
  const detection = asked ? null : detectionBefore(own, attempt);
  const phases: Phase[] = detection ? [detection] : [];
  phases.push({ name: 'elección', from: tried, to: elected ?? null });
  if (elected) phases.push({ name: 'ascenso', from: elected, to: promoted ?? null });
  if (promoted) phases.push({ name: 'reconfiguración', from: promoted, to: switched ?? null });
  return { leader: tried.node, asked, outcome: aborted ? 'aborted' : switched ? 'done' : 'running', phases };
}

/** Oldest first. `events` in the order of their time. */
export function failoversIn(events: readonly TimelineEvent[]): readonly Failover[] {
  const nodes = [...new Set(events.map(({ node }) => node))];
  const found = nodes.flatMap((node) => {
    const own = events.filter((event) => event.node === node);
    return own.flatMap(({ name }, index) => (name === '+try-failover' ? (failoverOf(own, index) ?? []) : []));
  });
  return found.toSorted((a, b) => startOf(a) - startOf(b));
}

const startOf = ({ phases }: Failover): number => phases[0]?.from.at ?? 0;

/** By the server's clock on receipt: one clock for all nodes. Null while the phase lasts. */
export const durationOf = ({ from, to }: Phase): number | null => (to ? to.at - from.at : null);

/** From the first phase's beginning to the last one's end; null when it has none. */
export function totalOf({ phases }: Failover): number | null {
  const [first, last] = [phases[0], phases.at(-1)];
  return first && last?.to ? last.to.at - first.from.at : null;
}

const seconds = new Intl.NumberFormat('es', { minimumFractionDigits: 1, maximumFractionDigits: 2 });

/** `66 ms`, `1,14 s`, `3 min`. */
export function durationText(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return ms < 60_000 ? `${seconds.format(ms / 1000)} s` : `${Math.round(ms / 60_000)} min`;
}

/** `Failover dirigido por replica1 (2,11 s): detección 66 ms, elección 103 ms…` */
export function failoverText(failover: Failover): string {
  const { leader, asked, outcome, phases } = failover;
  const each = phases.map((phase) => {
    const ms = durationOf(phase);
    return `${phase.name} ${ms === null ? (outcome === 'running' ? 'en curso' : 'sin terminar') : durationText(ms)}`;
  });
  const total = totalOf(failover);
  const kind = asked ? 'Failover pedido a' : 'Failover dirigido por';
  const end = outcome === 'aborted' ? ' (cancelado)' : total === null ? '' : ` (${durationText(total)})`;
  return `${kind} ${leader}${end}: ${each.join(', ')}`;
}

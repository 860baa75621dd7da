/** What the cluster is busy with while its reader waits: which phase, for how long, and how long that usually takes. Pure. */
import type { LabView } from '../../protocol/lab.ts';
import type { TimelineEvent } from '../../protocol/topology.ts';
import type { ClusterHistory } from '../lab/cluster-store.ts';
import { snapshotAt } from '../lab/cluster-store.ts';
import { durationOf, type Failover, failoversIn, type PhaseName } from '../timeline/phases.ts';
import { inOrder } from '../timeline/stops.ts';

export interface Waiting {
  readonly name: 'Detección' | 'Elección' | 'Ascenso' | 'Reconfiguración' | 'Vuelta del antiguo maestro';
  readonly ms: number;
  readonly usualMs: number;
  /** Why it takes longer than it should, or who might know; null while it does not. */
  readonly late: string | null;
}

/** By real failovers of labs on a quiet machine; where this lab has had one itself, that counts. */
const usual: Readonly<Record<PhaseName, number>> = {
  detección: 1000,
  elección: 300,
  ascenso: 1000,
  reconfiguración: 1200,
};
/** A Sentinel waits so long before it makes a master that came back a replica: see `+convert-to-slave` in the course's logs. */
const convertMs = 10_000;
/** Later than this many times the usual is late. */
const lateTimes = 2;
/** What has lasted this long is no phase that anyone waits for. */
const longestMs = 60_000;

/** How long a phase usually takes in a lab; of the detection, from the first doubt to the agreement. */
export const usualMs = (name: PhaseName): number => usual[name];

const names = {
  elección: 'Elección',
  ascenso: 'Ascenso',
  reconfiguración: 'Reconfiguración',
} as const;

function usualOf(past: readonly Failover[], name: Exclude<PhaseName, 'detección'>): number {
  const own = past
    .filter(({ outcome }) => outcome === 'done')
    .flatMap(({ phases }) =>
      phases.filter((phase) => phase.name === name).flatMap((phase) => durationOf(phase) ?? []),
    )
    .toSorted((a, b) => a - b);
  return Math.max(own[Math.floor(own.length / 2)] ?? usual[name], 100);
}

const isUp = ({ sentinel, cut, off }: LabView['nodes'][number]): boolean => sentinel.up && !cut && !off;

function whyLate({ nodes }: LabView, quorum: number): string {
  const alive = nodes.filter(isUp).length;
  const left = alive === 1 ? 'Queda 1 Sentinel' : `Quedan ${alive} Sentinels`;
  const majority = Math.floor(nodes.length / 2) + 1;
  if (alive < quorum) return `${left} de los ${quorum} que pide el quórum: así no se declarará la caída.`;
  if (alive < majority) return `${left} y la mayoría son ${majority}: nadie podrá dirigir el failover.`;
  return 'Tarda más de lo normal: mira en el log de Sentinel qué ha sido lo último.';
}

/** Since when the master in which the Sentinels believe is seen not to answer; null while it does. */
function silentSince({ moments, now }: ClusterHistory): number | null {
  const isSilent = (nodes: ClusterHistory['now']) => {
    const believed = nodes.find(({ sentinel }) => sentinel.up && sentinel.master !== null)?.sentinel.master;
    const master = nodes.find(({ address }) => address === believed);
    return master !== undefined && (!master.redis.up || master.cut);
  };
  if (!isSilent(now)) return null;
  const lastGood = moments.findLastIndex(({ at }) => !isSilent(snapshotAt(moments, at)));
  return moments[lastGood + 1]?.at ?? null;
}

function detection(history: ClusterHistory, lab: LabView, at: number): Waiting | null {
  const since = silentSince(history);
  if (since === null) return null;
  const ms = at - since;
  if (ms > longestMs) return null;
  const quorum = history.now.find(({ sentinel }) => sentinel.quorum !== null)?.sentinel.quorum ?? 2;
  const late = ms > lab.downAfterMs + 3000 ? whyLate(lab, quorum) : null;
  return { name: 'Detección', ms, usualMs: lab.downAfterMs, late };
}

/** A master that no Sentinel believes in: it came back, and waits to be made a replica. */
function conversion({ moments, now }: ClusterHistory, at: number): Waiting | null {
  const believed = now.find(({ sentinel }) => sentinel.up && sentinel.master !== null)?.sentinel.master;
  const master = now.find(({ address }) => address === believed);
  if (!master?.redis.up || master.redis.role !== 'master') return null;
  const old = now.find(
    ({ address, cut, redis }) => redis.up && !cut && redis.role === 'master' && address !== believed,
  );
  if (!old) return null;
  const before = moments.findLastIndex((moment) => {
    const then = snapshotAt(moments, moment.at).find(({ name }) => name === old.name);
    return !(then?.redis.up && !then.cut);
  });
  const since = moments[before + 1]?.at;
  const ms = since === undefined ? longestMs : at - since;
  return ms >= longestMs ? null : { name: 'Vuelta del antiguo maestro', ms, usualMs: convertMs, late: null };
}

function attempt(events: readonly TimelineEvent[], lab: LabView, at: number, quorum: number): Waiting | null {
  const failovers = failoversIn(events);
  const current = failovers.at(-1);
  const phase = current?.phases.at(-1);
  if (current?.outcome !== 'running' || !phase || phase.name === 'detección') return null;
  const ms = Math.max(0, at - phase.from.at);
  if (ms > longestMs) return null;
  const usualMs = usualOf(failovers, phase.name);
  const late = ms > lateTimes * usualMs + 3000 ? whyLate(lab, quorum) : null;
  return { name: names[phase.name], ms, usualMs, late };
}

/** `at`: by the server's clock, ms since the Unix epoch. Null while there is nothing to wait for. */
export function waitingAt(history: ClusterHistory, lab: LabView | undefined, at: number): Waiting | null {
  if (lab?.state !== 'running') return null;
  const quorum = history.now.find(({ sentinel }) => sentinel.quorum !== null)?.sentinel.quorum ?? 2;
  return (
    attempt(inOrder(history.events), lab, at, quorum) ??
    detection(history, lab, at) ??
    conversion(history, at)
  );
}

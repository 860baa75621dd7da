/** A failover that Sentinel gave up: why, who voted for whom, and when it will be tried again. */
import { nodeNames, nodes } from '../cluster.ts';
import type { NodeName, Observation, SentinelEvent } from '../define.ts';
import { list, livingSentinels, nodesOf } from '../seen.ts';

export interface AbortedFailover {
  /** Who gave it up and why, in Spanish. */
  readonly words: string;
  /** From when on the soonest of the living Sentinels tries again, ms since the epoch. It waits up to a second more, drawn at random. */
  readonly retryAt: number;
}

/** Sentinel's words for a failover that it gave up, and what they mean. */
const reasons: ReadonlyMap<string, string> = new Map([
  ['-failover-abort-not-elected', 'ningún Sentinel reunió la mayoría de los votos'],
  ['-failover-abort-no-good-slave', 'ninguna réplica servía para ascenderla'],
  ['-failover-abort-slave-timeout', 'la réplica elegida no llegó a ascender'],
]);

/** Sentinels that vote in the same election do so within this time of its beginning, ms. */
const electionMs = 2000;

/** `votaron maestro por maestro y replica1 por replica1`; empty where no vote was heard. */
function votes(events: readonly SentinelEvent[], from: number): string {
  const cast = new Map<NodeName, string>();
  for (const { name, node, at, args } of events) {
    if (name !== '+vote-for-leader' || at < from - electionMs) continue;
    const [voted] = args.split(' ');
    cast.set(node, nodes.find(({ sentinelId }) => sentinelId === voted)?.name ?? 'otro');
  }
  const said = nodeNames.flatMap((node) => (cast.has(node) ? [`${node} por ${cast.get(node)}`] : []));
  return said.length === 0 ? '' : `votaron ${list(said)}`;
}

/** The failover that has begun, was given up and has not been tried again yet; null where there is none. */
export function abortedFailover(seen: Observation): AbortedFailover | null {
  const published = seen.events.filter(({ source }) => source === 'pubsub');
  const last = published.findLast(
    ({ name }) => reasons.has(name) || name === '+try-failover' || name === '+switch-master',
  );
  const reason = reasons.get(last?.name ?? '');
  const master = nodesOf(seen).find(({ address }) => address === last?.args.split(' ')[2]);
  const timeouts = livingSentinels(seen).map(({ view }) => view.failoverTimeoutMs);
  if (!last || !reason || !master || (master.redis.up && !master.cut) || timeouts.length === 0) return null;
  const begun = published.findLast(({ name, node }) => name === '+try-failover' && node === last.node);
  const cast = last.name === '-failover-abort-not-elected' ? votes(published, begun?.at ?? last.at) : '';
  const why = cast === '' ? reason : `${reason} (${cast})`;
  return {
    words: `${last.node} ha abortado el failover de ${master.name} (${last.name}): ${why}.`,
    // Sentinel counts from when it began to try (sentinelStartFailoverIfNeeded).
    retryAt: (begun?.at ?? last.at) + 2 * Math.min(...timeouts),
  };
}

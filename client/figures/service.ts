/** Who takes writes, in what was observed of a cluster. Pure. */
import type { NodeSnapshot } from '../../protocol/topology.ts';
import { type ClusterHistory, snapshotAt } from '../lab/cluster-store.ts';

const isMaster = ({ redis }: NodeSnapshot): boolean => redis.up && redis.role === 'master';

/** The node that a client is sent to: the master in which the Sentinels believe, or without any Sentinel the only one there is. */
export function servingMaster(nodes: readonly NodeSnapshot[]): NodeSnapshot | null {
  const masters = nodes.filter(isMaster);
  const believed = masters.find(({ address }) => nodes.some(({ sentinel }) => sentinel.master === address));
  return believed ?? (nodes.some(({ sentinel }) => sentinel.up) ? null : (masters[0] ?? null));
}

/** When nobody took writes, ms since the Unix epoch; `to` is null where it never ended. */
export function outageOf({
  moments,
}: ClusterHistory): { readonly from: number; readonly to: number | null } | null {
  const states = moments.map(({ at }) => ({ at, served: servingMaster(snapshotAt(moments, at)) !== null }));
  const begin = states.findIndex(({ served }) => !served);
  const from = states[begin]?.at;
  if (from === undefined) return null;
  return { from, to: states.slice(begin).find(({ served }) => served)?.at ?? null };
}

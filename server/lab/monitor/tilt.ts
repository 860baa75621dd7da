/** Sentinels in TILT: their clock jumped, or they were not given the processor, so they watch and do nothing for a while. */
import { nodeNames } from '../../../labs/cluster.ts';
import type { ClusterView, NodeName } from '../../../labs/define.ts';
import type { TiltView } from '../../../protocol/lab.ts';
import type { Standstill } from '../../base/standstill.ts';

/** Sentinel's SENTINEL_TILT_PERIOD, ms. */
export const tiltMs = 30_000;
/** A whole second more or less of Sentinel's own count is the same TILT. */
const sameMs = 1500;
/** A standstill that ended this long before or after a TILT began is its cause. */
const causeMs = 10_000;

/**
 * Follows one Sentinel's own words about it, `sentinel_tilt` and, since Redis 7.0, `sentinel_tilt_since_seconds` of `INFO sentinel`, and
 * tells until when it lasts, ms since the Unix epoch; null where there is none. Told in whole seconds it would change with each answer.
 */
export function createTiltWatch(): (info: ReadonlyMap<string, string>, now: number) => number | null {
  let until: number | null = null;
  return (info, now) => {
    if (info.get('sentinel_tilt') !== '1') {
      until = null;
      return until;
    }
    const since = Number(info.get('sentinel_tilt_since_seconds') ?? Number.NaN);
    const told = Number.isFinite(since) ? now + tiltMs - since * 1000 : (until ?? now + tiltMs);
    if (until === null || Math.abs(told - until) > sameMs) until = told;
    return until;
  };
}

const tiltUntil = (cluster: ClusterView, node: NodeName): number | null => {
  const { sentinel } = cluster[node];
  return sentinel.up ? sentinel.tiltUntil : null;
};

export const tilting = (cluster: ClusterView): readonly NodeName[] =>
  nodeNames.filter((node) => tiltUntil(cluster, node) !== null);

/** For the page; null where no Sentinel is in it. */
export function tiltView(cluster: ClusterView, standstill: Standstill | null): TiltView | null {
  const nodes = tilting(cluster);
  const until = Math.max(...nodes.map((node) => tiltUntil(cluster, node) ?? 0));
  if (nodes.length === 0) return null;
  const isCause = standstill !== null && Math.abs(until - tiltMs - standstill.at) < causeMs;
  return {
    nodes: [...nodes],
    until: new Date(until).toISOString(),
    stoodStillSeconds: isCause ? Math.round(standstill.lastedMs / 1000) : null,
  };
}

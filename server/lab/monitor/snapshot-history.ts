/** How a lab looked, moment by moment: what a page draws now, and what it can go back to. Bounded, and kept in memory. */
import type { ClusterView, NodeName, SentinelEvent } from '../../../labs/define.ts';
import type { Moment, NodeSnapshot, TimelineEvent } from '../../../protocol/topology.ts';
import { snapshotOf } from './node-snapshot.ts';

/** A failover is some 15 moments: ten of them. */
const mostMoments = 150;
/** Offsets grow at every heartbeat; by themselves they are told this often. */
const offsetsEveryMs = 800;

/** What to tell of an observation. `kept`: it belongs to the history. */
export interface SnapshotUpdate {
  readonly moment: Moment;
  readonly kept: boolean;
}

export interface History {
  readonly moments: Moment[];
  readonly events: TimelineEvent[];
}

export interface SnapshotHistory {
  /** Oldest first; the first has every node, the others those that changed, and the last what is known now. */
  readonly moments: Moment[];
  /** Null when the page would draw the same. */
  see(view: ClusterView, now: number): SnapshotUpdate | null;
  forget(): void;
}

/** Everything but what changes all the time. */
const steady = ({ redis, ...rest }: NodeSnapshot): string =>
  JSON.stringify({ ...rest, redis: { ...redis, offset: null, lag: null } });

/** The oldest moment goes into the next: the first one must have every node. */
function bounded(moments: readonly Moment[]): readonly Moment[] {
  const [oldest, next, ...rest] = moments;
  if (moments.length <= mostMoments || !oldest || !next) return moments;
  const unchanged = oldest.nodes.filter(({ name }) => next.nodes.every((node) => node.name !== name));
  return [{ at: next.at, nodes: [...unchanged, ...next.nodes] }, ...rest];
}

export function createSnapshotHistory(): SnapshotHistory {
  let moments: readonly Moment[] = [];
  let latest = new Map<NodeName, NodeSnapshot>();
  let offsetsAt = 0;

  const keep = (at: number, nodes: NodeSnapshot[]): SnapshotUpdate => {
    moments = bounded([...moments, { at, nodes }]);
    return { moment: { at, nodes }, kept: true };
  };

  return {
    get moments() {
      const last = moments.at(-1);
      return last ? [...moments, { at: Math.max(last.at, offsetsAt), nodes: [...latest.values()] }] : [];
    },
    see(view, now) {
      const nodes = snapshotOf(view);
      const before = latest;
      const changed = nodes.filter((node) => {
        const known = before.get(node.name);
        return known === undefined || steady(known) !== steady(node);
      });
      latest = new Map(nodes.map((node) => [node.name, node]));
      if (changed.length > 0) return keep(now, changed);
      if (now - offsetsAt < offsetsEveryMs) return null;
      offsetsAt = now;
      return { moment: { at: now, nodes: [...nodes] }, kept: false };
    },
    forget() {
      moments = [];
      latest = new Map();
    },
  };
}

/** `failover-requested` is our own name for a line of the log; a page shows what the line says. */
export function timelineEvent({ node, at, nodeTime, name, args }: SentinelEvent): TimelineEvent {
  const shown = name === 'failover-requested' ? 'Executing user requested FAILOVER' : name;
  return { node, at, nodeTime: nodeTime ?? null, name: shown, args };
}

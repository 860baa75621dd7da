/** The moments that a learner can go back to: every event, and every other change that was observed. Pure. */
import type { NodeSnapshot, TimelineEvent } from '../../protocol/topology.ts';
import { type ClusterHistory, snapshotAt } from '../lab/cluster-store.ts';

export interface Stop {
  readonly at: number;
  /** Null for a change that no Sentinel spoke of. */
  readonly event: TimelineEvent | null;
}

/** An event's effect is observed this much later, at the most: its snapshot is the one with it. */
export const seenAfterMs = 120;

export const inOrder = (events: readonly TimelineEvent[]): readonly TimelineEvent[] =>
  events.toSorted((a, b) => a.at - b.at);

export function stopsOf(history: ClusterHistory): readonly Stop[] {
  const events = inOrder(history.events).map((event): Stop => ({ at: event.at, event }));
  const silent = history.moments.filter(
    ({ at, nodes }) =>
      nodes.length > 0 && events.every((event) => at < event.at || at - event.at > seenAfterMs),
  );
  return [...events, ...silent.map(({ at }): Stop => ({ at, event: null }))].toSorted((a, b) => a.at - b.at);
}

/** The cluster as it was then. */
export function snapshotOf({ moments }: ClusterHistory, stop: Stop): readonly NodeSnapshot[] {
  return snapshotAt(moments, stop.event ? stop.at + seenAfterMs : stop.at);
}

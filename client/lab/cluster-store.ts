/** What the page knows of the cluster: how it looked, moment by moment, and what its Sentinels said. Pure. */

import type { LabNotice } from '../../protocol/lab.ts';
import type { Moment, NodeSnapshot, TimelineEvent } from '../../protocol/topology.ts';

/** The server keeps fewer; a page that stays open for a whole class is bounded too. */
const mostMoments = 400;
const mostEvents = 1000;

export interface ClusterHistory {
  /** Oldest first; each with the nodes that changed. */
  readonly moments: readonly Moment[];
  readonly events: readonly TimelineEvent[];
  /** Every node as it was last seen. */
  readonly now: readonly NodeSnapshot[];
}

export const emptyHistory: ClusterHistory = { moments: [], events: [], now: [] };

/** The nodes with those that changed in their place; the order is that in which they first came. */
function withNodes(
  known: readonly NodeSnapshot[],
  changed: readonly NodeSnapshot[],
): readonly NodeSnapshot[] {
  const added = changed.filter(({ name }) => known.every((node) => node.name !== name));
  return [...known.map((node) => changed.find(({ name }) => name === node.name) ?? node), ...added];
}

/** The oldest moments go into the one after them: the first must have every node. */
function bounded(moments: readonly Moment[]): readonly Moment[] {
  if (moments.length <= mostMoments) return moments;
  const cut = moments.length - mostMoments / 2;
  const folded = moments
    .slice(0, cut + 1)
    .reduce<readonly NodeSnapshot[]>((nodes, moment) => withNodes(nodes, moment.nodes), []);
  return [{ at: moments[cut]?.at ?? 0, nodes: [...folded] }, ...moments.slice(cut + 1)];
}

export function received(history: ClusterHistory, notice: LabNotice): ClusterHistory {
  switch (notice.type) {
    case 'history': {
      const { moments, events } = notice;
      return { moments, events, now: snapshotAt(moments, Number.POSITIVE_INFINITY) };
    }
    case 'cluster': {
      const now = withNodes(history.now, notice.moment.nodes);
      return notice.kept
        ? { ...history, now, moments: bounded([...history.moments, notice.moment]) }
        : { ...history, now };
    }
    case 'event':
      return { ...history, events: [...history.events, notice.event].slice(-mostEvents) };
    default:
      return history;
  }
}

/** Every node as it was at that time; empty before the first moment. */
export function snapshotAt(moments: readonly Moment[], at: number): readonly NodeSnapshot[] {
  return moments
    .filter((moment) => moment.at <= at)
    .reduce<readonly NodeSnapshot[]>((nodes, moment) => withNodes(nodes, moment.nodes), []);
}

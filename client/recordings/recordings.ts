/** What a page was told of real clusters, for the figures: see `tests/labs/record-failovers.ts`. */
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { Moment, TimelineEvent } from '../../protocol/topology.ts';
import { type ClusterHistory, snapshotAt } from '../lab/cluster-store.ts';
import { inOrder } from '../timeline/stops.ts';
import crash from './caida.json' with { type: 'json' };
import unwatchedCrash from './sin-sentinel.json' with { type: 'json' };

const Recording = Type.Object({ moments: Type.Array(Moment), events: Type.Array(TimelineEvent) });

function read(recording: unknown): ClusterHistory {
  const { moments, events } = Value.Parse(Recording, recording);
  return { moments, events: inOrder(events), now: snapshotAt(moments, Number.POSITIVE_INFINITY) };
}

/** `SHUTDOWN` of the master's Redis, which is started again 14 s later. */
export const recordings = { withSentinel: read(crash), withoutSentinel: read(unwatchedCrash) };

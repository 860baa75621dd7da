import { expect, it } from 'vitest';
import type { Moment, NodeSnapshot } from '../../protocol/topology.ts';
import { emptyHistory, received, snapshotAt } from './cluster-store.ts';

const node = (name: NodeSnapshot['name'], offset: number): NodeSnapshot => ({
  name,
  address: name,
  sentinelId: name,
  cut: false,
  redis: {
    up: true,
    role: 'master',
    master: null,
    link: null,
    offset,
    lag: null,
    replicas: 0,
    minReplicas: 0,
    goodReplicas: null,
  },
  sentinel: { up: false, master: null, flags: [], epoch: null, quorum: null, unseen: [], tilt: false },
});
const moment = (at: number, ...nodes: NodeSnapshot[]): Moment => ({ at, nodes });
const offsets = (nodes: readonly NodeSnapshot[]) => nodes.map(({ name, redis }) => [name, redis.offset]);

it('puts a node that changed in its place, and keeps the others', () => {
  const joined = received(emptyHistory, {
    type: 'history',
    moments: [moment(1, node('maestro', 1), node('replica1', 1))],
    events: [],
  });
  const later = received(joined, { type: 'cluster', kept: true, moment: moment(2, node('maestro', 2)) });
  expect(offsets(later.now)).toEqual([
    ['maestro', 2],
    ['replica1', 1],
  ]);
  expect(offsets(snapshotAt(later.moments, 1))).toEqual([
    ['maestro', 1],
    ['replica1', 1],
  ]);
  const grown = received(later, { type: 'cluster', kept: false, moment: moment(3, node('maestro', 3)) });
  expect(grown.moments).toHaveLength(2);
  expect(offsets(grown.now)[0]).toEqual(['maestro', 3]);
});

it('is bounded, and its first moment always has every node', () => {
  let history = received(emptyHistory, {
    type: 'history',
    moments: [moment(0, node('maestro', 0), node('replica1', 0))],
    events: [],
  });
  for (let at = 1; at < 1500; at += 1) {
    history = received(history, { type: 'cluster', kept: true, moment: moment(at, node('maestro', at)) });
    const event = { node: 'maestro' as const, at, nodeTime: null, name: '+sdown', args: '' };
    history = received(history, { type: 'event', event });
  }
  expect(history.moments.length).toBeLessThanOrEqual(400);
  expect(history.events.length).toBeLessThanOrEqual(1000);
  const first = history.moments[0];
  expect(offsets(snapshotAt(history.moments, first?.at ?? 0))).toEqual([
    ['maestro', first?.at],
    ['replica1', 0],
  ]);
});

it('a lab that is made anew starts its history again', () => {
  const some = received(emptyHistory, { type: 'cluster', kept: true, moment: moment(1, node('maestro', 1)) });
  expect(received(some, { type: 'history', moments: [], events: [] })).toEqual(emptyHistory);
});

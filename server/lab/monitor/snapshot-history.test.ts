import { expect, it } from 'vitest';
import { nodes } from '../../../labs/cluster.ts';
import type { ClusterView, NodeName, NodeView, RedisView } from '../../../labs/define.ts';
import { snapshotOf } from './node-snapshot.ts';
import { createSnapshotHistory } from './snapshot-history.ts';

const master = nodes[0].address;

function redisOf(name: NodeName, offset: number): RedisView {
  const common = {
    up: true,
    offset,
    minReplicasToWrite: 0,
    goodReplicas: null,
    noReplicasErrors: 0,
    runId: name,
    syncing: false,
  } as const;
  if (name !== 'maestro')
    return { ...common, role: 'slave', masterHost: master, linkStatus: 'up', replicas: [] };
  const replicas = nodes
    .slice(1)
    .map(({ address }) => ({ address, port: 6379, state: 'online', offset, lag: 1 }));
  return { ...common, role: 'master', masterHost: null, linkStatus: null, replicas };
}

function clusterAt(offset: number, change: (name: NodeName, view: NodeView) => NodeView): ClusterView {
  const at = (name: NodeName): NodeView =>
    change(name, {
      name,
      address: nodes.find((node) => node.name === name)?.address ?? '',
      redis: redisOf(name, offset),
      sentinel: {
        up: true,
        masterAddress: master,
        flags: ['master'],
        configEpoch: 2,
        quorum: 2,
        downAfterMs: 5000,
        failoverTimeoutMs: 10_000,
        peers: [],
        ckquorum: { ok: true, message: 'OK' },
        tiltUntil: null,
      },
      monitorOnDisk: master,
      cut: false,
      keys: {},
    });
  return { maestro: at('maestro'), replica1: at('replica1'), replica2: at('replica2') };
}
const asIs = (_name: NodeName, view: NodeView) => view;
const replica2Down = (name: NodeName, view: NodeView): NodeView =>
  name === 'replica2' ? { ...view, redis: { up: false } } : view;

it('keeps a moment for the nodes that changed, and none for an offset that grew', () => {
  const snapshots = createSnapshotHistory();
  expect(snapshots.see(clusterAt(1, asIs), 1000)).toMatchObject({ kept: true });
  expect(snapshots.see(clusterAt(2, asIs), 1400)).toMatchObject({ kept: false });
  expect(snapshots.see(clusterAt(3, asIs), 1800)).toBeNull();
  const update = snapshots.see(clusterAt(3, replica2Down), 2200);
  expect(update?.kept).toBe(true);
  expect(update?.moment.nodes.map(({ name }) => name)).toEqual(['replica2']);
});

it('whoever joins gets the first moment whole, and what is known now last', () => {
  const snapshots = createSnapshotHistory();
  for (let time = 0; time < 400; time += 1)
    snapshots.see(clusterAt(time, time % 2 ? replica2Down : asIs), time * 1000);
  const { moments } = snapshots;
  expect(moments.length).toBeLessThanOrEqual(151);
  expect(moments[0]?.nodes).toHaveLength(3);
  expect(moments.at(-1)?.nodes.map(({ redis }) => redis.offset)).toEqual([399, 399, null]);
  snapshots.forget();
  expect(snapshots.moments).toEqual([]);
});

it('draws a replica’s link as both ends say it', () => {
  const snapshot = (change: Partial<Extract<RedisView, { up: true }>>) =>
    snapshotOf(
      clusterAt(1, (name, view) =>
        name === 'replica1' && view.redis.up ? { ...view, redis: { ...view.redis, ...change } } : view,
      ),
    ).map(({ redis }) => [redis.link, redis.lag]);
  expect(snapshot({})).toEqual([
    [null, null],
    ['online', 1],
    ['online', 1],
  ]);
  expect(snapshot({ linkStatus: 'down' })[1]).toEqual(['broken', 1]);
  expect(snapshot({ linkStatus: 'down', syncing: true })[1]).toEqual(['syncing', 1]);
});

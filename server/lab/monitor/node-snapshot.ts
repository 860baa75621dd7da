/** A snapshot of a node, as it is drawn: protocol/topology.ts, from what was observed of the whole cluster. */
import { nodeNames, nodeOf } from '../../../labs/cluster.ts';
import type { ClusterView, NodeName, PeerView, RedisView } from '../../../labs/define.ts';
import type { LinkState, NodeSnapshot } from '../../../protocol/topology.ts';

type RedisUp = Extract<RedisView, { up: true }>;

/** What its master's INFO says of the node; undefined when no master lists it. */
function lineOf(view: ClusterView, name: NodeName, masterHost: string | null) {
  const master = nodeNames.map((other) => view[other]).find(({ address }) => address === masterHost);
  if (!master?.redis.up) return undefined;
  return master.redis.replicas.find(({ address }) => address === nodeOf(name).address);
}

/** A master that still prepares or sends the data set says so in the replica's line (`wait_bgsave`, `send_bulk`). */
function linkOf(redis: RedisUp, state: string | undefined): LinkState | null {
  if (redis.role === 'master') return null;
  if (redis.syncing) return 'syncing';
  if (redis.linkStatus !== 'up') return 'broken';
  return state === undefined || state === 'online' ? 'online' : 'syncing';
}

function redisSnapshot(view: ClusterView, name: NodeName): NodeSnapshot['redis'] {
  const { redis } = view[name];
  if (!redis.up)
    return {
      up: false,
      role: null,
      master: null,
      link: null,
      offset: null,
      lag: null,
      replicas: 0,
      minReplicas: 0,
      goodReplicas: null,
    };
  const line = redis.role === 'slave' ? lineOf(view, name, redis.masterHost) : undefined;
  return {
    up: true,
    role: redis.role,
    master: redis.role === 'slave' ? redis.masterHost : null,
    link: linkOf(redis, line?.state),
    offset: redis.offset,
    lag: line?.lag ?? null,
    replicas: redis.replicas.filter(({ state }) => state === 'online').length,
    minReplicas: redis.minReplicasToWrite,
    goodReplicas: redis.goodReplicas,
  };
}

const isDown = ({ flags }: PeerView): boolean => flags.includes('s_down');

function sentinelSnapshot(view: ClusterView, name: NodeName): NodeSnapshot['sentinel'] {
  const { sentinel } = view[name];
  if (!sentinel.up)
    return { up: false, master: null, flags: [], epoch: null, quorum: null, unseen: [], tilt: false };
  return {
    up: true,
    master: sentinel.masterAddress === '' ? null : sentinel.masterAddress,
    flags: [...sentinel.flags],
    epoch: sentinel.configEpoch,
    quorum: sentinel.quorum,
    unseen: sentinel.peers.filter(isDown).map(({ address }) => address),
    tilt: sentinel.tiltUntil !== null,
  };
}

export function snapshotOf(view: ClusterView): readonly NodeSnapshot[] {
  return nodeNames.map((name) => ({
    name,
    address: nodeOf(name).address,
    sentinelId: nodeOf(name).sentinelId,
    cut: view[name].cut,
    redis: redisSnapshot(view, name),
    sentinel: sentinelSnapshot(view, name),
  }));
}

/** The configuration files that every node starts with, for any declared state and any driver. */
import { cluster, files, hosts, nodeOf, nodes } from '../cluster.ts';
import type { DeclaredState, HostName, NodeName, Service } from '../define.ts';

/** Where a node's services keep what lives as long as the host is on. */
export const runtime = {
  redis: { pidfile: '/run/redis.pid', socket: '/run/redis.sock' },
  sentinel: { pidfile: '/run/redis-sentinel.pid', socket: '/run/redis-sentinel.sock' },
} as const satisfies Record<Service, { pidfile: string; socket: string }>;

/** Redis's own 10,000 is more than the files that it may open here: it would say so in three lines at each start. */
const mostClients = 1000;

const lines = (...entries: readonly string[]): string => `${entries.join('\n')}\n`;

/**
 * A node's /etc/redis.conf. Replication starts at once (`repl-diskless-sync-delay 0` instead of 5 s), it looks at its clock three times a
 * second instead of ten (`hz`: with a hundred labs that was a tenth of a core), and keys survive
 * a power cut (`appendonly`), because a lab is crash-only.
 */
export function redisConf(name: NodeName, state: DeclaredState): string {
  const node = nodeOf(name);
  return lines(
    `bind 127.0.0.1 ${node.address}`,
    'protected-mode no',
    `port ${cluster.redisPort}`,
    `unixsocket ${runtime.redis.socket}`,
    'unixsocketperm 700',
    'daemonize yes',
    `maxclients ${mostClients}`,
    `pidfile ${runtime.redis.pidfile}`,
    `logfile ${files.redisLog}`,
    'dir /var/lib/redis',
    'save ""',
    'appendonly yes',
    'maxmemory 64mb',
    `replica-priority ${node.priority}`,
    `replica-announce-ip ${node.address}`,
    'repl-diskless-sync-delay 0',
    'hz 3',
    ...(name === state.master ? [] : [`replicaof ${nodeOf(state.master).address} ${cluster.redisPort}`]),
  );
}

/**
 * A node's /etc/sentinel.conf, seeded with the replicas, Sentinels and epochs that it would discover by itself in
 * 10 s (Sentinel's INFO period): seeded, a lab converges in about one.
 */
export function sentinelConf(name: NodeName, state: DeclaredState, downAfterMs: number): string {
  const node = nodeOf(name);
  const others = nodes.filter((other) => other.name !== name);
  const replicas = nodes.filter((other) => other.name !== state.master);
  const master = cluster.masterName;
  return lines(
    `bind 127.0.0.1 ${node.address}`,
    'protected-mode no',
    `port ${cluster.sentinelPort}`,
    `unixsocket ${runtime.sentinel.socket}`,
    'unixsocketperm 700',
    'daemonize yes',
    `maxclients ${mostClients}`,
    `pidfile ${runtime.sentinel.pidfile}`,
    `logfile ${files.sentinelLog}`,
    'dir /tmp',
    `sentinel myid ${node.sentinelId}`,
    `sentinel monitor ${master} ${nodeOf(state.master).address} ${cluster.redisPort} ${cluster.quorum}`,
    `sentinel down-after-milliseconds ${master} ${downAfterMs}`,
    `sentinel failover-timeout ${master} ${cluster.failoverTimeoutMs}`,
    `sentinel parallel-syncs ${master} ${cluster.parallelSyncs}`,
    `sentinel config-epoch ${master} ${state.epoch}`,
    `sentinel leader-epoch ${master} ${state.epoch}`,
    ...replicas.map((replica) => `sentinel known-replica ${master} ${replica.address} ${cluster.redisPort}`),
    ...others.map(
      (other) =>
        `sentinel known-sentinel ${master} ${other.address} ${cluster.sentinelPort} ${other.sentinelId}`,
    ),
    `sentinel current-epoch ${state.epoch}`,
  );
}

/** The services that are off in a declared state. */
export function isDown(state: DeclaredState, node: NodeName, service: Service): boolean {
  return (state.down ?? []).some((off) => off.node === node && off.service === service);
}

/** The small files of /etc that a shell expects. `timeZone`: its IANA name. */
export function etcFiles(name: HostName, timeZone: string): Readonly<Record<string, string>> {
  return {
    timezone: lines(timeZone),
    hostname: lines(name),
    hosts: lines('127.0.0.1 localhost', ...hosts.map((host) => `${host.address} ${host.name}`)),
    passwd: lines('root:x:0:0:root:/root:/bin/bash'),
    group: lines('root:x:0:'),
    'nsswitch.conf': lines('passwd: files', 'group: files', 'hosts: files'),
  };
}

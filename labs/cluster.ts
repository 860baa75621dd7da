/** The cluster of the course: the one place that knows its nodes, addresses, ports, ids and settings. */
import type { DeclaredState, HostName, NodeName } from './define.ts';

export interface ClusterNode {
  readonly name: NodeName;
  readonly address: string;
  /** Sentinel's `myid`, as the logs of the course show it. */
  readonly sentinelId: string;
  /** redis.conf's replica-priority: lower wins. These three make the story of the five cases come out as told. */
  readonly priority: number;
}

export const nodes = [
  {
    name: 'maestro',
    address: '192.168.157.144',
    sentinelId: 'b7e03c1ddaca2b28a496a6e585c02340ed1e25ff',
    priority: 75,
  },
  {
    name: 'replica1',
    address: '192.168.157.147',
    sentinelId: 'c7e03c1ddaca2b28a496a6e585c02340ed1e25ff',
    priority: 100,
  },
  {
    name: 'replica2',
    address: '192.168.157.148',
    sentinelId: 'd7e03c1ddaca2b28a496a6e585c02340ed1e25ff',
    priority: 50,
  },
] as const satisfies readonly ClusterNode[];

/** The host on which an application of the learner's runs: in the lab's network, and of no Sentinel's interest. */
export const client = { name: 'cliente', address: '192.168.157.150' } as const;

export const hosts: readonly { readonly name: HostName; readonly address: string }[] = [...nodes, client];

export const nodeNames: readonly NodeName[] = nodes.map((node) => node.name);

export const cluster = {
  masterName: 'cursoredis',
  quorum: 2,
  prefixLength: 24,
  redisPort: 6379,
  sentinelPort: 26379,
  /** The course's machines have Redis's own 180000, and then a failover that fails is tried again after six minutes. Here it is after 20 s. */
  failoverTimeoutMs: 10_000,
  parallelSyncs: 1,
  /** The course's machines use 30000; 5000 keeps a class awake. CURSO_DOWN_AFTER_MS changes it. */
  defaultDownAfterMs: 5000,
} as const;

/** Where every node keeps its files, whatever the driver. */
export const files = {
  redisConf: '/etc/redis.conf',
  sentinelConf: '/etc/sentinel.conf',
  redisLog: '/var/log/redis/redis.log',
  sentinelLog: '/var/log/redis/sentinel.log',
  /** What the program of `cliente` notes of each write, a JSON value a line. */
  clientWrites: '/root/escrituras.jsonl',
  /** Where the command `particion` asks for the node's network to be cut or restored. */
  networkRequests: '/run/particion',
} as const;

/** The state of a lab nobody has touched: before case 1, so the first failover is epoch 3. */
export const initialState: DeclaredState = { master: 'maestro', epoch: 2 };

export function nodeOf(name: NodeName): ClusterNode {
  const node = nodes.find((candidate) => candidate.name === name);
  if (!node) throw new RangeError(`no such node: ${name}`);
  return node;
}

/** The node with that address, or undefined: Sentinel may be told of addresses that are not of the course. */
export function nodeAt(address: string): ClusterNode | undefined {
  return nodes.find((node) => node.address === address);
}

export function isNodeName(value: string): value is NodeName {
  return nodes.some((node) => node.name === value);
}

export function isHostName(value: string): value is HostName {
  return hosts.some((host) => host.name === value);
}

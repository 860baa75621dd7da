/** Observations and events as a real cluster gave them, for the tests of what is made of them. */
import { nodeNames, nodeOf } from './cluster.ts';
import type { Case, NodeName, NodeView, Observation, RedisView, SentinelEvent } from './define.ts';

const address = (name: NodeName) => nodeOf(name).address;
const others = (name: NodeName): NodeName[] => nodeNames.filter((other) => other !== name);

/** A whole cluster with that master, as a real one was seen. */
export function nodeView(name: NodeName, master: NodeName): NodeView {
  const base = {
    up: true,
    syncing: false,
    offset: 1000,
    minReplicasToWrite: 0,
    goodReplicas: null,
    noReplicasErrors: 0,
    runId: name,
  } as const;
  const redis: RedisView =
    name === master
      ? {
          ...base,
          role: 'master',
          masterHost: null,
          linkStatus: null,
          replicas: others(master).map((other) => ({
            address: address(other),
            port: 6379,
            state: 'online',
            offset: 1000,
            lag: 0,
          })),
        }
      : { ...base, role: 'slave', masterHost: address(master), linkStatus: 'up', replicas: [] };
  return {
    name,
    address: address(name),
    redis,
    sentinel: {
      up: true,
      masterAddress: address(master),
      flags: ['master'],
      configEpoch: 3,
      quorum: 2,
      downAfterMs: 5000,
      failoverTimeoutMs: 10_000,
      peers: others(name).map((other) => ({
        id: nodeOf(other).sentinelId,
        address: address(other),
        flags: ['sentinel'],
      })),
      ckquorum: { ok: true, message: 'OK 3 usable Sentinels' },
      tiltUntil: null,
    },
    monitorOnDisk: address(master),
    cut: false,
    keys: {},
  };
}

/** That cluster at a time, ms, after these events. */
export function seen(master: NodeName, events: readonly SentinelEvent[], at = 100_000): Observation {
  return {
    at,
    since: 0,
    downAfterMs: 5000,
    events,
    nodes: {
      maestro: nodeView('maestro', master),
      replica1: nodeView('replica1', master),
      replica2: nodeView('replica2', master),
    },
    noReplicasErrorsAtStart: { maestro: null, replica1: null, replica2: null },
    history: [],
    client: null,
  };
}

/** With the Redis of that node dead. */
export const dead = (observation: Observation, name: NodeName): Observation => ({
  ...observation,
  nodes: { ...observation.nodes, [name]: { ...observation.nodes[name], redis: { up: false } } },
});

/** With a failover-timeout of that Sentinel's own, in milliseconds. */
export function retryingAfter(
  observation: Observation,
  name: NodeName,
  failoverTimeoutMs: number,
): Observation {
  const node = observation.nodes[name];
  const sentinel = node.sentinel.up ? { ...node.sentinel, failoverTimeoutMs } : node.sentinel;
  return { ...observation, nodes: { ...observation.nodes, [name]: { ...node, sentinel } } };
}

export const said = (node: NodeName, at: number, name: string, args: string): SentinelEvent => ({
  node,
  at,
  source: 'pubsub',
  name,
  args,
});
export const masterArgs = (name: NodeName) => `master cursoredis ${address(name)} 6379`;
/** The line of the Sentinel's log that tells a request. */
export const asked = (node: NodeName, at: number): SentinelEvent => ({
  node,
  at,
  source: 'log',
  name: 'failover-requested',
  args: 'cursoredis',
});
const switched = (from: NodeName, to: NodeName, at: number) =>
  (['replica1', 'replica2', 'maestro'] as const).map((node, index) =>
    said(node, at + index, '+switch-master', `cursoredis ${address(from)} 6379 ${address(to)} 6379`),
  );
/** SENTINEL FAILOVER asked of a node. */
export const requestedBy = (node: NodeName, from: NodeName, to: NodeName, at: number) => [
  said(node, at, '+try-failover', masterArgs(from)),
  asked(node, at + 40), // The log is read a moment after the event was published.
  ...switched(from, to, at + 2000),
];
/** A master that went down, and the failover that a node led. */
export const crashSeenBy = (node: NodeName, from: NodeName, to: NodeName, at: number) => [
  said(node, at, '+sdown', masterArgs(from)),
  said(node, at + 80, '+odown', `${masterArgs(from)} #quorum 2/2`),
  said(node, at + 81, '+try-failover', masterArgs(from)),
  ...switched(from, to, at + 2000),
];

/** How each check of a case stands on an observation, by the last part of its id. */
export const verdictsOf = ({ checks }: Case, observation: Observation) =>
  Object.fromEntries(checks.map((check) => [check.id.split('/')[1], check.judge(observation).state]));

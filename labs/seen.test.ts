import { describe, expect, it } from 'vitest';
import { cases } from './cases/index.ts';
import { nodeOf } from './cluster.ts';
import type { NodeName, NodeView, Observation, RedisView, SentinelEvent } from './define.ts';
import { failovers, switches } from './seen.ts';

const address = (name: NodeName) => nodeOf(name).address;
const others = (name: NodeName): NodeName[] =>
  (['maestro', 'replica1', 'replica2'] as const).filter((other) => other !== name);

/** A whole cluster with that master, as a real one was seen. */
function nodeView(name: NodeName, master: NodeName): NodeView {
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
      peers: others(name).map((other) => ({
        id: nodeOf(other).sentinelId,
        address: address(other),
        flags: ['sentinel'],
      })),
      ckquorum: { ok: true, message: 'OK 3 usable Sentinels' },
    },
    monitorOnDisk: address(master),
    cut: false,
    keys: {},
  };
}

function seen(master: NodeName, events: readonly SentinelEvent[], at = 100_000): Observation {
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

const said = (node: NodeName, at: number, name: string, args: string): SentinelEvent => ({
  node,
  at,
  source: 'pubsub',
  name,
  args,
});
const masterArgs = (name: NodeName) => `master cursoredis ${address(name)} 6379`;
const asked = (node: NodeName, at: number): SentinelEvent => ({
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
const requestedBy = (node: NodeName, from: NodeName, to: NodeName, at: number) => [
  said(node, at, '+try-failover', masterArgs(from)),
  asked(node, at + 40), // The log is read a moment after the event was published.
  ...switched(from, to, at + 2000),
];
const crashSeenBy = (node: NodeName, from: NodeName, to: NodeName, at: number) => [
  said(node, at, '+sdown', masterArgs(from)),
  said(node, at + 80, '+odown', `${masterArgs(from)} #quorum 2/2`),
  said(node, at + 81, '+try-failover', masterArgs(from)),
  ...switched(from, to, at + 2000),
];

const verdicts = (caseId: string, observation: Observation) => {
  const checks = cases.find((definition) => definition.id === caseId)?.checks ?? [];
  return Object.fromEntries(checks.map((check) => [check.id.split('/')[1], check.judge(observation).state]));
};

describe('failovers', () => {
  it('is requested when the log says so and no +odown came before', () => {
    expect(failovers(seen('replica2', requestedBy('replica1', 'maestro', 'replica2', 1000)))).toMatchObject([
      { node: 'replica1', cause: 'requested' },
    ]);
  });

  it('is a crash when +odown came before, whatever the log says', () => {
    const events = [...crashSeenBy('replica1', 'maestro', 'replica2', 1000), asked('replica1', 1070)];
    expect(failovers(seen('replica2', events))).toMatchObject([{ cause: 'crash' }]);
  });

  it('has no known cause until the log is read, or when its beginning was not seen', () => {
    const early = requestedBy('replica1', 'maestro', 'replica2', 1000).filter(
      ({ source }) => source === 'pubsub',
    );
    expect(failovers(seen('replica2', early))).toMatchObject([{ cause: null }]);
    const found = {
      ...verdicts('caso-1', seen('replica2', early)),
      ...verdicts('caso-2', seen('replica2', early)),
    };
    expect(new Set(Object.values(found))).toEqual(new Set(['pending']));
  });

  it('is a crash at each try while the master is down, however long ago that was said', () => {
    const again = said('replica1', 60_000, '+try-failover', masterArgs('maestro'));
    const events = [
      ...crashSeenBy('replica1', 'maestro', 'replica2', 1000).slice(0, 3),
      again,
      asked('replica1', 60_000),
    ];
    expect(failovers(seen('maestro', events))).toMatchObject([{ cause: 'crash' }, { cause: 'crash' }]);
  });

  it('is a request again once the master that was down has answered', () => {
    const events = [
      ...crashSeenBy('replica1', 'maestro', 'replica2', 1000).slice(0, 2),
      said('replica1', 3000, '-odown', masterArgs('maestro')),
      ...requestedBy('replica1', 'maestro', 'replica2', 4000),
    ];
    expect(failovers(seen('replica2', events))).toMatchObject([{ cause: 'requested' }]);
  });

  it('is not the request of another Sentinel', () => {
    const events = [...crashSeenBy('replica1', 'maestro', 'replica2', 1000), asked('replica2', 1070)];
    expect(failovers(seen('replica2', events))).toMatchObject([{ cause: 'crash' }]);
  });
});

describe('switches', () => {
  it('counts one change that three Sentinels publish as one', () => {
    const found = switches(seen('replica2', requestedBy('replica1', 'maestro', 'replica2', 1000)));
    expect(found).toHaveLength(1);
    expect(found[0]?.saidBy).toEqual(['replica1', 'replica2', 'maestro']);
  });
});

describe('a case that cannot be finished from here', () => {
  const deadEnd = (observation: Observation) =>
    cases.find(({ id }) => id === 'caso-2')?.deadEnd?.(observation) ?? null;
  const down = (observation: Observation): Observation => ({
    ...observation,
    nodes: { ...observation.nodes, maestro: { ...observation.nodes.maestro, redis: { up: false } } },
  });
  const begun = crashSeenBy('replica1', 'maestro', 'replica2', 1000).slice(0, 3);
  const abort = said('replica1', 11_000, '-failover-abort-not-elected', masterArgs('maestro'));

  it('says that a failover was given up, why, and for how long', () => {
    expect(deadEnd(down(seen('maestro', begun)))).toBeNull();
    expect(deadEnd(down(seen('maestro', [...begun, abort])))).toBe(
      'replica1 ha abortado el failover de maestro (-failover-abort-not-elected): ningún Sentinel reunió la mayoría de los votos. Sentinel no lo intenta otra vez hasta pasados 6 minutos: espera, o prepara el caso de nuevo.',
    );
  });

  it('says so no longer once another has begun, or the master answers again', () => {
    const again = said('maestro', 12_000, '+try-failover', masterArgs('maestro'));
    expect(deadEnd(down(seen('maestro', [...begun, abort, again])))).toBeNull();
    expect(deadEnd(seen('maestro', [...begun, abort]))).toBeNull();
  });
});

describe('case 1', () => {
  it('passes whichever replica is elected', () => {
    for (const to of ['replica1', 'replica2'] as const) {
      expect(
        new Set(Object.values(verdicts('caso-1', seen(to, requestedBy('replica2', 'maestro', to, 1000))))),
      ).toEqual(new Set(['pass']));
    }
  });

  it('passes after a detour: a crash first, the request later', () => {
    const events = [
      ...crashSeenBy('replica1', 'maestro', 'replica1', 1000),
      ...requestedBy('maestro', 'replica1', 'replica2', 60_000),
    ];
    expect(verdicts('caso-1', seen('replica2', events))['nuevo-maestro']).toBe('pass');
  });

  it('passes when the master has come back to where it was by a second request', () => {
    const events = [
      ...requestedBy('replica1', 'maestro', 'replica2', 1000),
      ...requestedBy('replica1', 'replica2', 'maestro', 30_000),
    ];
    expect(new Set(Object.values(verdicts('caso-1', seen('maestro', events))))).toEqual(new Set(['pass']));
  });

  it('is red after a crash alone', () => {
    const found = verdicts('caso-1', seen('replica2', crashSeenBy('replica1', 'maestro', 'replica2', 1000)));
    expect(Object.values(found)).not.toContain('pass');
  });

  it('says who is late, and what is expected', () => {
    const observation = seen('replica2', requestedBy('replica1', 'maestro', 'replica2', 1000));
    const late = {
      ...observation,
      nodes: { ...observation.nodes, replica1: nodeView('replica1', 'maestro') },
    };
    const check = cases[0]?.checks.find((candidate) => candidate.id === 'caso-1/nuevo-maestro');
    expect(check?.judge(late)).toEqual({
      state: 'pending',
      message: 'replica1 todavía apunta a 192.168.157.144; se espera 192.168.157.148.',
    });
  });
});

describe('case 2', () => {
  it('is red after a request alone, and says why', () => {
    const found = verdicts('caso-2', seen('maestro', requestedBy('replica1', 'replica2', 'maestro', 1000)));
    expect(Object.values(found)).not.toContain('pass');
    expect(found['failover-automatico']).toBe('fail');
  });

  it('passes whichever replica is elected', () => {
    expect(
      verdicts('caso-2', seen('replica1', crashSeenBy('maestro', 'replica2', 'replica1', 1000))),
    ).toMatchObject({ 'failover-automatico': 'pass', 'nuevo-maestro': 'pass' });
  });
});

describe('case 5', () => {
  const silent = (at: number, ok = false): Observation => {
    const observation = seen('replica2', [said('replica1', 1000, '+sdown', masterArgs('replica2'))], at);
    const left = nodeView('replica1', 'replica2');
    if (!left.sentinel.up) throw new Error('unreachable');
    const peers = left.sentinel.peers.map((peer) => ({ ...peer, flags: ['s_down', 'sentinel'] }));
    const sentinel = {
      ...left.sentinel,
      flags: ['s_down', 'master'],
      peers,
      ckquorum: { ok, message: 'NOQUORUM' },
    };
    const off = { sentinel: { up: false } } as const;
    return {
      ...observation,
      nodes: {
        maestro: { ...nodeView('maestro', 'replica2'), ...off },
        replica1: { ...left, sentinel },
        replica2: { ...nodeView('replica2', 'replica2'), ...off, redis: { up: false } },
      },
    };
  };
  const quiet = cases[4]?.checks.find((check) => check.id === 'caso-5/sin-failover');

  it('counts down down-after + 5 s from +sdown', () => {
    expect(quiet?.judge(silent(5000))).toMatchObject({ state: 'pending', until: 11_000 });
    expect(quiet?.judge(silent(11_000))).toMatchObject({ state: 'pass' });
  });

  it('does not pass while CKQUORUM sees a quorum', () => {
    expect(quiet?.judge(silent(11_000, true))).toMatchObject({ state: 'pending' });
  });
});

import { describe, expect, it } from 'vitest';
import type { Observation } from '../define.ts';
import { masterArgs, nodeView, said, seen } from '../example-observations.ts';
import { caso5 } from './caso-5.ts';

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
  const quiet = caso5.checks.find((check) => check.id === 'caso-5/sin-failover');

  it('counts down down-after + 5 s from +sdown', () => {
    expect(quiet?.judge(silent(5000))).toMatchObject({ state: 'pending', until: 11_000 });
    expect(quiet?.judge(silent(11_000))).toMatchObject({ state: 'pass' });
  });

  it('does not pass while CKQUORUM sees a quorum', () => {
    expect(quiet?.judge(silent(11_000, true))).toMatchObject({ state: 'pending' });
  });
});

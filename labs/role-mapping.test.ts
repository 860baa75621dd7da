import { describe, expect, it } from 'vitest';
import { caso1 } from './cases/caso-1.ts';
import { caso2 } from './cases/caso-2.ts';
import { caso5 } from './cases/caso-5.ts';
import { caso6 } from './cases/caso-6.ts';
import { caso8 } from './cases/caso-8.ts';
import { cluster, nodeOf } from './cluster.ts';
import type { NodeName, Observation, SentinelEvent } from './define.ts';
import { asWritten, roleMappingOf } from './role-mapping.ts';

const switched = (from: NodeName, to: NodeName): SentinelEvent => ({
  node: 'replica1',
  at: 2000,
  source: 'pubsub',
  name: '+switch-master',
  args: `${cluster.masterName} ${nodeOf(from).address} 6379 ${nodeOf(to).address} 6379`,
});

const seen = (...events: readonly SentinelEvent[]): Observation => {
  const down = (name: NodeName) => ({
    name,
    address: nodeOf(name).address,
    redis: { up: false as const },
    sentinel: { up: false as const },
    monitorOnDisk: null,
    cut: false,
    keys: {},
  });
  return {
    at: 3000,
    since: 1000,
    downAfterMs: 5000,
    nodes: { maestro: down('maestro'), replica1: down('replica1'), replica2: down('replica2') },
    events,
    noReplicasErrorsAtStart: { maestro: null, replica1: null, replica2: null },
    history: [],
    client: null,
  };
};

describe('the role mapping of a case', () => {
  it('is as written while nothing is known, and when all goes as told', () => {
    expect(roleMappingOf(caso2, seen(), null)).toEqual(asWritten);
    expect(
      roleMappingOf(caso2, seen(switched('replica2', 'maestro')), { master: 'replica2', fallen: null }),
    ).toEqual(asWritten);
  });

  it('gives the text’s master to whoever was master when the case began', () => {
    expect(roleMappingOf(caso2, seen(), { master: 'replica1', fallen: null })).toEqual({
      maestro: 'maestro',
      replica1: 'replica2',
      replica2: 'replica1',
    });
  });

  it('gives the text’s new master to whom Redis chose', () => {
    const began = { master: 'replica1', fallen: null } as const;
    expect(roleMappingOf(caso2, seen(switched('replica1', 'replica2')), began)).toEqual({
      maestro: 'replica2',
      replica1: 'maestro',
      replica2: 'replica1',
    });
    expect(
      roleMappingOf(caso1, seen(switched('maestro', 'replica1')), { master: 'maestro', fallen: null }),
    ).toEqual({
      maestro: 'maestro',
      replica1: 'replica2',
      replica2: 'replica1',
    });
  });

  it('counts no more changes of master than a text with a list of them tells', () => {
    const began = { master: 'maestro', fallen: null } as const;
    const second = { ...switched('replica1', 'maestro'), at: 2500 };
    const swapped = { maestro: 'maestro', replica1: 'replica2', replica2: 'replica1' };
    expect(roleMappingOf(caso6, seen(switched('maestro', 'replica1')), began)).toEqual(swapped);
    expect(roleMappingOf(caso6, seen(switched('maestro', 'replica1'), second), began)).toEqual(swapped);
  });

  it('follows a text that tells two changes of master, each in turn', () => {
    const began = { master: 'maestro', fallen: null } as const;
    const first = switched('maestro', 'replica1');
    const back = { ...switched('replica1', 'maestro'), at: 2500 };
    const on = { ...switched('replica1', 'replica2'), at: 2500 };
    const third = { ...switched('replica2', 'maestro'), at: 2900 };
    const swapped = { maestro: 'maestro', replica1: 'replica2', replica2: 'replica1' };
    expect(roleMappingOf(caso8, seen(first), began)).toEqual(swapped);
    expect(roleMappingOf(caso8, seen(first, back), began)).toEqual(swapped);
    // The text's master is whoever is master then, and its replica2 whoever fell.
    const turned = { maestro: 'replica2', replica1: 'maestro', replica2: 'replica1' };
    expect(roleMappingOf(caso8, seen(first, on), began)).toEqual(turned);
    expect(roleMappingOf(caso8, seen(first, on, third), began)).toEqual(turned);
  });

  it('is not changed by what happens in later cases', () => {
    const later = { ...switched('replica2', 'replica1'), at: 9000 };
    const began = { master: 'replica1', fallen: null } as const;
    expect(roleMappingOf(caso2, seen(switched('replica1', 'replica2'), later), began, 8000)).toEqual(
      roleMappingOf(caso2, seen(switched('replica1', 'replica2')), began),
    );
  });

  it('follows the node that had fallen before the case began', () => {
    expect(roleMappingOf(caso5, seen(), { master: 'replica1', fallen: 'replica2' })).toEqual({
      maestro: 'replica2',
      replica1: 'maestro',
      replica2: 'replica1',
    });
  });

  it('is one for one, whoever is named twice', () => {
    for (const fallen of ['maestro', 'replica1', 'replica2'] as const) {
      const roles = roleMappingOf(caso5, seen(), { master: fallen, fallen });
      expect(new Set(Object.values(roles)).size).toBe(3);
    }
  });
});

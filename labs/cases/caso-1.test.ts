import { describe, expect, it } from 'vitest';
import { crashSeenBy, nodeView, requestedBy, seen, verdictsOf } from '../example-observations.ts';
import { caso1 } from './caso-1.ts';

describe('case 1', () => {
  it('passes whichever replica is elected', () => {
    for (const to of ['replica1', 'replica2'] as const) {
      expect(
        new Set(Object.values(verdictsOf(caso1, seen(to, requestedBy('replica2', 'maestro', to, 1000))))),
      ).toEqual(new Set(['pass']));
    }
  });

  it('passes after a detour: a crash first, the request later', () => {
    const events = [
      ...crashSeenBy('replica1', 'maestro', 'replica1', 1000),
      ...requestedBy('maestro', 'replica1', 'replica2', 60_000),
    ];
    expect(verdictsOf(caso1, seen('replica2', events))['nuevo-maestro']).toBe('pass');
  });

  it('passes when the master has come back to where it was by a second request', () => {
    const events = [
      ...requestedBy('replica1', 'maestro', 'replica2', 1000),
      ...requestedBy('replica1', 'replica2', 'maestro', 30_000),
    ];
    expect(new Set(Object.values(verdictsOf(caso1, seen('maestro', events))))).toEqual(new Set(['pass']));
  });

  it('is red after a crash alone', () => {
    const found = verdictsOf(caso1, seen('replica2', crashSeenBy('replica1', 'maestro', 'replica2', 1000)));
    expect(Object.values(found)).not.toContain('pass');
  });

  it('says who is late, and what is expected', () => {
    const observation = seen('replica2', requestedBy('replica1', 'maestro', 'replica2', 1000));
    const late = {
      ...observation,
      nodes: { ...observation.nodes, replica1: nodeView('replica1', 'maestro') },
    };
    const check = caso1.checks.find((candidate) => candidate.id === 'caso-1/nuevo-maestro');
    expect(check?.judge(late)).toEqual({
      state: 'pending',
      message: 'replica1 todavía apunta a 192.168.157.144; se espera 192.168.157.148.',
    });
  });
});

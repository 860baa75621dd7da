import { describe, expect, it } from 'vitest';
import type { SentinelEvent } from '../define.ts';
import {
  asked,
  crashSeenBy,
  masterArgs,
  nodeView,
  requestedBy,
  said,
  seen,
  verdictsOf,
} from '../example-observations.ts';
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

  it('says that an order waits for a Sentinel in TILT, and for a crash that all of them are', () => {
    const inTiltAt = (
      names: readonly ('maestro' | 'replica1' | 'replica2')[],
      events: readonly SentinelEvent[],
    ) => {
      const observation = seen('maestro', events);
      const nodes = { ...observation.nodes };
      for (const name of names) {
        const { sentinel } = nodes[name];
        if (sentinel.up) nodes[name] = { ...nodes[name], sentinel: { ...sentinel, tiltUntil: 123_000 } };
      }
      return { ...observation, nodes };
    };
    const ofOrder = [asked('replica1', 1000), said('replica1', 1001, '+try-failover', masterArgs('maestro'))];
    const [first, second] = caso1.checks;
    for (const check of [first, second])
      expect(check?.judge(inTiltAt(['replica1'], ofOrder))).toEqual({
        state: 'pending',
        message:
          'El Sentinel de replica1 ha aceptado la orden, pero está en TILT: la cumplirá cuando vuelva a fiarse de su reloj.',
        until: 123_000,
      });
    expect(first?.judge(inTiltAt([], ofOrder)).state).toBe('pass');
    expect(second?.judge(inTiltAt(['maestro', 'replica2'], []))).toMatchObject({
      message:
        'Los Sentinels no se fían de su reloj: maestro y replica2 están en TILT y no harán ningún failover hasta que acabe.',
    });
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

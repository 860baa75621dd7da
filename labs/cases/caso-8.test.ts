import { describe, expect, it } from 'vitest';
import type { ClientSeen, ClientWriter } from '../define.ts';
import {
  crashSeenBy,
  dead,
  masterArgs,
  retryingAfter,
  said,
  seen,
  verdictsOf,
} from '../example-observations.ts';
import { caso8 } from './caso-8.ts';

const writer = (facts: Partial<ClientWriter>): ClientWriter => ({
  acked: 300,
  failed: 40,
  unconfirmed: 0,
  lost: 0,
  reviewedAt: null,
  ...facts,
});

/** Writes that went on until the master died, and again from when there was another. */
const application = (wait: Partial<ClientWriter>): ClientSeen => ({
  lastAt: 100_000,
  directo: writer({ lost: 50, reviewedAt: 13_000 }),
  wait: writer({ unconfirmed: 30, ...wait }),
  failingSince: null,
  outages: [{ from: 10_000, to: 13_000 }],
});
const crash = crashSeenBy('replica2', 'maestro', 'replica2', 11_000);

describe('with WAIT', () => {
  const verdict = (wait: Partial<ClientWriter>) =>
    verdictsOf(caso8, { ...seen('replica2', crash), client: application(wait) })['con-wait'];

  it('nothing is lost once its writer has looked since the outage, and not before', () => {
    expect(verdict({ reviewedAt: null })).toBe('pending');
    expect(verdict({ reviewedAt: 5000 })).toBe('pending');
    expect(verdict({ reviewedAt: 20_000 })).toBe('pass');
    expect(verdict({ reviewedAt: 20_000, lost: 1 })).toBe('pending');
  });
});

describe('a write that WAIT confirmed', () => {
  it('and that is missing ends the case, with what to do differently', () => {
    const ending = (wait: Partial<ClientWriter>) =>
      caso8.deadEnd({ ...seen('replica2', crash), client: application(wait) });
    expect(ending({ reviewedAt: 20_000 })).toBeNull();
    expect(ending({ reviewedAt: 20_000, lost: 1 })).toContain(
      'cura primero la réplica que se aisló la última',
    );
  });
});

describe('a failover that was given up', () => {
  it('is told with the time until the next try', () => {
    const abort = said('maestro', 11_200, '-failover-abort-no-good-slave', masterArgs('maestro'));
    const given = dead(seen('maestro', [...crash.slice(0, 3), abort]), 'maestro');
    const observation = { ...retryingAfter(given, 'replica2', 10_000), client: application({}) };
    const judge = caso8.checks.find(({ id }) => id === 'caso-8/perdidas')?.judge;
    expect(judge?.(observation)).toEqual({
      state: 'pending',
      message:
        'maestro ha abortado el failover de maestro (-failover-abort-no-good-slave): ninguna réplica servía para ascenderla. Se intentará otra vez.',
      until: expect.any(Number),
    });
  });
});

import { describe, expect, it } from 'vitest';
import { crashSeenBy, requestedBy, seen, verdictsOf } from '../example-observations.ts';
import { caso2 } from './caso-2.ts';

describe('case 2', () => {
  it('is red after a request alone, and says why', () => {
    const found = verdictsOf(caso2, seen('maestro', requestedBy('replica1', 'replica2', 'maestro', 1000)));
    expect(Object.values(found)).not.toContain('pass');
    expect(found['failover-automatico']).toBe('fail');
  });

  it('passes whichever replica is elected', () => {
    expect(
      verdictsOf(caso2, seen('replica1', crashSeenBy('maestro', 'replica2', 'replica1', 1000))),
    ).toMatchObject({
      'failover-automatico': 'pass',
      'nuevo-maestro': 'pass',
    });
  });
});

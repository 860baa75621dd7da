import { describe, expect, it } from 'vitest';
import { caso2 } from '../cases/caso-2.ts';
import type { Observation } from '../define.ts';
import { crashSeenBy, dead, masterArgs, retryingAfter, said, seen } from '../example-observations.ts';

describe('a case that cannot be finished from here', () => {
  const deadEnd = (observation: Observation) => caso2.deadEnd?.(observation) ?? null;
  const down = (observation: Observation) => dead(observation, 'maestro');
  const begun = crashSeenBy('replica1', 'maestro', 'replica2', 1000).slice(0, 3);
  const abort = said('replica1', 11_000, '-failover-abort-not-elected', masterArgs('maestro'));

  it('says that a failover was given up, why, and for how long', () => {
    expect(deadEnd(down(seen('maestro', begun)))).toBeNull();
    expect(deadEnd(down(seen('maestro', [...begun, abort])))).toBe(
      'replica1 ha abortado el failover de maestro (-failover-abort-not-elected): ningún Sentinel reunió la mayoría de los votos. Sentinel no lo intenta otra vez hasta pasados 6 minutos: espera, o prepara el caso de nuevo.',
    );
  });

  it('can be finished where a Sentinel tries again within a minute', () => {
    const given = down(seen('maestro', [...begun, abort]));
    expect(deadEnd(retryingAfter(given, 'replica2', 10_000))).toBeNull();
  });

  it('says so no longer once another has begun, or the master answers again', () => {
    const again = said('maestro', 12_000, '+try-failover', masterArgs('maestro'));
    expect(deadEnd(down(seen('maestro', [...begun, abort, again])))).toBeNull();
    expect(deadEnd(seen('maestro', [...begun, abort]))).toBeNull();
  });
});

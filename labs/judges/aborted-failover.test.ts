import { describe, expect, it } from 'vitest';
import { nodeOf } from '../cluster.ts';
import type { NodeName, Observation } from '../define.ts';
import { crashSeenBy, dead, masterArgs, retryingAfter, said, seen } from '../example-observations.ts';
import { abortedFailover } from './aborted-failover.ts';

describe('a failover that was given up', () => {
  const down = (observation: Observation) => dead(observation, 'maestro');
  const begun = crashSeenBy('replica1', 'maestro', 'replica2', 1000).slice(0, 3);
  const began = begun.find(({ name }) => name === '+try-failover')?.at ?? 0;
  const abort = said('replica1', 11_000, '-failover-abort-not-elected', masterArgs('maestro'));
  const vote = (node: NodeName, at: number) =>
    said(node, at, '+vote-for-leader', `${nodeOf(node).sentinelId} 4`);

  it('is told with its reason, and with when Sentinel tries again: twice its failover-timeout after it began', () => {
    expect(abortedFailover(down(seen('maestro', begun)))).toBeNull();
    expect(abortedFailover(down(seen('maestro', [...begun, abort])))).toEqual({
      words:
        'replica1 ha abortado el failover de maestro (-failover-abort-not-elected): ningún Sentinel reunió la mayoría de los votos.',
      retryAt: began + 20_000,
    });
  });

  it('is told with the votes of a tie', () => {
    const tie = [vote('replica1', began), vote('maestro', began + 3), vote('replica2', began + 5)];
    const before = vote('replica2', began - 60_000);
    expect(abortedFailover(down(seen('maestro', [before, ...begun, ...tie, abort])))?.words).toBe(
      'replica1 ha abortado el failover de maestro (-failover-abort-not-elected): ningún Sentinel reunió la mayoría de los votos (votaron maestro por maestro, replica1 por replica1 y replica2 por replica2).',
    );
  });

  it('is tried again by the Sentinel that waits least', () => {
    const given = down(seen('maestro', [...begun, abort]));
    expect(abortedFailover(retryingAfter(given, 'replica2', 5000))?.retryAt).toBe(began + 10_000);
  });

  it('is told no longer once another has begun, or the master answers again', () => {
    const again = said('maestro', 12_000, '+try-failover', masterArgs('maestro'));
    expect(abortedFailover(down(seen('maestro', [...begun, abort, again])))).toBeNull();
    expect(abortedFailover(seen('maestro', [...begun, abort]))).toBeNull();
  });
});

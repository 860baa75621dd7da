import { describe, expect, it } from 'vitest';
import { caso1 } from './cases/caso-1.ts';
import { caso2 } from './cases/caso-2.ts';
import {
  asked,
  crashSeenBy,
  masterArgs,
  requestedBy,
  said,
  seen,
  verdictsOf,
} from './example-observations.ts';
import { failovers, switches } from './seen.ts';

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
      ...verdictsOf(caso1, seen('replica2', early)),
      ...verdictsOf(caso2, seen('replica2', early)),
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

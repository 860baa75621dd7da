import { expect, it } from 'vitest';
import { beginRun, notAfter, type SavedLab } from './run.ts';

const saved: SavedLab = {
  record: {
    labId: 'uno',
    currentCase: 'caso-1',
    runs: {
      'caso-1': { ...beginRun(1000), passed: { 'caso-1/failover': { at: 1500, message: 'Sí.' } } },
      'caso-3': beginRun(400),
    },
  },
  events: [
    { node: 'maestro', at: 900, source: 'pubsub', name: '+sdown', args: '' },
    { node: 'maestro', at: 2000, source: 'pubsub', name: '-sdown', args: '' },
  ],
};

it('leaves what was kept as it is while the clock goes on', () => {
  expect(notAfter(saved, 2000)).toBe(saved);
});

it('moves what was kept into the past when the clock was set back, all by as much', () => {
  const { record, events } = notAfter(saved, 500);
  expect(record.runs['caso-1']).toMatchObject({ since: -500, passed: { 'caso-1/failover': { at: 0 } } });
  expect(record.runs['caso-3']).toMatchObject({ since: -1100 });
  expect(events.map(({ at }) => at)).toEqual([-600, 500]);
});

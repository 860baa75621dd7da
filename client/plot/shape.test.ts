import { expect, it } from 'vitest';
import type { ClientView } from '../../protocol/lab.ts';
import { barsOf, describe, picture, placeOf } from './shape.ts';

const view: ClientView = {
  running: true,
  end: 10_000,
  bucketMs: 500,
  writers: [
    {
      name: 'directo',
      acked: 5,
      failed: 3,
      unconfirmed: 0,
      lost: 2,
      buckets: [
        [3, 0, 0, 2],
        [0, 3, 0, 0],
      ],
    },
    {
      name: 'wait',
      acked: 4,
      failed: 0,
      unconfirmed: 1,
      lost: 0,
      buckets: [
        [4, 0, 0, 0],
        [0, 0, 1, 0],
      ],
    },
  ],
  outages: [{ from: 9200, to: 9900 }],
};
const [direct, wait] = view.writers;

it('says in words what the picture shows', () => {
  expect(describe(view)).toBe(
    'Sin esperar a nadie: 5 confirmadas · 3 fallidas · 2 perdidas. Con WAIT 1: 4 confirmadas · 0 fallidas · 1 sin copia a tiempo · 0 perdidas. Un corte de servicio: 0,7 s.',
  );
});

it('stands what went well above the line, and hangs what did not below it', () => {
  if (!direct || !wait) throw new Error('two writers are drawn');
  const axis = 60;
  const tops = (path: string) => [...path.matchAll(/M[\d.]+ ([\d.]+)/g)].map(([, y]) => Number(y));
  expect(tops(barsOf(direct, 'ok', axis))).toEqual([60 - picture.barHeight / 2]);
  expect(tops(barsOf(direct, 'lost', axis))[0]).toBeLessThan(60 - picture.barHeight / 2);
  expect(tops(barsOf(direct, 'failed', axis))).toEqual([60]);
  expect(barsOf(direct, 'unconfirmed', axis)).toBe('');
  expect(tops(barsOf(wait, 'unconfirmed', axis))).toEqual([60]);
});

it('puts a moment at its place, from the oldest at the left to now at the right', () => {
  expect(placeOf(10_000, view)).toBe(picture.right);
  expect(placeOf(9000, view)).toBe(picture.left);
  expect(placeOf(8999, view)).toBeNull();
});

import { describe as about, expect, it } from 'vitest';
import type { ClientView } from '../../protocol/lab.ts';
import { barsOf, bracketsOf, describe, picture, placeOf } from './shape.ts';

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

about('the seconds of an outage', () => {
  /** A minute on the picture, its last moment at 60 s. */
  const minute = (from: number, to: number): ClientView => ({
    ...view,
    end: 60_000,
    bucketMs: 1000,
    writers: view.writers.map((writer) => ({
      ...writer,
      buckets: Array.from({ length: 60 }, () => [0, 0, 0, 0]),
    })),
    outages: [{ from, to }],
  });
  const only = (from: number, to: number) => bracketsOf(minute(from, to))[0];

  it('stand over the middle of their bracket', () => {
    const bracket = only(40_000, 47_000);
    expect(bracket?.lasted).toBe('7,0 s');
    expect(bracket?.secondsAt).toBe(((bracket?.start ?? 0) + (bracket?.end ?? 0)) / 2);
  });

  it('stay on the picture, and off the name at the left', () => {
    expect(only(58_000, 60_000)?.secondsAt).toBe(picture.right - 24);
    expect(only(2000, 30_000)?.secondsAt).toBe(picture.left + 190);
  });

  it('are left out where they would stand beside their bracket, which stays', () => {
    expect(only(2000, 4000)).toMatchObject({ secondsAt: null });
  });

  it('go with their bracket, when it is no longer on the picture', () => {
    expect(bracketsOf(minute(-5000, 3000))).toEqual([]);
  });
});

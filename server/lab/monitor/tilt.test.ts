import { describe, expect, it } from 'vitest';
import { createTiltWatch, tiltMs } from './tilt.ts';

const info = (tilt: string, since?: number) =>
  new Map([
    ['sentinel_tilt', tilt],
    ...(since === undefined ? [] : [['sentinel_tilt_since_seconds', String(since)] as const]),
  ]);

describe('until when a Sentinel is in TILT', () => {
  it('is nothing while it is not', () => expect(createTiltWatch()(info('0', -1), 1000)).toBeNull());

  it('does not change with each answer in whole seconds', () => {
    const watch = createTiltWatch();
    const until = watch(info('1', 2), 100_000);
    expect(until).toBe(100_000 + tiltMs - 2000);
    expect(watch(info('1', 2), 100_900)).toBe(until);
    expect(watch(info('1', 3), 101_100)).toBe(until);
  });

  it('is later when its clock jumped again', () => {
    const watch = createTiltWatch();
    watch(info('1', 20), 100_000);
    expect(watch(info('1', 0), 101_000)).toBe(101_000 + tiltMs);
  });

  it('is counted from the first answer where Redis does not say since when', () => {
    const watch = createTiltWatch();
    expect(watch(info('1'), 100_000)).toBe(100_000 + tiltMs);
    expect(watch(info('1'), 110_000)).toBe(100_000 + tiltMs);
    expect(watch(info('0'), 120_000)).toBeNull();
  });
});

import { expect, it } from 'vitest';
import { createClockWatch } from './clock-watch.ts';

const minute = 60_000;

it('tells of a clock that was set back, until that time has come again or a lab is started', () => {
  let time = 100 * minute;
  const watch = createClockWatch(() => time);
  const minutes = () => watch.trouble()?.minutes ?? 0;
  time += minute;
  expect(minutes()).toBe(0);
  time -= minute / 2;
  expect(minutes()).toBe(0);
  time -= 20 * minute;
  expect(minutes()).toBe(21);
  time += 10 * minute;
  expect(minutes()).toBe(11);
  time += 11 * minute;
  expect(minutes()).toBe(0);
  time -= 50 * minute;
  expect(minutes()).toBe(50);
  watch.begin();
  expect(minutes()).toBe(0);
});

it('minds no clock that was set forward', () => {
  let time = 0;
  const watch = createClockWatch(() => time);
  time += 300 * minute;
  expect(watch.trouble()).toBeNull();
});

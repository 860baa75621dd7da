import { expect, it } from 'vitest';
import { createClockWatch } from './clock-watch.ts';

const minute = 60_000;

function watched() {
  let [time, set] = [1000, 0];
  const watch = createClockWatch({ now: () => time, setBy: () => set });
  return {
    minutes: () => watch.trouble()?.minutes ?? 0,
    pass: (minutes: number) => {
      time += minutes * minute;
    },
    setTo: (minutes: number) => {
      set = minutes;
    },
  };
}

it('tells of a clock that was set back, and by how much, until that time has come again', () => {
  const { minutes, pass, setTo } = watched();
  expect(minutes()).toBe(0);
  // Nobody looked for an hour: what is on goes by the clock all the same.
  pass(60);
  setTo(-20);
  expect(minutes()).toBe(20);
  pass(19);
  expect(minutes()).toBe(20);
  pass(1);
  expect(minutes()).toBe(0);
  setTo(-50);
  expect(minutes()).toBe(30);
});

it('tells nothing more once the clock is right again', () => {
  const { minutes, setTo } = watched();
  setTo(-300);
  expect(minutes()).toBe(300);
  setTo(0);
  expect(minutes()).toBe(0);
});

it('minds no clock that was set forward, but one that is set back from there', () => {
  const { minutes, setTo } = watched();
  setTo(300);
  expect(minutes()).toBe(0);
  setTo(0);
  expect(minutes()).toBe(300);
});

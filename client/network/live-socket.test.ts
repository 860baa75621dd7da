import { expect, it } from 'vitest';
import { delayAfter } from './live-socket.ts';

it('waits 250 ms before it connects again, then longer, never over what it was told', () => {
  expect([1, 2, 3, 4, 5, 6, 60].map((failures) => delayAfter(failures, 5000))).toEqual([
    250, 500, 1000, 2000, 4000, 5000, 5000,
  ]);
});

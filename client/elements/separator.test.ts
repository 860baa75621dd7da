import { expect, it } from 'vitest';
import { clampShare, shareAfterKey } from './separator.ts';

const limits = { min: 25, max: 75, start: 50, step: 2 };

it('the arrow keys move the separator within its limits', () => {
  expect(shareAfterKey(50, 'ArrowLeft', limits)).toBe(48);
  expect(shareAfterKey(50, 'ArrowDown', limits)).toBe(52);
  expect(shareAfterKey(75, 'ArrowRight', limits)).toBe(75);
  expect(shareAfterKey(50, 'Home', limits)).toBe(25);
  expect(shareAfterKey(50, 'a', limits)).toBeNull();
});

it('a remembered share that is none is the half', () => {
  expect([Number.NaN, 3, 99, 40].map((share) => clampShare(share, limits))).toEqual([50, 25, 75, 40]);
});

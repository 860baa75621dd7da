import { expect, it } from 'vitest';
import { isMode, modeAfter } from './mode.ts';
import { clampShare, shareAfterKey } from './separator.ts';

it('one key goes through both, slide only, terminals only and back', () => {
  const second = modeAfter('both');
  const third = modeAfter(second);
  expect([second, third, modeAfter(third)]).toEqual(['slide', 'terminals', 'both']);
  expect(isMode('half')).toBe(false);
});

it('the arrow keys move the separator within its limits', () => {
  expect(shareAfterKey(50, 'ArrowLeft')).toBe(48);
  expect(shareAfterKey(75, 'ArrowRight')).toBe(75);
  expect(shareAfterKey(50, 'Home')).toBe(25);
  expect(shareAfterKey(50, 'a')).toBeUndefined();
});

it('a remembered share that is none is the half', () => {
  expect([Number.NaN, 3, 99, 40].map(clampShare)).toEqual([50, 25, 75, 40]);
});

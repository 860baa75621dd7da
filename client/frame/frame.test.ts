import { expect, it } from 'vitest';
import { isMode, modeAfter } from './mode.ts';

it('one key goes through both, slide only, terminals only and back', () => {
  const second = modeAfter('both');
  const third = modeAfter(second);
  expect([second, third, modeAfter(third)]).toEqual(['slide', 'terminals', 'both']);
  expect(isMode('half')).toBe(false);
});

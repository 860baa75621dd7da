import { describe, expect, it } from 'vitest';
import { newJoinCode, normalizeJoinCode } from './join-code.ts';

describe('a join code', () => {
  it('is two different words and two digits, typed as it is said', () => {
    for (let i = 0; i < 500; i += 1) {
      const code = newJoinCode();
      const [first, second, digits] = code.split('-');
      expect(code).toMatch(/^[a-z]{3,8}-[a-z]{3,8}-[1-9]\d$/);
      expect(first).not.toBe(second);
      expect(normalizeJoinCode(`${first?.toUpperCase()} ${second}${digits}`)).toBe(code);
    }
  });

  it.each([
    ['faro-nieve-42', 'faro-nieve-42'],
    [' Faro Nieve 42 ', 'faro-nieve-42'],
    ['fáro_nieve42', 'faro-nieve-42'],
    ['faro – nieve – 42', 'faro-nieve-42'],
    ['', ''],
    ['<b>', 'b'],
  ])('«%s» means «%s»', (typed, meant) => {
    expect(normalizeJoinCode(typed)).toBe(meant);
  });
});

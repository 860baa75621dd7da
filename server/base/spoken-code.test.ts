import { describe, expect, it } from 'vitest';
import { newSpokenCode, normalizeSpokenCode } from './spoken-code.ts';

describe('a spoken code', () => {
  it('is two different words and two digits, typed as it is said', () => {
    for (let i = 0; i < 500; i += 1) {
      const code = newSpokenCode(2);
      const [first, second, digits] = code.split('-');
      expect(code).toMatch(/^[a-z]{3,8}-[a-z]{3,8}-[1-9]\d$/);
      expect(first).not.toBe(second);
      expect(normalizeSpokenCode(`${first?.toUpperCase()} ${second}${digits}`)).toBe(code);
    }
  });

  it('has as many words as it is asked for', () => {
    expect(newSpokenCode(4)).toMatch(/^(?:[a-z]{3,8}-){4}[1-9]\d$/);
  });

  it.each([
    ['faro-nieve-42', 'faro-nieve-42'],
    [' Faro Nieve 42 ', 'faro-nieve-42'],
    ['fáro_nieve42', 'faro-nieve-42'],
    ['faro – nieve – 42', 'faro-nieve-42'],
    ['', ''],
    ['<b>', 'b'],
  ])('«%s» means «%s»', (typed, meant) => {
    expect(normalizeSpokenCode(typed)).toBe(meant);
  });
});

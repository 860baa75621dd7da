import { describe, expect, it } from 'vitest';
import { aliasSkeleton, cleanAlias, proposeAlias } from './alias.ts';
import { AliasInvalid } from './errors.ts';

describe('an alias', () => {
  it.each([
    ['  Ana   Mª  ', 'Ana Mª'],
    ["O'Neill-Díaz", "O'Neill-Díaz"],
    ['Nutria ágil', 'Nutria ágil'],
    ['李雷', '李雷'],
    ['Jose\u0301', 'José'],
  ])('«%s» is kept as «%s»', (typed, kept) => {
    expect(cleanAlias(typed)).toBe(kept);
  });

  it.each([
    ['nothing', ''],
    ['one letter', 'A'],
    ['more than fits', 'a'.repeat(25)],
    ['a script', '<script>alert(1)</script>'],
    ['text that turns its direction', 'Ana\u202eanA'],
    ['letters of no width', 'A\u200bna'],
    ['a line more', 'Ana\nBea'],
    ['a formula', '=1+1'],
    ['an escape sequence', 'Ana\u001b[31m'],
    ['marks that cover other lines', `A${'\u0301'.repeat(12)}a`],
  ])('is not %s', (_what, typed) => {
    expect(() => cleanAlias(typed)).toThrow(AliasInvalid);
  });

  it.each([
    ['Ana', 'ANA'],
    ['Aná', 'ana'],
    ['Ana', 'Аnа'],
    ['Ana Ruiz', 'ana-ruiz'],
    ['Lola', 'L0la'],
    ['Ａna', 'Ana'],
  ])('«%s» and «%s» are one to a reader', (one, other) => {
    expect(aliasSkeleton(one)).toBe(aliasSkeleton(other));
  });

  it('is proposed in a form that serves', () => {
    for (let i = 0; i < 200; i += 1) {
      const proposed = proposeAlias();
      expect(cleanAlias(proposed)).toBe(proposed);
    }
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pieces } from './typing.ts';

describe('a paste in pieces', () => {
  it('is the paste, in its order, and no piece breaks a character', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 200 }),
        fc.integer({ min: 2, max: 20 }),
        (text, size) => {
          const all = [...pieces(text, size)];
          expect(all.join('')).toBe(text);
          for (const piece of all) {
            expect(piece.length).toBeLessThanOrEqual(size);
            expect(() => encodeURIComponent(piece)).not.toThrow();
          }
        },
      ),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { halfSize, RawLog } from './raw-log.ts';

describe('the raw log', () => {
  it('keeps the newest bytes under their offsets, and never more than two halves', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 70_000 }), { maxLength: 60 }), (sizes) => {
        const log = new RawLog();
        let total = 0;
        for (const size of sizes) {
          const cut = log.cutFor(size);
          if (cut !== null) log.dropBefore(cut);
          log.append(Buffer.from(Array.from({ length: size }, (_, index) => (total + index) % 251)));
          total += size;
          expect(log.end).toBe(total);
          expect(log.end - log.start).toBeLessThanOrEqual(2 * halfSize);
          expect(log.view(log.start)[0]).toBe(log.start % 251);
          expect(log.view(log.end - 1)[0]).toBe((total - 1) % 251);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('cuts at the end of a line', () => {
    const log = new RawLog();
    for (let line = 0; line < 9000; line += 1) log.append(Buffer.from(`${'x'.repeat(57)}\r\n`));
    const cut = log.cutFor(64 * 1024) ?? 0;
    expect(log.view(cut - 2, cut).toString()).toBe('\r\n');
  });

  it('refuses what it has forgotten', () => {
    const log = new RawLog();
    log.append(Buffer.from('abc'));
    log.dropBefore(2);
    expect(() => log.view(1)).toThrow(RangeError);
    expect(log.view(2).toString()).toBe('c');
  });
});

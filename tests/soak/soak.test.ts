/** The soak, short: every kind of fault once. `npm run soak` is the long one. */
import { expect, it } from 'vitest';
import { faultNames } from './faults.ts';
import { soak } from './soak.ts';

it('three learners play on while everything breaks once: nothing is left behind, nothing proven is lost', async () => {
  const lines: string[] = [];
  const result = await soak({
    learners: 3,
    faults: faultNames.length,
    seed: 7,
    longestMs: 1500,
    say: (line) => lines.push(line),
  });
  const told = lines.join('\n');
  expect(result.broken, told).toEqual([]);
  for (const name of faultNames) expect(told).toContain(` ${name}: `);
  expect(result.proven, told).toBeGreaterThan(0);
});

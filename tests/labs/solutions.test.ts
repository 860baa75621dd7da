/** Every case's own solution, typed on a real lab: nothing is proven before, everything after. */
import { describe, expect, it } from 'vitest';
import { cases } from '../../labs/cases/index.ts';
import { playSolution, startTestLab } from './test-lab.ts';

describe('solutions', () => {
  it.concurrent.each(cases.map((definition) => [definition.id, definition] as const))(
    '%s: its solution takes every check from not passed to passed',
    async (id, definition) => {
      await using test = await startTestLab(id);
      await playSolution(test, definition);
    },
    180_000,
  );

  it('every `until` of a solution is a check of its case', () => {
    for (const { id, checks, solution } of cases) {
      const ids: readonly string[] = checks.map((check) => check.id);
      for (const check of ids) expect(check.startsWith(`${id}/`)).toBe(true);
      for (const step of solution) if ('until' in step) expect(ids).toContain(step.until);
    }
  });
});

/** The solutions of the five cases on real machines. */
import { describe, it } from 'vitest';
import { fiveCases } from '../../labs/cases/index.ts';
import { playSolution, startTestLab } from '../labs/test-lab.ts';
import { machinesDriver } from './machines.ts';

describe('solutions', () => {
  const driver = machinesDriver();

  it.each(fiveCases.map((definition) => [definition.id, definition] as const))(
    '%s: its solution takes every check from not passed to passed',
    async (id, definition) => {
      await using test = await startTestLab(id, { driver });
      await playSolution(test, definition);
    },
    180_000,
  );
});

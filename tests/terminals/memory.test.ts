/** Hours of work must not fill the page's memory. A short form runs always; `CURSO_TEST_MINUTES=30` is the long one. */
import type { CDPSession } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { useCourse } from '../e2e/suite.ts';
import { holdSockets, shows } from './desk.ts';

const minutes = Number(process.env['CURSO_TEST_MINUTES'] ?? 0);
const shortRounds = 6;
/** Rounds in which caches fill: scrollback, glyphs, compiled code. */
const warmUpRounds = 3;
const mostGrowth = 4 * 1024 * 1024;

async function heapAfterCollection(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0;
}

describe('the page’s memory', () => {
  const suite = useCourse();

  it(
    'does not grow with output, dropped connections and terminals that come and go',
    async () => {
      await using course = await suite.open();
      const { page } = course;
      const cut = await holdSockets(page);
      const session = await course.context.newCDPSession(page);
      await session.send('Performance.enable');
      await course.open('caso-1/6');
      await course.terminal('maestro', 'shell');

      const round = async (number: number) => {
        await course.type('maestro', 'shell', `seq 6000; echo vuelta $((${number}))`);
        await shows(course, 'maestro', 'shell', new RegExp(`^vuelta ${number}$`, 'm'));
        await course.terminal('replica2', 'sentinel-log');
        await page.getByRole('tab', { name: 'replica2 · log de sentinel', exact: true }).press('Delete');
        await cut();
        await shows(course, 'maestro', 'shell', new RegExp(`^vuelta ${number}$`, 'm'));
      };
      for (let number = 0; number < warmUpRounds; number += 1) await round(number);
      const before = await heapAfterCollection(session);
      const end = performance.now() + minutes * 60_000;
      let number = warmUpRounds;
      do {
        await round(number);
        number += 1;
      } while (number < warmUpRounds + shortRounds || performance.now() < end);
      expect((await heapAfterCollection(session)) - before).toBeLessThan(mostGrowth);
    },
    (minutes + 2) * 60_000,
  );
});

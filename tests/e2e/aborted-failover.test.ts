/** A failover that Sentinel gives up, as case 7 has one: the page tells the votes, counts down to the next try, and offers the case anew. */
import { expect, it } from 'vitest';
import { useCourse } from './suite.ts';

const suite = useCourse();
/** Detection, ten seconds without votes, and what a busy machine adds. */
const abortedMs = 45_000;

it('is told with its votes and counted down, tried again by Sentinel, and left behind in one click', async () => {
  await using course = await suite.open();
  const { page } = course;
  await course.open('caso-7/2');
  await course.prepare('caso-7');
  await course.type('replica1', 'sentinel', 'SENTINEL SET cursoredis quorum 1');
  for (const node of ['maestro', 'replica2'] as const) await course.type(node, 'sentinel', 'SHUTDOWN');
  await course.type('maestro', 'redis-cli', 'SHUTDOWN');
  const notice = page.getByRole('region', { name: 'Failover abortado' });
  await notice.waitFor({ timeout: abortedMs });
  const words = await notice.textContent();
  expect(words).toContain('replica1 ha abortado el failover de maestro (-failover-abort-not-elected)');
  expect(words).toContain('(votaron replica1 por replica1)');
  expect(words).toMatch(/Sentinel lo intenta otra vez hacia las \d+:\d\d:\d\d\. Faltan \d+ s\./);
  // Twice failover-timeout after it began, by itself.
  await notice.waitFor({ state: 'hidden', timeout: abortedMs });
  await notice.waitFor({ timeout: abortedMs });
  await notice.getByRole('button', { name: 'Preparar el caso de nuevo' }).click();
  await notice.waitFor({ state: 'hidden', timeout: abortedMs });
  await expect
    .poll(() => page.locator('[data-lab-status]').textContent(), { timeout: abortedMs })
    .toContain('Clúster completo');
});

/**
 * The whole course in Chromium, and the cases after it: every command typed into the page's own terminals. Over plain http and by a
 * name, as a class opens it: the page has there no more than it needs.
 */
import { describe, expect, it } from 'vitest';
import { cases, fiveCases, furtherCases } from '../../labs/cases/index.ts';
import { followCase } from './follow-slides.ts';
import { useCourse } from './suite.ts';

describe('the cases', () => {
  const suite = useCourse({}, { plain: true });

  it.concurrent('are proven in one sitting, from the first to the last, without a reset', async ({
    expect,
  }) => {
    await using course = await suite.open();
    const typed: string[] = [];
    for (const { id, checks } of fiveCases) {
      await course.open(`${id}/0`);
      for (const check of checks)
        expect([check.id, await course.state(check.id)]).not.toEqual([check.id, 'pass']);
      typed.push(...(await followCase(course, id, { prepare: false })));
    }
    expect(typed).toHaveLength(25);
    expect(await course.page.evaluate(() => isSecureContext)).toBe(false);
    const progress: unknown = await course.page.evaluate(async () => (await fetch('/api/progress')).json());
    expect(progress).toMatchObject({
      cases: cases.map(({ id, checks }, index) => ({
        id,
        proven: index < fiveCases.length ? checks.length : 0,
        checks: checks.length,
      })),
    });
    // The list that closes the course has its five ticks, and they survive a reload.
    await course.open('caso-5/4');
    await course.page.reload();
    await expect
      .poll(() =>
        course.page.locator('section.present:not(.stack) [data-case-item][data-proven="true"]').count(),
      )
      .toBe(5);
  }, 500_000);

  it.concurrent.each(furtherCases.map((definition) => [definition.id, definition] as const))(
    '%s alone, from «Preparar este caso»',
    async (id, definition) => {
      await using course = await suite.open();
      await followCase(course, id, { prepare: true });
      for (const check of definition.checks)
        expect([check.id, await course.state(check.id)]).toEqual([check.id, 'pass']);
    },
    300_000,
  );

  it.concurrent('case 1 by killing the master stays red, and says why', async ({ expect }) => {
    await using course = await suite.open();
    await course.open('caso-1/1');
    await course.prepare('caso-1');
    await course.type('maestro', 'redis-cli', 'SHUTDOWN');
    await expect.poll(() => course.check('caso-1/nuevo-maestro').textContent()).toContain('+odown');
    expect(await course.state('caso-1/nuevo-maestro')).toBe('fail');
    expect(await course.state('caso-1/failover-pedido')).toBe('fail');
  });
});

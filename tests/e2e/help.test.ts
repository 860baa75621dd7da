/** Help: what is missing, one hint after the other, the commands; offered once; and a case that cannot be finished says so. */

import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { Progress } from '../../protocol/lab.ts';
import type { CoursePage } from './course-page.ts';
import { useCourse } from './suite.ts';

const box = (course: CoursePage) =>
  course.page.getByRole('dialog').filter({ hasText: 'Las ayudas que pides' });

describe('help', () => {
  const suite = useCourse();

  it('is given one piece at a time, stays after a reload, and is counted', async () => {
    const course = await suite.shared();
    const { page } = course;
    await course.open('caso-2/1');
    await course.prepare('caso-2');
    const button = page.locator('section.present:not(.stack)').getByRole('button', { name: /^Ayuda: / });
    await expect
      .poll(() => page.locator('section.present:not(.stack) .check-message').first().textContent())
      .not.toContain('Sin conexión');
    await button.click();
    await box(course).waitFor();
    expect(await box(course).getByRole('listitem').count()).toBe(0);
    for (const [press, given] of [
      ['Dame una pista', 'Sentinel espera down-after-milliseconds'],
      ['Dame otra pista', 'En el redis-cli del maestro actual: SHUTDOWN'],
      ['Enséñame las órdenes', 'En el redis-cli de replica2: SHUTDOWN'],
    ] as const) {
      await box(course).getByRole('button', { name: press, exact: true }).click();
      await box(course).getByText(given).waitFor();
    }
    expect(await box(course).getByRole('listitem').count()).toBe(3);
    await page.keyboard.press('Escape');
    await expect.poll(() => box(course).isVisible()).toBe(false);
    expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);

    const progress: unknown = await (await page.request.get(`${suite.url}/api/progress`)).json();
    expect(Value.Parse(Progress, progress).help).toEqual([{ check: 'caso-2/maestro-caido', given: 3 }]);
    await page.reload();
    await expect
      .poll(() => page.locator('section.present:not(.stack) .check-message').first().textContent())
      .not.toContain('Sin conexión');
    await button.click();
    await expect.poll(() => box(course).getByRole('listitem').count()).toBe(3);
    await page.keyboard.press('Escape');
  });

  it('is offered once to who has been stuck for two minutes', async () => {
    await using course = await suite.tab();
    const { page } = course;
    await page.clock.install();
    await course.open('caso-3/1');
    const offer = page.locator('section.present:not(.stack) .check-offer').first();
    await expect
      .poll(() => page.locator('section.present:not(.stack) .check-message').first().textContent())
      .not.toContain('Sin conexión');
    await page.clock.fastForward(110_000);
    expect(await offer.textContent()).toBe('');
    await page.clock.fastForward(20_000);
    await expect.poll(() => offer.textContent()).toContain('En «Ayuda» hay una pista');
    await page.reload();
    await expect
      .poll(() => page.locator('section.present:not(.stack) .check-message').first().textContent())
      .not.toContain('Sin conexión');
    await page.clock.fastForward(300_000);
    expect(await offer.textContent()).toBe('');
  });

  it('says when the case cannot be finished, and stops saying it when it can', async () => {
    const course = await suite.shared();
    await course.open('caso-2/1');
    await course.prepare('caso-2');
    const note = course.page.locator('section.present:not(.stack) [data-note="dead-end"]');
    await course.type('maestro', 'sentinel', 'SHUTDOWN');
    await course.type('replica1', 'sentinel', 'SHUTDOWN');
    await note.waitFor();
    expect(await note.textContent()).toContain(
      'Solo queda el Sentinel de replica2: sin quórum (2) no habrá failover.',
    );
    await course.type('maestro', 'shell', 'rc-service redis-sentinel start');
    await note.waitFor({ state: 'hidden' });
  });
});

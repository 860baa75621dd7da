/** axe-core finds nothing on any slide, light and dark, with terminals open. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { accessible, expectAccessible, expectTargets } from './axe.ts';
import { contrasts, cutTexts, obscuredFocus } from './seen.ts';
import { useCourse } from './suite.ts';

const places = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('.reveal .slides > section')].flatMap((chapter) => {
      const inner = chapter.querySelectorAll(':scope > section').length;
      return Array.from({ length: Math.max(1, inner) }, (_, index) => `${chapter.id}/${index}`);
    }),
  );

/** In the whole deck, where axe looks only at what is shown. */
const repeatedIds = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
    return ids.filter((id, index) => ids.indexOf(id) !== index);
  });

describe('accessibility', () => {
  const suite = useCourse({}, { sharedPage: accessible });

  it('no violation on any slide, light and dark', async () => {
    const course = await suite.shared();
    await course.open('caso-1/2');
    await course.terminal('replica1', 'sentinel');
    const all = await places(course.page);
    expect(all.length).toBeGreaterThanOrEqual(40);
    expect(await repeatedIds(course.page)).toEqual([]);
    for (const place of all) {
      await course.open(place);
      // What stands around a slide is the same for all of a chapter.
      await expectAccessible(
        course.page,
        place,
        place.endsWith('/0') ? 'html' : 'section.present:not(.stack)',
      );
    }
  }, 600_000);

  it('targets are large enough, or stand apart (WCAG 2.5.8)', async () => {
    const course = await suite.shared();
    for (const place of ['portada', 'caso-1/2', 'caso-2/3', 'caso-6/1', 'caso-8/1']) {
      await course.open(place);
      await course.page.getByRole('tablist', { name: 'Terminales abiertos' }).waitFor();
      await expectTargets(course.page, place);
    }
  });

  it.each(['light', 'dark'] as const)(
    'in forced colours, %s, every control and every word is seen',
    async (colorScheme) => {
      const course = await suite.shared();
      const { page } = course;
      await page.emulateMedia({ colorScheme, forcedColors: 'active' });
      await course.open('caso-1/2');
      await course.terminal('maestro', 'shell');
      await page.getByText('cree en maestro').first().waitFor();
      const controls = page.locator(
        'button:visible, [role="tab"]:visible, .tp-service:visible text:not(:empty), .panel .tp-link text',
      );
      expect(await controls.count()).toBeGreaterThan(25);
      const seen = async () => {
        const all = await contrasts(page, controls);
        return all.map(({ contrast, disabled, ...which }) => ({
          ...which,
          seen: contrast >= (disabled ? 1.5 : 4.5),
        }));
      };
      expect((await seen()).length).toBeGreaterThan(25);
      // Again and again: what was enabled a moment ago is still fading in.
      await expect.poll(async () => (await seen()).filter((control) => !control.seen)).toEqual([]);
      // What is chosen is told apart from what is not.
      const colour = (name: string) =>
        page.getByRole('tab', { name, exact: true }).evaluate((tab) => getComputedStyle(tab).backgroundColor);
      expect(await colour('Clúster')).not.toBe(await colour('Línea de tiempo'));
      expect(await colour('maestro · shell')).not.toBe(await colour('replica1 · sentinel'));
      await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
    },
  );

  it('with the text spacing of WCAG 1.4.12 nothing is cut and nothing leaves its box', async () => {
    await using course = await suite.tab();
    const { page } = course;
    await page.addInitScript(() =>
      document.addEventListener('DOMContentLoaded', () => {
        const style = document.createElement('style');
        style.textContent =
          '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }';
        document.head.append(style);
      }),
    );
    for (const place of ['caso-1/2', 'caso-2/3', 'caso-6/1']) {
      await course.open(place);
      await page.reload();
      await page.getByText('cree en maestro').first().waitFor();
      await page.locator('[data-lab-status]', { hasText: 'Clúster completo' }).waitFor();
      await expect.poll(() => cutTexts(page), { message: place }).toEqual([]);
    }
  });

  it('at 400 % all is one column of readable text, and the keyboard reaches it', async () => {
    const course = await suite.shared();
    const { page } = course;
    await page.setViewportSize({ width: 320, height: 256 });
    for (const place of ['portada', 'caso-1/2', 'caso-2/3', 'caso-6/1', 'caso-8/5']) {
      await course.open(place);
      await page.locator('section.present').first().waitFor();
      await page.waitForTimeout(200);
      const size = await page.evaluate(() => ({
        wide: document.documentElement.scrollWidth,
        text: Math.min(
          ...[...document.querySelectorAll('section.present:not(.stack) :is(p, li, td, h2, code)')].map(
            (text) => Number.parseFloat(getComputedStyle(text).fontSize),
          ),
        ),
      }));
      expect([place, size.wide, size.text >= 11]).toEqual([place, 320, true]);
    }
    await course.open('caso-1/2');
    await page.getByRole('main').focus();
    const scrolled = () => page.evaluate(() => scrollY);
    const before = await scrolled();
    await page.keyboard.press('PageDown');
    await expect.poll(scrolled).toBeGreaterThan(before);
    expect(page.url()).toContain('#/caso-1/2');
    await page.locator('section.present').getByRole('button', { name: 'Preparar este caso' }).focus();
    await (await course.terminal('maestro', 'shell')).click();
    await course.type('maestro', 'shell', 'echo le""ído');
    await expect.poll(() => course.screen('maestro', 'shell')).toContain('leído');
  });

  it.each([
    { width: 1280, height: 720 },
    { width: 320, height: 256 },
  ])('what has the focus is never hidden behind something else: $width × $height', async (viewport) => {
    const course = await suite.shared();
    await course.page.setViewportSize(viewport);
    await course.open('caso-1/2');
    // From the beginning of the page, as who has just opened it.
    await course.page.reload();
    await course.page
      .locator('section.present')
      .getByRole('button', { name: /^Ejecutar/ })
      .first()
      .waitFor();
    await course.region('replica1', 'sentinel').waitFor();
    expect(await obscuredFocus(course.page)).toEqual([]);
    expect(await course.page.locator('[data-seen]').count()).toBeGreaterThan(15);
  });
});

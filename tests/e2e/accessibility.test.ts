/** axe-core finds nothing on any slide, light and dark, with terminals open. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { accessible, expectAccessible } from './axe.ts';
import { useCourse } from './suite.ts';

const places = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('.reveal .slides > section')].flatMap((chapter) => {
      const inner = chapter.querySelectorAll(':scope > section').length;
      return Array.from({ length: Math.max(1, inner) }, (_, index) => `${chapter.id}/${index}`);
    }),
  );

describe('accessibility', () => {
  const suite = useCourse();

  it('no violation on any slide, light and dark', async () => {
    await using course = await suite.open(accessible);
    await course.open('caso-1/2');
    await course.terminal('replica1', 'sentinel');
    const all = await places(course.page);
    expect(all.length).toBeGreaterThanOrEqual(40);
    for (const place of all) {
      await course.open(place);
      // What stands around a slide is the same for all of a chapter.
      await expectAccessible(
        course.page,
        place,
        place.endsWith('/0') ? 'html' : 'section.present:not(.stack)',
      );
    }
  }, 240_000);
});

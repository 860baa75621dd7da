/** axe-core finds nothing on any slide, light and dark, with terminals open. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useCourse } from './suite.ts';

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly target: unknown; readonly failureSummary?: string }[];
}

declare global {
  interface Window {
    axe: { run(context?: string): Promise<{ violations: Violation[] }> };
  }
}

const places = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('.reveal .slides > section')].flatMap((chapter) => {
      const inner = chapter.querySelectorAll(':scope > section').length;
      return Array.from({ length: Math.max(1, inner) }, (_, index) => `${chapter.id}/${index}`);
    }),
  );

describe('accessibility', () => {
  const suite = useCourse();
  let axe: string;
  beforeAll(async () => {
    axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  });

  it.each(['light', 'dark'] as const)(
    'no violation on any slide, %s',
    async (colorScheme) => {
      // axe is put into the page as text, which the page's own policy rightly forbids.
      await using course = await suite.open({
        colorScheme,
        bypassCSP: true,
        reducedMotion: 'reduce',
      });
      await course.open('caso-1/2');
      await course.terminal('replica1', 'sentinel');
      await course.page.addScriptTag({ content: axe });
      const all = await places(course.page);
      expect(all.length).toBeGreaterThanOrEqual(40);
      for (const place of all) {
        await course.open(place);
        await course.page.waitForTimeout(120);
        const { violations } = await course.page.evaluate(() => window.axe.run());
        expect([place, violations.map(({ id, nodes }) => [id, nodes.map((node) => node.target)])]).toEqual([
          place,
          [],
        ]);
      }
    },
    240_000,
  );
});

/** axe-core on the whole page, in both themes. The page must have been opened with `accessible`. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly target: unknown; readonly failureSummary?: string }[];
}

interface RunOptions {
  readonly resultTypes: readonly string[];
  readonly runOnly?: readonly string[];
}

type Context = string | { readonly include: string; readonly exclude: string };

declare global {
  interface Window {
    axe?: { run(within: Context, options: RunOptions): Promise<{ violations: Violation[] }> };
  }
}

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** How to open a page for this: axe is put into it as text, which its own policy rightly forbids. */
export const accessible = { colorScheme: 'light', bypassCSP: true, reducedMotion: 'reduce' } as const;

/**
 * axe reads the whole document each time, whatever it is to look at, and most of this one is slides that are not shown: without them it takes
 * a third. They are put back where they were.
 */
async function violations(page: Page, within: Context, options: RunOptions): Promise<unknown[]> {
  const found = await page.evaluate(
    async ([within, options]) => {
      const putBack = [...document.querySelectorAll('.slides section:not(.present)')].map((slide) => {
        const place = document.createComment('');
        slide.replaceWith(place);
        return () => place.replaceWith(slide);
      });
      try {
        return (await window.axe?.run(within, options))?.violations;
      } finally {
        for (const put of putBack.toReversed()) put();
      }
    },
    [within, options] as const,
  );
  if (!found) throw new Error('axe is not in the page');
  return found.map(({ id, nodes }) => [
    id,
    nodes.map(({ target, failureSummary }) => [target, failureSummary]),
  ]);
}

async function bringAxe(page: Page): Promise<void> {
  if (!(await page.evaluate(() => window.axe !== undefined))) await page.addScriptTag({ content: source });
}

/**
 * The rule on the size of targets, which axe leaves out unless it is asked for it. The events of a log are as high as the rows of
 * text that they stand in, which WCAG allows.
 */
export async function expectTargets(page: Page, where: string): Promise<void> {
  await bringAxe(page);
  const within = { include: 'html', exclude: '.log .event' };
  const small = await violations(page, within, { resultTypes: ['violations'], runOnly: ['target-size'] });
  expect({ where, small }).toEqual({ where, small: [] });
}

/** Every rule in the light theme, and in the dark one those of colour: no other depends on it. `within`: a CSS selector. */
export async function expectAccessible(page: Page, where = page.url(), within = 'html'): Promise<void> {
  await bringAxe(page);
  const resultTypes = ['violations'];
  const light = await violations(page, within, { resultTypes });
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await violations(page, within, {
    resultTypes,
    runOnly: ['color-contrast', 'link-in-text-block'],
  });
  await page.emulateMedia({ colorScheme: 'light' });
  expect({ where, light, dark }).toEqual({ where, light: [], dark: [] });
}

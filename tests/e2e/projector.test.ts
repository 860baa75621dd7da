/** For the back row of a class: what is projected at 1280×720 has no text under 20 px. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { useCourse } from './suite.ts';

/** The texts that are seen and are smaller, as they come to the screen: a picture's are scaled. */
function smallTexts(page: Page, least: number): Promise<string[]> {
  return page.evaluate((least) => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      const text = walker.currentNode.textContent?.trim() ?? '';
      if (
        !element ||
        text === '' ||
        !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
      )
        continue;
      if (element.closest('.sr-only, script, style, .xterm, [aria-hidden="true"] .check-mark')) continue;
      const scale = element instanceof SVGGraphicsElement ? (element.getScreenCTM()?.d ?? 1) : 1;
      const size = Number.parseFloat(getComputedStyle(element).fontSize) * scale;
      const { width, height } = element.getBoundingClientRect();
      if (size < least - 0.1 && width > 1 && height > 1)
        found.push(
          `${size.toFixed(1)} ${element.localName}.${element.getAttribute('class')}: ${text.slice(0, 40)}`,
        );
    }
    return found;
  }, least);
}

describe('the projector mode', () => {
  const suite = useCourse();

  it('shows no text under 20 px, with the cluster or the terminals beside the slide', async () => {
    await using course = await suite.open();
    const { page } = course;
    await page.setViewportSize({ width: 1280, height: 720 });
    await course.open('caso-2/1');
    await page.getByText('cree en maestro').first().waitFor();
    await page.keyboard.press('r');
    const [cluster, terminal] = [
      page.getByRole('region', { name: 'Tu clúster' }),
      page.getByRole('tab', { name: 'maestro · redis-cli' }),
    ];
    await expect.poll(() => cluster.isVisible()).toBe(true);
    expect(await terminal.isVisible()).toBe(false);
    for (const place of [
      'caso-2/1',
      'caso-1/3',
      'caso-8/2',
      'que-es-sentinel/0',
      'que-es-sentinel/3',
      'tu-laboratorio/3',
    ]) {
      await course.open(place);
      await expect.poll(() => smallTexts(page, 20), { message: place, timeout: 4000 }).toEqual([]);
    }
    await course.open('caso-2/1');
    await page.keyboard.press('r');
    await expect.poll(() => terminal.isVisible()).toBe(true);
    expect(await cluster.isVisible()).toBe(false);
    await expect.poll(() => smallTexts(page, 20)).toEqual([]);
    expect(
      await page
        .locator('.xterm-rows')
        .first()
        .evaluate((rows) => Number.parseFloat(getComputedStyle(rows).fontSize)),
    ).toBeGreaterThanOrEqual(20);
    await page.keyboard.press('r');
    await expect.poll(() => cluster.isVisible()).toBe(true);
    expect(await terminal.isVisible()).toBe(true);
  });
});

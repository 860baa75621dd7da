/** Nothing of the frame is cut off at the sizes at which the course is seen, from a phone to a projector. */
import { describe, expect, it } from 'vitest';
import { service } from './panel.ts';
import { sizes } from './sizes.ts';
import { useCourse } from './suite.ts';

/** A header of one row, px: two are 80 or more. */
const oneRow = 60;

describe('the frame', () => {
  const suite = useCourse();

  it('has a header of one row and the whole cluster, at every size', async () => {
    await using course = await suite.open();
    const { page } = course;
    await course.open('caso-1/2');
    await service(page, /^Redis de maestro/).waitFor();
    for (const size of sizes) {
      await page.setViewportSize(size);
      const header = page.getByRole('banner');
      await expect
        .poll(async () => (await header.boundingBox())?.height, { message: `${size.width}` })
        .toBeLessThan(oneRow);
      for (const node of ['maestro', 'replica1', 'replica2']) {
        const place = async () => {
          const box = await service(page, new RegExp(`^Redis de ${node}`)).boundingBox();
          return box !== null && box.x >= 0 && box.x + box.width <= size.width;
        };
        await expect.poll(place, { message: `${node} at ${size.width}` }).toBe(true);
      }
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(size.width);
    }
  });

  it('gives the cluster the whole pane while no terminal is open, and takes it back', async () => {
    await using course = await suite.open();
    const { page } = course;
    await course.open('portada');
    const redis = service(page, /^Redis de replica2/);
    await redis.waitFor();
    const box = async () => (await redis.boundingBox()) ?? { x: 0, height: 0 };
    const fromMaster = async () =>
      Math.abs((await box()).x - ((await service(page, /^Redis de maestro/).boundingBox())?.x ?? 0));
    // One under the other, and twice as tall. A master's sides stick out a little.
    await expect.poll(async () => (await box()).height).toBeGreaterThan(90);
    expect(await fromMaster()).toBeLessThan(10);
    await course.terminal('maestro', 'shell');
    await expect.poll(async () => (await box()).height).toBeLessThan(60);
    expect(await fromMaster()).toBeGreaterThan(100);
  });

  it('keeps what is used now and then in a menu, and on a phone the view too', async () => {
    await using course = await suite.open();
    const { page } = course;
    await course.open('caso-1/2');
    const view = page.getByRole('button', { name: /^Vista: / });
    expect(await view.isVisible()).toBe(true);
    await course.fromMenu('Tema oscuro');
    expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await view.isVisible()).toBe(false);
    await course.fromMenu(/^Vista: ambas/);
    await expect.poll(() => page.getByRole('region', { name: 'Tu clúster' }).isVisible()).toBe(false);
    await page.setViewportSize({ width: 1280, height: 720 });
    expect(await view.textContent()).toContain('Vista: diapositiva');
  });
});

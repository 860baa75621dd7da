/** A page whose parts come late, as on a slow network, or not at all. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { sharedBrowser } from './browser.ts';
import { useCourse } from './suite.ts';

/** Holds back a part of the page until the result is called. */
async function holdBack(page: Page, part: RegExp): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(part, async (route) => {
    await released;
    await route.continue();
  });
  return release;
}

async function newPage() {
  const context = await (await sharedBrowser()).newContext();
  const page = await context.newPage();
  return Object.assign(page, { [Symbol.asyncDispose]: () => context.close() });
}

describe('a page whose parts come late', () => {
  const suite = useCourse();

  it('shows the tour that was asked for before its code had come', async () => {
    await using page = await newPage();
    const release = await holdBack(page, /\/assets\/components-/);
    await page.goto(suite.url);
    await page.getByRole('button', { name: 'Enséñame la página en cuatro pasos' }).click();
    release();
    await page.getByRole('dialog', { name: /^1 de 4/ }).waitFor();
  });

  it('keeps what a figure was set to before its code had come', async () => {
    await using page = await newPage();
    const release = await holdBack(page, /\/assets\/bring-to-life-/);
    await page.goto(`${suite.url}/#/caso-6/8`);
    const figure = page.getByRole('figure', { name: 'Lo que pierde una réplica asíncrona' });
    await figure.getByRole('checkbox', { name: 'min-replicas-to-write 1' }).check();
    await figure.getByRole('slider', { name: 'Sin red' }).fill('5');
    release();
    await figure.getByText('no se pierde nada').waitFor();
    expect(await figure.getByRole('checkbox', { name: 'min-replicas-to-write 1' }).isChecked()).toBe(true);
    // From here on it answers by itself, once to each press.
    await figure.getByRole('checkbox', { name: 'min-replicas-to-write 1' }).uncheck();
    await figure.getByRole('slider', { name: 'Sin red' }).fill('20');
    await figure.getByText('se pierden todas').waitFor();
  });

  it('goes to the terminals when they come, where their key was pressed before', async () => {
    await using page = await newPage();
    const release = await holdBack(page, /\/assets\/course-.*\.js/);
    await page.goto(`${suite.url}/#/que-es-sentinel/3`);
    await page.getByRole('figure', { name: 'Quórum y mayoría: quién puede decidir' }).waitFor();
    await expect.poll(() => page.locator('.frame').getAttribute('data-mode')).toBe('slide');
    await page.keyboard.press('t');
    release();
    await page.getByRole('region', { name: 'Terminales' }).waitFor();
  });

  it('says that a part of it could not be loaded', async () => {
    await using page = await newPage();
    await page.route(/\/assets\/course-.*\.js/, (route) => route.abort());
    await page.goto(suite.url);
    await page.getByText('No se ha podido cargar la página entera. Recárgala.').waitFor();
  });
});

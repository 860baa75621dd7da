/**
 * `npm run galeria -- [folder] [1280x720,390x844…]`: a picture of every slide at every size at which the course is seen, light and dark, in
 * one page to look through. About a second a picture: it starts the course, with a lab of its own, and needs a Chromium.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { sharedBrowser } from '../e2e/browser.ts';
import { startServer } from '../e2e/server.ts';
import { sizes as allSizes } from '../e2e/sizes.ts';

const themes = ['light', 'dark'] as const;
/** A slide's text is fitted to its pane, and its terminals are drawn. */
const settledMs = 700;

const [, , folderText = 'data/galeria', sizesText = ''] = process.argv;
const asked = sizesText.split(',').filter(Boolean);
const sizes = allSizes.filter(
  ({ width, height }) => asked.length === 0 || asked.includes(`${width}x${height}`),
);

interface Picture {
  readonly place: string;
  readonly size: string;
  readonly theme: (typeof themes)[number];
  readonly file: string;
}

const placesIn = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('.slides > section')].flatMap((chapter) =>
      [...chapter.querySelectorAll(':scope > section')].map((_slide, index) => `${chapter.id}/${index}`),
    ),
  );

async function picturesOf(browser: Browser, url: string, folder: string): Promise<Picture[]> {
  const pictures: Picture[] = [];
  for (const theme of themes) {
    const context = await browser.newContext({ colorScheme: theme, reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.goto(`${url}/`);
    await page.locator('[data-lab-status]', { hasText: 'Clúster completo' }).waitFor();
    const places = await placesIn(page);
    for (const viewport of sizes) {
      await page.setViewportSize(viewport);
      const size = `${viewport.width}×${viewport.height}`;
      process.stderr.write(`${size}, ${theme}\n`);
      for (const place of places) {
        await page.goto(`${url}/#/${place}`);
        await page.waitForTimeout(settledMs);
        const file = `${place.replace('/', '-')}-${viewport.width}-${theme}.jpg`;
        await page.screenshot({ path: join(folder, file), type: 'jpeg', quality: 70 });
        pictures.push({ place, size, theme, file });
      }
    }
    await context.close();
  }
  return pictures;
}

function pageOf(pictures: readonly Picture[]): string {
  const places = [...new Set(pictures.map(({ place }) => place))];
  const rows = places.map((place) => {
    const own = pictures.filter((picture) => picture.place === place);
    const figures = own.map(
      ({ file, size, theme }) =>
        `<figure><a href="${file}"><img loading="lazy" src="${file}" alt="${place}, ${size}, ${theme}"></a><figcaption>${size}, ${theme === 'light' ? 'claro' : 'oscuro'}</figcaption></figure>`,
    );
    return `<section><h2 id="${place}">${place}</h2><div>${figures.join('\n')}</div></section>`;
  });
  return `<!doctype html><html lang="es"><meta charset="utf-8"><title>Galería del curso</title><style>
body { margin: 16px; font: 14px system-ui } div { display: flex; gap: 12px; overflow-x: auto }
figure { margin: 0 } img { height: 320px; border: 1px solid #999 }
</style><h1>Galería del curso</h1>${rows.join('\n')}</html>\n`;
}

const folder = resolve(folderText);
await mkdir(folder, { recursive: true });
await using server = await startServer({ env: { CURSO_POOL: '0' } });
const browser = await sharedBrowser();
try {
  await writeFile(join(folder, 'index.html'), pageOf(await picturesOf(browser, server.url, folder)));
} finally {
  await browser.close();
}
process.stdout.write(`${join(folder, 'index.html')}\n`);

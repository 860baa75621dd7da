/** How soon a page that was never visited shows its first slide, and whether it waits for the terminals' code. */
import type { Browser } from 'playwright-core';
import { waitFor } from '../server/base/wait.ts';
import { startServer } from '../tests/e2e/server.ts';
import type { Figure } from './figure.ts';

const times = 5;

interface PageTimes {
  /** The browser first drew text or an image, ms since navigation began. */
  readonly painted: number;
  /** The deck is set up and its first slide's title is on the screen. */
  readonly slide: number;
  /** The first request for the terminals' code. */
  readonly terminals: number;
}

/** Runs in the page before its own scripts: notes the frame in which the first slide is there. */
function watchFirstSlide(): void {
  const look = () => {
    const title = document.querySelector('.reveal.ready section.present :is(h1, h2)');
    if (title?.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
      performance.mark('first-slide');
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

function readTimes(): PageTimes | null {
  const painted = performance.getEntriesByName('first-contentful-paint')[0]?.startTime;
  const slide = performance.getEntriesByName('first-slide')[0]?.startTime;
  const terminals = performance
    .getEntriesByType('resource')
    .find(({ name }) => /\/workbench-[^/]*\.js$/.test(name))?.startTime;
  if (painted === undefined || slide === undefined || terminals === undefined) return null;
  return { painted, slide, terminals };
}

async function visit(browser: Browser, url: string): Promise<PageTimes> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
  try {
    const page = await context.newPage();
    await page.addInitScript(watchFirstSlide);
    await page.goto(`${url}/`);
    return await waitFor(
      'la primera diapositiva',
      async () => (await page.evaluate(readTimes)) ?? undefined,
      {
        deadlineMs: 20_000,
      },
    );
  } finally {
    await context.close();
  }
}

export interface FirstSlide {
  readonly figures: readonly Figure[];
  /** In every visit, the terminals' code was asked for only after the first slide was there. */
  readonly beforeTerminals: boolean;
}

export async function measureFirstSlide(browser: Browser): Promise<FirstSlide> {
  await using server = await startServer();
  const visits: PageTimes[] = [];
  for (let time = 0; time < times; time += 1) visits.push(await visit(browser, server.url));
  return {
    figures: [
      {
        what: 'primera pintura de una página nunca visitada',
        unit: 'ms',
        samples: visits.map(({ painted }) => painted),
        aim: null,
      },
      {
        what: 'primera diapositiva a la vista',
        unit: 'ms',
        samples: visits.map(({ slide }) => slide),
        aim: null,
      },
      {
        what: 'petición del código de los terminales',
        unit: 'ms',
        samples: visits.map(({ terminals }) => terminals),
        aim: null,
      },
    ],
    beforeTerminals: visits.every(({ painted, slide, terminals }) => Math.max(painted, slide) <= terminals),
  };
}

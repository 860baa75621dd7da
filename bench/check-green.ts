/** How long the page takes to show green what is already true in the cluster. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { openCourse } from '../tests/e2e/course-page.ts';
import { startServer } from '../tests/e2e/server.ts';
import type { Figure } from './figure.ts';
import { newestLab, tell } from './from-outside.ts';

const check = 'caso-3/min-replicas';
const times = 20;
/** Making a lab anew is limited to 20 a minute and learner. */
const timesPerLearner = 10;
/** The cluster monitor asks this often: the change comes at any moment between two questions, not always right after one. */
const anyMomentMs = 400;

/** Resolves with the moment at which the check turns green, by the page's clock, in ms since the epoch. */
function turnsGreen(page: Page): Promise<number> {
  return page.evaluate(
    (id) =>
      new Promise<number>((resolve) => {
        const box = document.querySelector<HTMLElement>(`[data-check="${id}"]`);
        if (!box) throw new Error(`no ${id} on this page`);
        const look = () => box.dataset['state'] === 'pass' && resolve(Date.now());
        new MutationObserver(look).observe(box, { attributes: true });
        look();
      }),
    check,
  );
}

async function prepare(page: Page, url: string): Promise<void> {
  const response = await page.request.post(`${url}/api/lab/reset`, { data: { case: 'caso-3' } });
  if (!response.ok()) throw new Error(await response.text());
  await page.locator(`[data-check="${check}"][data-state="pending"]`).waitFor();
}

export async function measureCheckGreen(browser: Browser): Promise<readonly Figure[]> {
  await using server = await startServer({ env: { CURSO_POOL: '0' } });
  const samples: number[] = [];
  const known = new Set<string>();
  while (samples.length < times) {
    await using course = await openCourse(server.url, {}, browser);
    await course.open('caso-3/1');
    const lab = await newestLab(server, known);
    known.add(lab);
    for (let time = 0; time < timesPerLearner; time += 1) {
      await prepare(course.page, server.url);
      await sleep(Math.random() * anyMomentMs);
      const green = turnsGreen(course.page);
      const changed = await tell(lab, 'maestro', 'redis', 'CONFIG SET min-replicas-to-write 1');
      samples.push((await green) - changed);
    }
  }
  return [
    {
      what: 'del cambio en el clúster a la comprobación en verde en la página',
      unit: 'ms',
      samples,
      aim: 1000,
      by: 'p95',
    },
  ];
}

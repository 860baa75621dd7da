/** How long the page takes to draw what happened in the cluster. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { openCourse } from '../tests/e2e/course-page.ts';
import { startServer } from '../tests/e2e/server.ts';
import type { Figure } from './figure.ts';
import { newestLab, tell } from './from-outside.ts';

/** Twice as many: each change and the change back. */
const times = 15;
/** Long enough for the cluster monitor to be at rest, plus any moment of its pace. */
const restMs = 700;
const paceMs = 400;

/** Resolves with the moment at which a shape's label matches, by the page's clock, in ms since the epoch. */
function drawn(page: Page, session: string, words: string, there: boolean): Promise<number> {
  return page.evaluate(
    ([target, text, wanted]) =>
      new Promise<number>((resolve) => {
        const shape = document.querySelector(`.tp-service[data-session="${target}"]`);
        if (!shape) throw new Error(`no ${target} in the picture`);
        const observer = new MutationObserver(() => look());
        const look = () => {
          if ((shape.getAttribute('aria-label') ?? '').includes(text) !== wanted) return;
          observer.disconnect();
          resolve(Date.now());
        };
        observer.observe(shape, { attributes: true });
        look();
      }),
    [session, words, there] as const,
  );
}

export async function measurePicture(browser: Browser): Promise<readonly Figure[]> {
  await using server = await startServer({ env: { CURSO_POOL: '0' } });
  await using course = await openCourse(server.url, {}, browser);
  await course.open('caso-1/1');
  const lab = await newestLab(server);
  await course.page.getByRole('button', { name: /^Redis de maestro: MAESTRO/ }).waitFor();
  const [published, unpublished]: [number[], number[]] = [[], []];
  for (let time = 0; time < times; time += 1) {
    for (const there of [true, false]) {
      await sleep(restMs + Math.random() * paceMs);
      const command = there
        ? 'SENTINEL REMOVE cursoredis'
        : 'SENTINEL MONITOR cursoredis 192.168.157.144 6379 2';
      const event = drawn(course.page, 'sentinel@replica1', 'no vigila', there);
      const said = await tell(lab, 'replica1', 'sentinel', command);
      published.push((await event) - said);

      await sleep(restMs + Math.random() * paceMs);
      const change = drawn(course.page, 'redis-cli@maestro', 'min-replicas', there);
      const done = await tell(lab, 'maestro', 'redis', `CONFIG SET min-replicas-to-write ${there ? 1 : 0}`);
      unpublished.push((await change) - done);
    }
  }
  const row = { unit: 'ms', by: 'p95' } as const;
  return [
    { ...row, what: 'de lo que publica un Sentinel a su dibujo en la página', samples: published, aim: 200 },
    { ...row, what: 'de lo que nadie publica a su dibujo en la página', samples: unpublished, aim: 1000 },
  ];
}

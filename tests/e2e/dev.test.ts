/** The development loop: what is edited is what runs, and nothing else changes. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitFor } from '../../server/base/wait.ts';
import { type CoursePage, openCourse } from './course-page.ts';
import { type DevLoop, startDevLoop } from './dev-loop.ts';

/** A loaded machine takes ten times what a quiet one does. */
const seenDeadlineMs = 60_000;

describe('npm run dev', () => {
  let loop: DevLoop;
  let course: CoursePage;
  let page: Page;
  beforeAll(async () => {
    loop = await startDevLoop();
    course = await openCourse(loop.url);
    page = course.page;
    // Its own terminal is that one: the page brings a slide's terminals to the front when its nodes change parts.
    await course.open('caso-3/1');
    try {
      await course.type('maestro', 'redis-cli', 'set antes 1');
    } catch (cause) {
      throw new Error(`the loop said: ${loop.output}\nthe page shows: ${await course.shown()}`, { cause });
    }
  });
  afterAll(async () => {
    await course?.[Symbol.asyncDispose]();
    await loop?.[Symbol.asyncDispose]();
  });

  const cookie = async () => (await course.context.cookies()).find(({ name }) => name === 'curso')?.value;
  const said = (what: RegExp) =>
    waitFor(`dice ${what}`, () => what.exec(loop.output)?.[0], { deadlineMs: seenDeadlineMs });

  it('shows an edited style in the page as it is, and edited code or Markdown on the slide that was open', async () => {
    await page.evaluate(() => document.body.setAttribute('data-marked', ''));
    await loop.edit('client/theme/toolbar.css', '.toolbar {', '.toolbar {\n  outline: 7px solid;');
    const outline = () =>
      page.locator('.toolbar').evaluate((toolbar) => getComputedStyle(toolbar).outlineWidth);
    await expect.poll(outline, { timeout: seenDeadlineMs }).toBe('7px');
    expect(await page.locator('body[data-marked]').count()).toBe(1);

    await loop.edit('client/lab/status.ts', 'Clúster completo', 'Clúster recién editado');
    await page.getByText('Clúster recién editado').waitFor({ timeout: seenDeadlineMs });
    await loop.edit('slides/13-caso-3.md', 'Probando la configuración: Caso 3', 'Editada: Caso 3');
    const edited = page.locator('.reveal .slide-line', { hasText: 'Editada: Caso 3' });
    await expect.poll(() => edited.count(), { timeout: seenDeadlineMs }).toBe(1);
    expect(new URL(page.url()).hash).toBe('#/caso-3/1');
  });

  it('starts the server again with what was edited, its thread included, and keeps labs and cookies', async () => {
    const [before, labs] = [await cookie(), await readdir(join(loop.folder, 'data/labs'))];
    expect(before).toBeDefined();
    await loop.edit(
      'server/lab/monitor/worker.ts',
      'const watched',
      "process.stdout.write('el hilo es nuevo\\n');\nconst watched",
    );
    await said(/^el hilo es nuevo$/m);
    await said(
      /^\[desarrollo\] server\/lab\/monitor\/worker\.ts: servidor arrancado de nuevo en [\d,]+ s; los laboratorios siguen\.$/m,
    );
    // The page comes back by itself, to its own lab.
    await course.type('maestro', 'redis-cli', 'get antes');
    await expect
      .poll(() => course.screen('maestro', 'redis-cli'), { timeout: seenDeadlineMs })
      .toContain('"1"');
    expect([await cookie(), await readdir(join(loop.folder, 'data/labs'))]).toEqual([before, labs]);
  });

  it('shows an error of types, on either side, and goes on', async () => {
    const wrong = "export const wrong: number = 'x';\nexport ";
    await loop.edit('server/http/loopback.ts', 'export ', wrong);
    await said(/server\/http\/loopback\.ts.*TS2322/);
    await loop.edit('client/lab/status.ts', 'export ', wrong);
    await said(/client\/lab\/status\.ts.*TS2322/);
    await expect
      .poll(async () => (await fetch(`${loop.url}/api/health`)).status, { timeout: seenDeadlineMs })
      .toBe(200);
  });

  it('listens on this machine alone, and leaves nothing when it is killed', async () => {
    const { port } = new URL(loop.url);
    const elsewhere = fetch(`http://127.0.0.2:${port}/`);
    await expect(elsewhere).rejects.toThrow();
    await loop.end('SIGKILL');
  });
});

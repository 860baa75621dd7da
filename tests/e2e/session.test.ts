/** A cookie that is deleted, or that the server does not know any more, while the page is open: said once, with what to do. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { BrowserContext } from 'playwright-core';
import { describe, it } from 'vitest';
import { createRelay } from '../relay.ts';
import { type CoursePage, coursePage, openCourse } from './course-page.ts';
import { startServer } from './server.ts';

const sentence =
  /se ha borrado o ya no vale: recarga la página para empezar con uno nuevo, o vuelve con tu código en «\/volver»\.$/;
/** Longer than any wait between two tries of a websocket, ms. */
const severalTriesMs = 12_000;

const statusOf = ({ page }: CoursePage) => page.locator('[data-lab-status]').textContent();
const learnerOf = async (context: BrowserContext) =>
  (await context.cookies()).find(({ name }) => name === 'curso')?.value;
const emptyScreen = /^\(maestro\) >\s*$/;

describe.concurrent('a session that ends while the page is open', () => {
  it('because its cookie was deleted, is said in header and terminal; nothing is tried again, and a reload begins anew', async ({
    expect,
  }) => {
    await using server = await startServer({ env: { CURSO_POOL: '0' } });
    await using relay = await createRelay(server.url);
    await using course = await openCourse(relay.url);
    const { page, context } = course;
    await course.open('caso-1/6');
    await course.type('maestro', 'shell', 'echo sec""reto');
    await expect.poll(() => course.screen('maestro', 'shell')).toMatch(/^secreto$/m);
    const before = await learnerOf(context);
    await context.clearCookies();
    relay.cut();
    const shell = course.region('maestro', 'shell');
    await expect.poll(() => statusOf(course)).toMatch(sentence);
    await expect.poll(() => shell.getByRole('status').first().textContent()).toMatch(sentence);

    const tries: string[] = [];
    page.on('websocket', (socket) => tries.push(socket.url()));
    page.on('request', (request) => tries.push(request.url()));
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await sleep(severalTriesMs);
    expect(tries).toEqual([]);

    // What the page asks for is refused with the same sentence, and makes no lab for nobody.
    await course.fromMenu('Reiniciar laboratorio');
    await page.getByRole('button', { name: 'Sí, reiniciar' }).click();
    await expect.poll(() => page.locator('[data-reset-status]').textContent()).toMatch(sentence);
    expect(await learnerOf(context)).toBeUndefined();

    await shell.getByRole('button', { name: 'Recargar la página' }).click();
    await expect.poll(() => learnerOf(context)).toMatch(/./);
    expect(await learnerOf(context)).not.toBe(before);
    await expect.poll(() => statusOf(course)).toBe('Clúster completo');
    expect(new URL(page.url()).hash).toBe('#/caso-1/6');
    await expect.poll(() => course.screen('maestro', 'shell')).toMatch(emptyScreen);
  });

  it('while another tab has begun a session, goes on with that one, by itself or at a reload', async ({
    expect,
  }) => {
    await using server = await startServer({ env: { CURSO_POOL: '0' } });
    await using relay = await createRelay(server.url);
    await using course = await openCourse(relay.url);
    const { context } = course;
    await course.open('caso-1/6');
    await course.type('maestro', 'shell', 'echo primera');
    const begin = async (word: string) => {
      const other = coursePage(context, await context.newPage(), relay.url);
      await other.open('caso-1/6');
      await other.type('maestro', 'shell', `echo ${word}`);
      await expect.poll(() => other.screen('maestro', 'shell')).toMatch(new RegExp(`^${word}$`, 'm'));
      await other.page.close();
    };
    const goesOnWith = async (word: string) => {
      await expect.poll(() => course.screen('maestro', 'shell')).toMatch(new RegExp(`^${word}$`, 'm'));
      expect(await course.screen('maestro', 'shell')).not.toContain('primera');
      await expect.poll(() => statusOf(course)).toBe('Clúster completo');
    };
    await context.clearCookies();
    await begin('segunda');
    relay.cut();
    await goesOnWith('segunda');

    await context.clearCookies();
    relay.cut();
    await expect.poll(() => statusOf(course)).toMatch(sentence);
    await begin('tercera');
    await course.page.reload();
    await goesOnWith('tercera');
  });

  it('because the server has other data, and another secret, is said in the same way', async ({ expect }) => {
    const first = await startServer({ env: { CURSO_POOL: '0' } });
    const { port } = new URL(first.url);
    await using course = await openCourse(first.url);
    const { page, context } = course;
    await course.open('caso-1/6');
    await course.type('maestro', 'shell', 'echo sec""reto');
    await expect.poll(() => course.screen('maestro', 'shell')).toMatch(/^secreto$/m);
    const before = await learnerOf(context);
    await first[Symbol.asyncDispose]();
    await expect.poll(() => statusOf(course)).toMatch(/^Conexión perdida/);
    await using _other = await startServer({ env: { CURSO_POOL: '0', PORT: port } });
    await expect.poll(() => statusOf(course)).toMatch(sentence);
    await expect
      .poll(() => course.region('maestro', 'shell').getByRole('status').first().textContent())
      .toMatch(sentence);
    expect(await learnerOf(context)).toBe(before);
    await page.reload();
    await expect.poll(() => statusOf(course)).toBe('Clúster completo');
    expect(await learnerOf(context)).not.toBe(before);
    await expect.poll(() => course.screen('maestro', 'shell')).toMatch(emptyScreen);
  });
});

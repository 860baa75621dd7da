/** A network that is lost without a word to either end: what was typed or printed meanwhile is not. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { createRelay } from '../relay.ts';
import { expectConsecutive, numbersIn, rowsOf } from '../terminals/desk.ts';
import { launchBrowser } from './browser.ts';
import { type CoursePage, openCourse } from './course-page.ts';
import { startServer } from './server.ts';

const lostMs = 30_000;
/** The page says so after 12 s of silence, and takes another connection after 20 s. */
const toldDeadlineMs = 25_000;

const statusOf = ({ page }: CoursePage) => page.locator('[data-lab-status]').textContent();

describe.concurrent('a network', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  it(`lost for ${lostMs / 1000} s is said, and then terminals and checks go on as if it had not been`, async ({
    expect,
  }) => {
    await using server = await startServer({ env: { CURSO_POOL: '0' } });
    await using relay = await createRelay(server.url);
    await using course = await openCourse(browser, relay.url);
    await course.open('caso-3/1');
    const shell = await course.terminal('replica1', 'shell');
    await course.type('replica1', 'shell', 'for i in $(seq 45); do echo n$i; sleep 1; done; echo fin""al');
    const shows = (text: RegExp) =>
      expect.poll(async () => (await rowsOf(shell)).join('\n'), { timeout: toldDeadlineMs }).toMatch(text);
    await shows(/^n2$/m);
    await course.type('maestro', 'redis-cli', 'SET antes si');
    const began = performance.now();
    relay.lose();
    // Typed into the silence, with no echo.
    await (await course.terminal('maestro', 'redis-cli')).click();
    await course.page.keyboard.type('CONFIG SET min-replicas-to-write 1\n');
    await expect
      .poll(() => statusOf(course), { timeout: toldDeadlineMs })
      .toMatch(/^El servidor no responde/);
    await sleep(lostMs - (performance.now() - began));
    expect(await course.state('caso-3/min-replicas')).not.toBe('pass');
    relay.find();

    await course.passed('caso-3/min-replicas');
    await expect.poll(() => statusOf(course), { timeout: toldDeadlineMs }).toBe('Clúster completo');
    await course.terminal('replica1', 'shell');
    await shows(/^final$/m);
    const numbers = numbersIn(await rowsOf(shell));
    expectConsecutive(numbers);
    expect(numbers.at(-1)).toBe(45);
    // Once, and whole.
    const cli = await rowsOf(await course.terminal('maestro', 'redis-cli'));
    expect(cli.filter((row) => /CONFIG SET/.test(row))).toEqual([
      '127.0.0.1:6379> CONFIG SET min-replicas-to-write 1',
    ]);
  });

  it('in which the end of the server was not heard, is found out by the page, which takes another connection', async ({
    expect,
  }) => {
    await using server = await startServer({ env: { CURSO_POOL: '0' } });
    await using relay = await createRelay(server.url);
    await using course = await openCourse(browser, relay.url);
    await course.open('caso-3/1');
    await course.type('maestro', 'redis-cli', 'CONFIG SET min-replicas-to-write 1');
    await course.passed('caso-3/min-replicas');
    relay.lose();
    await (await course.terminal('maestro', 'redis-cli')).click();
    await course.page.keyboard.type('SET perdido si\n');
    await server.kill('SIGKILL');
    const { port } = new URL(server.url);
    const env = { CURSO_POOL: '0', PORT: port };
    await using _again = await startServer({ dataFolder: server.dataFolder, env });
    relay.find();
    // Of the page's own connection nothing was refused: it has only the silence to go by.
    await expect
      .poll(() => statusOf(course), { timeout: toldDeadlineMs })
      .toMatch(/^El servidor no responde/);
    await expect.poll(() => statusOf(course), { timeout: toldDeadlineMs }).toBe('Clúster completo');
    // What was typed into the silence reached nobody, and that is said until something is typed again.
    const terminal = course.page.getByRole('region', { name: 'Terminal: redis-cli en maestro' });
    const warning = terminal.getByText(/Lo último que escribiste pudo no llegar\. Mira el terminal/);
    await expect.poll(() => warning.isVisible(), { timeout: toldDeadlineMs }).toBe(true);
    expect((await rowsOf(await course.terminal('maestro', 'redis-cli'))).join('\n')).not.toContain('perdido');
    await course.type('maestro', 'redis-cli', 'GET perdido');
    await expect.poll(() => warning.isVisible()).toBe(false);
    await course.open('caso-3/2');
    await course.type('replica1', 'redis-cli', 'SHUTDOWN');
    await expect.poll(() => statusOf(course), { timeout: toldDeadlineMs }).toBe('Clúster incompleto');
  });
});

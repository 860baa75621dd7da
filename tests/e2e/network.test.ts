/** A network that is lost without a word to either end: what was typed or printed meanwhile is not. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Locator } from 'playwright-core';
import { describe, it } from 'vitest';
import { createRelay } from '../relay.ts';
import { expectConsecutive, numbersIn, rowsOf } from '../terminals/desk.ts';
import { type CoursePage, openCourse } from './course-page.ts';
import { startServer } from './server.ts';

/** The page says so within 8 s, and is back within 3 s: three times that on a slow machine. */
const toldDeadlineMs = 24_000;
const outageMs = 10_000;

const statusOf = ({ page }: CoursePage) => page.locator('[data-lab-status]').textContent();
const warningIn = (pane: Locator) => pane.getByText(/Lo último que escribiste pudo no llegar\./);

describe.concurrent('a network', () => {
  it('that passes nothing any more on what was open is said in header and terminals, which then have new connections', async ({
    expect,
  }) => {
    await using server = await startServer({ env: { CURSO_POOL: '0' } });
    await using relay = await createRelay(server.url);
    await using course = await openCourse(relay.url);
    await course.open('caso-3/1');
    await course.type('replica1', 'shell', 'for i in $(seq 30); do echo n$i; sleep 1; done; echo fin""al');
    const shell = await course.terminal('replica1', 'shell');
    const shows = (text: RegExp) =>
      expect.poll(async () => (await rowsOf(shell)).join('\n'), { timeout: toldDeadlineMs }).toMatch(text);
    await shows(/^n2$/m);
    await course.type('maestro', 'redis-cli', 'SET antes si');
    const cli = await course.terminal('maestro', 'redis-cli');
    await expect.poll(async () => (await rowsOf(cli)).join('\n')).toMatch(/SET antes si\nOK/);
    relay.lose();
    const began = performance.now();
    // Typed into the silence, with no echo.
    await cli.click();
    await course.page.keyboard.type('CONFIG SET min-replicas-to-write 1\n');
    const told = { timeout: toldDeadlineMs };
    await expect.poll(() => statusOf(course), told).toMatch(/^Conexión perdida/);
    await expect.poll(() => warningIn(cli).isVisible(), told).toBe(true);
    // Typed where nothing is open: said, and never sent.
    await course.page.keyboard.type('SET sorpresa si\n');
    await expect.poll(() => cli.getByText(/sin conexión no se ha enviado/).isVisible()).toBe(true);
    await sleep(outageMs - (performance.now() - began));
    relay.renew();
    await expect.poll(() => statusOf(course), told).toBe('Clúster completo');
    await expect
      .poll(
        () => cli.getByText(/^Ya hay conexión\. Lo último .* sin conexión no se ha enviado/).isVisible(),
        told,
      )
      .toBe(true);
    expect(await course.state('caso-3/min-replicas')).not.toBe('pass');
    await course.type('maestro', 'redis-cli', 'GET sorpresa');
    await expect.poll(async () => (await rowsOf(cli)).join('\n')).toMatch(/GET sorpresa\n\(nil\)/);
    expect(await warningIn(cli).isVisible()).toBe(false);
    await course.type('maestro', 'redis-cli', 'CONFIG SET min-replicas-to-write 1');
    await course.passed('caso-3/min-replicas');
    // What was printed meanwhile is there, once and whole.
    await course.terminal('replica1', 'shell');
    await shows(/^final$/m);
    const numbers = numbersIn(await rowsOf(shell));
    expectConsecutive(numbers);
    expect(numbers.at(-1)).toBe(30);
  });

  it('in which the end of the server was not heard, is found out by the page, which takes another connection', async ({
    expect,
  }) => {
    await using server = await startServer({ env: { CURSO_POOL: '0' } });
    await using relay = await createRelay(server.url);
    await using course = await openCourse(relay.url);
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
    await expect.poll(() => statusOf(course), { timeout: toldDeadlineMs }).toMatch(/^Conexión perdida/);
    await expect.poll(() => statusOf(course), { timeout: toldDeadlineMs }).toBe('Clúster completo');
    // What was typed into the silence reached nobody, and that is said until something is typed again.
    const terminal = course.page.getByRole('region', { name: 'Terminal: redis-cli en maestro' });
    const warning = warningIn(terminal);
    await expect.poll(() => warning.isVisible(), { timeout: toldDeadlineMs }).toBe(true);
    expect((await rowsOf(await course.terminal('maestro', 'redis-cli'))).join('\n')).not.toContain('perdido');
    await course.type('maestro', 'redis-cli', 'GET perdido');
    await expect.poll(() => warning.isVisible()).toBe(false);
    await course.open('caso-3/2');
    await course.type('replica1', 'redis-cli', 'SHUTDOWN');
    await expect.poll(() => statusOf(course), { timeout: toldDeadlineMs }).toBe('Clúster incompleto');
  });
});

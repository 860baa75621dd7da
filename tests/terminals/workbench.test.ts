/** The workbench's own features, by mouse and by keyboard alone. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { accessible, expectAccessible } from '../e2e/axe.ts';
import { useCourse } from '../e2e/suite.ts';
import { rowsOf, shows, waitMs } from './desk.ts';

describe('the workbench', () => {
  const permissions = ['clipboard-read', 'clipboard-write'];
  const suite = useCourse({}, { sharedPage: { ...accessible, permissions } });
  const setting = async (page: Page, name: string) => {
    await page.getByRole('button', { name: 'Ajustes de los terminales' }).click();
    await page.getByRole('menuitemcheckbox', { name }).click();
  };

  it('▶ on a shell in which redis-cli runs says how to leave it, and works after that', async () => {
    const course = await suite.shared();
    await course.open('caso-1/6');
    await course.type('maestro', 'shell', 'redis-cli -h 192.168.157.147 -p 26379');
    await shows(course, 'maestro', 'shell', '192.168.157.147:26379>');
    const slide = course.page.locator('section.present');
    const run = slide.getByRole('button', { name: /^Ejecutar en maestro/ });
    await run.click();
    await slide
      .getByText(
        'maestro · shell está dentro de redis-cli: escribe exit para volver al shell y pulsa ▶ otra vez.',
      )
      .waitFor();
    await (await course.terminal('maestro', 'shell')).click();
    await course.page.keyboard.type('exit\n');
    await run.click();
    await shows(course, 'maestro', 'shell', 'sentinel monitor cursoredis 192.168.157.144 6379 2');
  });

  it('shows Sentinel’s log in colours, filters it by event and node, and follows it', async () => {
    const course = await suite.shared();
    const { page } = course;
    await page.setViewportSize({ width: 1280, height: 1000 });
    const asked: string[] = [];
    page.on('request', (request) => {
      if (new URL(request.url()).pathname.startsWith('/api/')) asked.push(request.url());
    });
    await course.open('caso-1/2');
    // The log of a fresh lab is empty: this is a line of it.
    await course.type('replica2', 'sentinel', 'SENTINEL SET cursoredis quorum 2');
    const log = await course.terminal('replica2', 'sentinel-log');
    await shows(course, 'replica2', 'sentinel-log', '+set master cursoredis');
    // Drawn anew once the nodes' addresses are known: the colours of their names come with it.
    await log.locator('.xterm-rows .xterm-bold', { hasText: '+set' }).first().waitFor();

    await log.click();
    await page.keyboard.press('/');
    const filter = log.getByRole('searchbox', { name: 'Filtrar el log de sentinel en replica2' });
    await expect.poll(() => filter.evaluate((box) => box === document.activeElement)).toBe(true);
    await page.keyboard.type('+switch-master replica2');
    await log.getByText(/^0 de \d+ líneas$/).waitFor();
    await course.type('replica1', 'sentinel', 'SENTINEL FAILOVER cursoredis');
    await course.terminal('replica2', 'sentinel-log');
    await log.getByText(/^1 de \d+ líneas$/).waitFor({ timeout: waitMs });
    expect((await rowsOf(log)).join('')).toMatch(/\+switch-master cursoredis .*192\.168\.157\.148 6379/);
    await filter.focus();
    await page.keyboard.press('Escape');
    await shows(course, 'replica2', 'sentinel-log', '+set master cursoredis');

    // Followed again after a reload, from the screen that the server draws.
    await page.reload();
    await shows(course, 'replica2', 'sentinel-log', '+switch-master cursoredis');
    const rows = await rowsOf(log);
    expect(rows.filter((row) => row.includes('+set master'))).toHaveLength(1);
    // The page has been told its nodes' addresses: to ask for them would turn on a lab that is off.
    expect(asked).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 720 });
  });

  it('leaves a word about what a program did as long as any, however soon it came after another', async () => {
    const course = await suite.shared();
    await course.open('caso-1/6');
    const shell = await course.terminal('maestro', 'shell');
    const copies = (base64: string) => `printf '\\e]52;c;${base64}\\a'`;
    await course.type('maestro', 'shell', `${copies('YQ==')}; sleep 4; ${copies('YWI=')}; sleep 9`);
    await shell.getByText('Un programa ha copiado 1 carácter al portapapeles.').waitFor();
    const second = shell.getByText('Un programa ha copiado 2 caracteres al portapapeles.');
    await second.waitFor();
    await course.page.waitForTimeout(2500);
    expect(await second.isVisible()).toBe(true);
    await expect.poll(() => second.isVisible()).toBe(false);
    await shell.click();
    await course.page.keyboard.press('Control+C');
  });

  it('rests while nothing happens, with the focus in a terminal too: the page is not styled sixty times a second', async () => {
    const course = await suite.shared();
    await course.open('caso-1/2');
    await (await course.terminal('replica1', 'shell')).click();
    await shows(course, 'replica1', 'shell', /\(replica1\) >/);
    const browser = await course.context.newCDPSession(course.page);
    await browser.send('Performance.enable');
    const styled = async () => {
      const { metrics } = await browser.send('Performance.getMetrics');
      return metrics.find(({ name }) => name === 'RecalcStyleCount')?.value ?? Number.NaN;
    };
    await sleep(1000);
    const before = await styled();
    await sleep(4000);
    // The cluster's own signs of life are some two a second.
    expect((await styled()) - before).toBeLessThan(60);
    await browser.detach();
  });

  it('splits, maximises, turns and orders terminals by keyboard alone, and remembers it', async () => {
    // Of someone who has opened no other terminal.
    await using course = await suite.open();
    const { page } = course;
    await course.open('caso-1/2');
    const sentinel = course.region('replica1', 'sentinel');
    await sentinel.waitFor();
    await course.terminal('maestro', 'shell');
    const shell = course.region('maestro', 'shell');
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    const press = async (name: string) => {
      await button(name).focus();
      await page.keyboard.press('Enter');
    };

    await press('Dos terminales a la vez');
    await sentinel.waitFor();
    await shell.locator('textarea').focus();
    await page.keyboard.press('Control+Shift+Enter');
    await sentinel.waitFor({ state: 'hidden' });
    expect(await shell.isVisible()).toBe(true);
    await page.keyboard.press('Control+Shift+Enter');
    await sentinel.waitFor();

    const stands = async () => {
      const [one, other] = [await shell.boundingBox(), await sentinel.boundingBox()];
      return one?.y === other?.y ? 'beside' : 'over';
    };
    expect(await stands()).toBe('over');
    await press('Ajustes de los terminales');
    for (let step = 0; step < 5; step += 1) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(stands).toBe('beside');

    const tabs = () =>
      page.getByRole('tablist', { name: 'Terminales abiertos' }).getByRole('tab').allTextContents();
    expect(await tabs()).toEqual(['replica1 · sentinel', 'maestro · shell']);
    await page.getByRole('tab', { name: 'maestro · shell', exact: true }).focus();
    await page.keyboard.press('Control+Shift+ArrowLeft');
    expect(await tabs()).toEqual(['maestro · shell', 'replica1 · sentinel']);
    await page
      .getByRole('tab', { name: 'maestro · shell', exact: true })
      .dragTo(page.getByRole('tab').last());
    expect(await tabs()).toEqual(['replica1 · sentinel', 'maestro · shell']);

    await page.goto(`${suite.url}/#/portada`);
    await page.reload();
    await sentinel.waitFor();
    expect(await tabs()).toEqual(['replica1 · sentinel', 'maestro · shell']);
    await expect.poll(stands).toBe('beside');
  });

  it('has text that grows when the page moves to a projector, until a size is chosen', async () => {
    const course = await suite.shared();
    const { page } = course;
    await course.open('caso-1/6');
    const shell = await course.terminal('maestro', 'shell');
    const size = () => shell.locator('.xterm-rows').evaluate((rows) => getComputedStyle(rows).fontSize);
    const becomes = (expected: string) => expect.poll(size, { timeout: waitMs }).toBe(expected);
    await becomes('14px');
    await page.setViewportSize({ width: 1920, height: 1080 });
    await becomes('17px');
    await page.getByRole('button', { name: 'A+: letra más grande' }).click();
    await becomes('18px');
    await page.setViewportSize({ width: 1280, height: 720 });
    await page.reload();
    await becomes('18px');
  });

  it('pastes and copies with the right button, when asked to', async () => {
    const course = await suite.shared();
    const { page } = course;
    await course.open('caso-1/6');
    const shell = await course.terminal('maestro', 'shell');
    await shows(course, 'maestro', 'shell', '(maestro) >');
    await setting(page, 'El botón derecho copia o pega');
    await page.evaluate(() => navigator.clipboard.writeText('echo peg""ado'));
    await shell.locator('.xterm-screen').click({ button: 'right' });
    await shows(course, 'maestro', 'shell', 'echo peg""ado');
    await page.keyboard.press('Enter');
    await shows(course, 'maestro', 'shell', /^pegado$/m);
    await setting(page, 'El botón derecho copia o pega');
  });

  it('has a mode for screen readers, in which what is shown is read', async () => {
    const course = await suite.shared();
    const { page } = course;
    await course.open('caso-1/6');
    const shell = await course.terminal('maestro', 'shell');
    await setting(page, 'Modo para lector de pantalla');
    await course.type('maestro', 'shell', 'echo le""er');
    await expect
      .poll(() => shell.locator('.xterm-accessibility').textContent(), { timeout: waitMs })
      .toContain('leer');
    await setting(page, 'Modo para lector de pantalla');
  });

  it('axe finds nothing in it, with all its parts open, light and dark', async () => {
    const course = await suite.shared();
    const { page } = course;
    await course.open('caso-1/2');
    await course.region('replica1', 'sentinel').waitFor();
    await course.type('replica2', 'sentinel', 'SENTINEL SET cursoredis quorum 2');
    const log = await course.terminal('replica2', 'sentinel-log');
    await shows(course, 'replica2', 'sentinel-log', '+set');
    await page.getByRole('button', { name: 'Dos terminales a la vez' }).click();
    await log.getByRole('searchbox').fill('+set');
    await log.getByText(/^[1-9]\d* de \d+ líneas$/).waitFor();
    await page.keyboard.press('Control+Shift+F');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Ajustes de los terminales' }).click();
    await expectAccessible(page);
  });
});

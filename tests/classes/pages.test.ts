/** A class in browsers: one instructor's, and those of the learners. */
import type { BrowserContext, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { instructorKey } from '../../server/instructor-key.ts';
import { accessible, expectAccessible } from '../e2e/axe.ts';
import { sharedBrowser } from '../e2e/browser.ts';
import { type RunningServer, startServer } from '../e2e/server.ts';
import { sizes } from '../e2e/sizes.ts';

interface Tab extends AsyncDisposable {
  readonly page: Page;
  readonly context: BrowserContext;
}

async function newTab(options = {}): Promise<Tab> {
  const context = await (await sharedBrowser()).newContext({ ...accessible, ...options });
  context.setDefaultTimeout(20_000);
  return { page: await context.newPage(), context, [Symbol.asyncDispose]: () => context.close() };
}

/** An instructor at the board of a class that they have just made, and its code. */
async function teach({ url, dataFolder }: RunningServer): Promise<Tab & { readonly code: string }> {
  const tab = await newTab();
  const { page } = tab;
  await page.goto(`${url}/profesor?clave=${instructorKey(dataFolder, null).text}`);
  await page.getByRole('heading', { name: 'Mis clases' }).waitFor();
  // The key is no longer in the address.
  expect(new URL(page.url()).search).toBe('');
  await page.getByLabel('Nombre').fill('Los lunes');
  await page.getByRole('button', { name: 'Crear la clase' }).click();
  await page.getByText('Aún no ha entrado nadie').waitFor();
  const facts = page.getByRole('region', { name: 'La clase' });
  const code = await facts.getByText(/^[a-z]+-[a-z]+-\d\d$/).innerText();
  return { ...tab, code };
}

/** A learner who has come in by the class's link. */
async function learn(url: string, code: string, alias: string, options = {}): Promise<Tab> {
  const tab = await newTab(options);
  await tab.page.goto(`${url}/c/${code}`);
  await tab.page.getByLabel('¿Con qué nombre quieres que te vean?').fill(alias);
  await tab.page.getByRole('button', { name: 'Entrar en la clase' }).click();
  await tab.page.getByRole('region', { name: 'Tu clase' }).getByText('Los lunes').waitFor();
  return tab;
}

const row = (page: Page, alias: string) => page.getByRole('row', { name: new RegExp(`^${alias}`) });

describe('a class in its pages', () => {
  it('shows a hand and a word within seconds, on both sides, and a learner’s cluster to who teaches', async () => {
    await using server = await startServer({ env: { CURSO_POOL: '0' } });
    await using instructor = await teach(server);
    await using ana = await learn(server.url, instructor.code, 'Ana');
    await ana.page.goto(`${server.url}/#/caso-1/2`);
    await row(instructor.page, 'Ana').getByText('Caso 1, 3').waitFor();

    await ana.page.getByRole('button', { name: 'Levantar la mano' }).click();
    await ana.page.getByLabel('¿Qué ocurre?').fill('No sé qué puerto');
    await ana.page.keyboard.press('Enter');
    const queue = instructor.page.getByRole('complementary', { name: 'Quién espera' });
    await queue.getByText('«No sé qué puerto»').waitFor();
    await queue.getByText('Caso 1, 3').waitFor();
    await queue.getByRole('button', { name: 'Voy' }).click();
    await ana.page.getByText('Van a ayudarte').waitFor();
    await queue.getByRole('button', { name: 'Hecho' }).click();
    await ana.page.getByRole('button', { name: 'Levantar la mano' }).waitFor();
    await instructor.page.getByText('Ninguna mano levantada').waitFor();

    await row(instructor.page, 'Ana').getByRole('button', { name: 'Ana' }).click();
    const person = instructor.page.getByRole('dialog', { name: 'Ana' });
    await person.getByRole('img', { name: /^Redis de maestro: / }).waitFor();
    await ana.page
      .getByRole('button', { name: /Ejecutar/ })
      .first()
      .click();
    await person.getByText('+switch-master').waitFor();
    await person
      .getByText(/demostrada en/)
      .first()
      .waitFor();
    await person.getByLabel('Mensaje').fill('¡Bien hecho!');
    await instructor.page.keyboard.press('Enter');
    await ana.page.getByText('¡Bien hecho!').waitFor();
    await ana.page.getByRole('button', { name: 'Leído' }).click();
    await expect.poll(() => ana.page.getByText('¡Bien hecho!').count()).toBe(0);
    await instructor.page.keyboard.press('Escape');
    await row(instructor.page, 'Ana')
      .getByRole('cell', { name: /^demostrada en/ })
      .first()
      .waitFor();
  });

  it('goes with the instructor’s slides, lets go who turns a page, and takes them back by a key', async () => {
    await using server = await startServer({ env: { CURSO_POOL: '0' } });
    await using instructor = await teach(server);
    await using ana = await learn(server.url, instructor.code, 'Ana');
    const own = await instructor.context.newPage();
    await own.goto(`${server.url}/#/caso-1/1`);
    const at = (page: Page) => page.evaluate(() => location.hash);
    const pace = instructor.page.getByLabel('Ritmo');
    // The last choice stands, however soon it follows on another.
    await pace.selectOption('together');
    await pace.selectOption('until');
    await pace.selectOption('together');
    await instructor.page.getByRole('region', { name: 'La clase' }).getByText('Caso 1, 2').waitFor();
    await expect.poll(() => at(ana.page)).toBe('#/caso-1/1');
    await own.keyboard.press('ArrowDown');
    await expect.poll(() => at(ana.page)).toBe('#/caso-1/2');
    await ana.page.keyboard.press('n');
    await ana.page.getByText('Vas por tu cuenta').waitFor();
    await own.keyboard.press('ArrowUp');
    await ana.page.waitForTimeout(1500);
    expect(await at(ana.page)).toBe('#/caso-1/3');
    await ana.page.keyboard.press('c');
    await expect.poll(() => at(ana.page)).toBe('#/caso-1/1');
    await ana.page.getByText('Vas con la clase').waitFor();

    await instructor.page.getByLabel('Ritmo').selectOption('until');
    await ana.page.getByText('Vas con la clase').waitFor({ state: 'detached' });
    await ana.page.keyboard.press('n');
    await ana.page.getByText('La clase espera aquí').waitFor();
    expect(await at(ana.page)).toBe('#/caso-1/1');
    await ana.page.getByRole('button', { name: 'Seguir de todos modos' }).click();
    await expect.poll(() => at(ana.page)).toBe('#/caso-1/2');
  });

  it('shows a room how to come in and how far the class is, and nobody’s name', async () => {
    await using server = await startServer({ env: { CURSO_POOL: '0' } });
    await using instructor = await teach(server);
    const [wall] = await Promise.all([
      instructor.context.waitForEvent('page'),
      instructor.page.getByRole('link', { name: 'Proyectar' }).click(),
    ]);
    await wall.getByRole('img', { name: /^Código QR de http/ }).waitFor();
    await using ana = await learn(server.url, instructor.code, 'Ana');
    await wall.getByText('1 persona en clase').waitFor();
    await ana.page.getByRole('button', { name: 'He acabado' }).click();
    await wall.getByText('1 ha acabado').waitFor();
    expect(await wall.getByText('Ana').count()).toBe(0);
    await ana.page.getByRole('button', { name: 'Salir', exact: true }).click();
    await ana.page.getByRole('button', { name: 'Salir de la clase' }).click();
    await ana.page.getByRole('region', { name: 'Tu clase' }).waitFor({ state: 'hidden' });
    await wall.getByText('0 personas en clase').waitFor();
  });

  it('has no fault that axe knows, and nothing cut off, on any of its pages', async () => {
    await using server = await startServer({ env: { CURSO_POOL: '0' } });
    await using instructor = await teach(server);
    await using ana = await learn(server.url, instructor.code, 'Ana');
    await ana.page.getByRole('button', { name: 'Levantar la mano' }).click();
    await ana.page.getByRole('button', { name: 'Levantarla' }).click();
    await instructor.page.getByText('Manos levantadas: 1').waitFor();
    const board = instructor.page.url();
    await using stranger = await newTab();
    const places: [Page, string][] = [
      [instructor.page, board],
      [instructor.page, `${board}/proyector`],
      [instructor.page, `${server.url}/profesor`],
      [stranger.page, `${server.url}/c`],
      [stranger.page, `${server.url}/c/${instructor.code}`],
      [ana.page, `${server.url}/#/caso-1/2`],
    ];
    for (const [page, url] of places) {
      await page.goto(url);
      await page.getByRole('heading').first().waitFor();
      await expectAccessible(page, url);
      for (const { width, height } of sizes) {
        await page.setViewportSize({ width, height });
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect([url, width, over]).toEqual([url, width, 0]);
      }
      await page.setViewportSize({ width: 1280, height: 720 });
    }
  });
});

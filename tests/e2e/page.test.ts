/** The page in a learner's hands: terminals beside slides, keys, links, print and speaker views. */
import { describe, expect, it } from 'vitest';
import { cases } from '../../labs/cases/index.ts';
import { launchRefusingCookies } from './browser.ts';
import { type CoursePage, coursePage } from './course-page.ts';
import { useCourse } from './suite.ts';

describe('the page', () => {
  const suite = useCourse();
  it('▶ types the command into the right terminal and runs it; a busy one is said to be busy', async () => {
    const course = await suite.shared();
    await course.open('caso-1/6');
    const run = course.page.locator('section.present').getByRole('button', { name: /^Ejecutar en maestro/ });
    await course.terminal('maestro', 'shell');
    await expect.poll(() => course.screen('maestro', 'shell')).toContain('(maestro) >');
    await run.click();
    await expect
      .poll(() => course.screen('maestro', 'shell'))
      .toContain('sentinel monitor cursoredis 192.168.157.144 6379 2');
    await course.type('maestro', 'shell', 'less /etc/redis.conf');
    await expect.poll(() => course.screen('maestro', 'shell')).toContain('bind 127.0.0.1');
    await run.click();
    await course.page
      .locator('section.present')
      .getByRole('status')
      .filter({ hasText: 'maestro' })
      .first()
      .waitFor();
    expect(await course.screen('maestro', 'shell')).not.toContain(
      '(maestro) > grep sentinel\\ monitor /etc/sentinel.conf\nbind',
    );
    await course.region('maestro', 'shell').click();
    await course.page.keyboard.press('q');
  });

  it('in full screen says how to leave, and gives the terminal the keys that the browser would take', async () => {
    const course = await suite.shared();
    const { page } = course;
    await course.open('caso-1/6');
    await course.type('maestro', 'shell', 'echo uno dos');
    await page.getByRole('main').focus();
    await page.keyboard.press('f');
    await page.getByText('Mantén pulsada Esc para salir de la pantalla completa').waitFor();
    await (await course.terminal('maestro', 'shell')).click();
    await page.keyboard.type('echo tres cuatro');
    await page.keyboard.press('Control+W');
    await page.keyboard.type('cin""co');
    await page.keyboard.press('Enter');
    await expect.poll(() => course.screen('maestro', 'shell')).toMatch(/^tres cinco$/m);
    await page.keyboard.press('Control+Shift+E');
    await page.keyboard.press('f');
    await expect.poll(() => page.evaluate(() => document.fullscreenElement === null)).toBe(true);
    expect(
      await page.getByText('pantalla completa', { exact: false }).filter({ visible: true }).count(),
    ).toBe(0);
  });

  it('a terminal keeps its screen over a reload, its program running', async () => {
    const course = await suite.shared();
    await course.open('caso-1/6');
    await course.type('maestro', 'shell', 'less /etc/sentinel.conf');
    await expect.poll(() => course.screen('maestro', 'shell')).toContain('sentinel myid');
    const before = await course.screen('maestro', 'shell');
    await course.page.reload();
    await expect.poll(() => course.screen('maestro', 'shell')).toBe(before);
    await (await course.terminal('maestro', 'shell')).click();
    await course.page.keyboard.type('q');
    await expect.poll(() => course.screen('maestro', 'shell')).toMatch(/\(maestro\) >\s*$/);
  });

  it('opens any terminal from the menu, and keeps it from slide to slide', async () => {
    const course = await suite.shared();
    await course.open('caso-1/2');
    // The log of a fresh lab is empty: this is a line of it.
    await course.type('replica2', 'sentinel', 'SENTINEL SET cursoredis quorum 2');
    await course.terminal('replica2', 'sentinel-log');
    await expect.poll(() => course.screen('replica2', 'sentinel-log')).toContain('+set master cursoredis');
    await course.open('caso-1/3');
    await course.page.getByRole('tab', { name: 'replica2 · log de sentinel', exact: true }).waitFor();
  });

  it('one key goes through slide, both and terminals; another gives the keys back to the slides', async () => {
    const course = await suite.shared();
    await course.open('caso-1/2');
    const [deck, terminal] = [course.page.locator('#deck'), await course.terminal('replica1', 'sentinel')];
    const shown = async () => [await deck.isVisible(), await terminal.isVisible()];
    const seen: boolean[][] = [await shown()];
    for (let press = 0; press < 3; press += 1) {
      await course.page.keyboard.press('F8');
      await course.page.waitForTimeout(200);
      seen.push(await shown());
    }
    expect(new Set(seen.map(String))).toEqual(new Set(['true,true', 'true,false', 'false,true']));
    expect(seen[3]).toEqual(seen[0]);
    await terminal.click();
    await course.page.keyboard.press('ArrowRight');
    expect(course.page.url()).toContain('#/caso-1/2');
    await course.page.keyboard.press('Control+Shift+E');
    await course.page.keyboard.press('ArrowRight');
    await expect.poll(() => course.page.url()).not.toContain('#/caso-1/2');
  });

  it('links to a slide, and an unknown link opens the cover', async () => {
    const course = await suite.shared();
    await course.open('caso-3/2');
    await course.page.reload();
    await course.page.locator('section.present').first().waitFor();
    expect(await course.page.locator('section.present:not(.stack)').textContent()).toContain(
      'Nos conectamos a las dos réplicas y las paramos',
    );
    await course.page.goto(`${suite.url}/#/no-hay/7`);
    await course.page.locator('section.present').first().waitFor();
  });

  it('explains each event of a log on focus, in Spanish', async () => {
    const course = await suite.shared();
    await course.open('caso-2/3');
    const event = course.page
      .locator('section.present')
      .getByRole('button', { name: '+odown' })
      .or(course.page.locator('section.present [tabindex="0"]', { hasText: '+odown' }))
      .first();
    await event.focus();
    await expect
      .poll(() => course.page.getByRole('tooltip').filter({ visible: true }).textContent())
      .toMatch(/\+odown.*(quorum|acuerdo)/is);
  });

  it('keys of one character can be turned off, and stay so', async () => {
    const course = await suite.shared();
    const { page } = course;
    await course.open('caso-1/2');
    await page.getByRole('main').focus();
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Teclas' });
    const used = help.getByRole('checkbox', { name: /^Usar las teclas que son un solo carácter/ });
    await used.uncheck();
    await page.keyboard.press('Escape');
    await page.reload();
    await page.locator('section.present').first().waitFor();
    await page.getByRole('main').focus();
    for (const key of ['n', 'p', 't', 'f', 'b', 's', '?', 'j', 'l', 'g', 'o', '.'])
      await page.keyboard.press(key);
    expect(page.url()).toContain('#/caso-1/2');
    expect(await help.isVisible()).toBe(false);
    expect(await page.evaluate(() => [document.fullscreenElement, document.activeElement?.id])).toEqual([
      null,
      'deck',
    ]);
    expect([course.context.pages().length, await page.locator('.reveal.paused').count()]).toEqual([1, 0]);
    // What is no character goes on.
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => page.url()).toContain('#/caso-1/3');
    await course.fromMenu(/^Teclas y ayuda/);
    await used.check();
    await page.keyboard.press('Escape');
  });

  it('the speaker view opens with the notes, and its slides open no terminal', async () => {
    const course = await suite.shared();
    await course.open('caso-1/6');
    await course.page.getByRole('main').focus();
    const sockets: string[] = [];
    course.context.on('page', (popup) => popup.on('websocket', (socket) => sockets.push(socket.url())));
    const [speaker] = await Promise.all([
      course.context.waitForEvent('page'),
      course.page.keyboard.press('s'),
    ]);
    await expect
      .poll(() => speaker.locator('body').textContent())
      .toContain('Se ha actualizado la configuración de Sentinel en todos los nodos');
    await speaker.waitForTimeout(1000);
    expect(sockets).toEqual([]);
    expect(await course.page.locator('section.present:not(.stack)').textContent()).not.toContain('notes:');
    await speaker.close();
  });

  it('a tab closed out of habit loses nothing: opened again, slide, terminals and what they said are there', async () => {
    await using course = await suite.tab();
    await course.open('caso-1/2');
    await course.terminal('replica2', 'shell');
    await course.type('replica2', 'shell', 'seq 1000 1200; cd /etc');
    await expect.poll(() => course.screen('replica2', 'shell')).toContain('1200');
    const tabs = ({ page }: CoursePage) => page.getByRole('tab', { name: / · / }).allTextContents();
    const before = await tabs(course);
    // As Ctrl+W does it.
    await course.page.close({ runBeforeUnload: true });
    await using again = coursePage(course.context, await course.context.newPage(), suite.url);
    await again.page.goto(`${suite.url}/`);
    await expect.poll(() => again.page.url()).toContain('#/caso-1/2');
    await expect.poll(() => tabs(again)).toEqual(before);
    await expect.poll(() => again.screen('replica2', 'shell')).toContain('1200');
    const shell = await again.terminal('replica2', 'shell');
    await shell.click();
    for (let turn = 0; turn < 20; turn += 1) await again.page.keyboard.press('Shift+PageUp');
    await expect.poll(() => again.screen('replica2', 'shell')).toContain('seq 1000 1200');
    await again.page.keyboard.type('pwd\n');
    await expect.poll(() => again.screen('replica2', 'shell')).toMatch(/^\/etc$/m);
  });

  it('a button pressed before its code has come answers when it has', async () => {
    await using course = await suite.tab();
    await course.page.route('**/assets/course-*.js', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await route.continue();
    });
    await course.open('caso-2/1');
    await course.page
      .locator('section.present')
      .getByRole('button', { name: 'Preparar este caso' })
      .first()
      .click();
    await course.page.getByRole('button', { name: 'Sí, preparar' }).waitFor();
  });

  it('print view has the whole course, and opens no terminal and no socket', async () => {
    await using course = await suite.tab();
    const sockets: string[] = [];
    course.page.on('websocket', (socket) => sockets.push(socket.url()));
    await course.page.goto(`${suite.url}/?print-pdf`);
    await expect
      .poll(() => course.page.locator('.pdf-page, .reveal .slides section[data-case]').count())
      .toBeGreaterThan(30);
    await course.page.waitForTimeout(1000);
    expect(sockets).toEqual([]);
    expect(await course.page.getByRole('region', { name: /^Terminal: / }).count()).toBe(0);
  });

  it('says once, to a browser that refuses cookies, what is wrong, and its slides can be read', async () => {
    await using browser = await launchRefusingCookies();
    const page = await browser.context.newPage();
    const sockets: string[] = [];
    page.on('websocket', (socket) => sockets.push(socket.url()));
    await page.goto(`${suite.url}/#/caso-1/2`);
    await page.getByText('Permítelas para esta dirección en los ajustes del navegador').waitFor();
    await page.locator('[data-lab-status]', { hasText: 'Sin cookies no hay laboratorio' }).waitFor();
    await page.keyboard.press('n');
    await expect.poll(() => page.url()).toContain('#/caso-1/3');
    await page.waitForTimeout(4000);
    expect(sockets).toEqual([]);
    expect(await page.getByRole('button', { name: /Ejecutar|Comprobar|Preparar|Reiniciar/ }).count()).toBe(0);
  });

  it('the next person at the same computer begins anew, and what the first has proven stays theirs', async () => {
    const course = await suite.shared();
    const { page, context } = course;
    await course.open('caso-1/6');
    await course.type('maestro', 'shell', 'echo sec""reto');
    await expect.poll(() => course.screen('maestro', 'shell')).toMatch(/^secreto$/m);
    const learner = async () => (await context.cookies()).find(({ name }) => name === 'curso')?.value;
    const first = await learner();
    await using other = coursePage(context, await context.newPage(), suite.url);
    await other.open('caso-1/6');
    await expect.poll(() => other.screen('maestro', 'shell')).toMatch(/^secreto$/m);
    const labs = async () => {
      const health: unknown = await (await page.request.get(`${suite.url}/api/health`)).json();
      return health;
    };
    const before = await labs();

    await page.getByRole('button', { name: 'Más', exact: true }).click();
    await page.getByRole('button', { name: 'Empezar como otra persona…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Empezar como otra persona' });
    const [taken] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('link', { name: 'Descargar mi progreso (JSON)' }).click(),
    ]);
    expect(taken.suggestedFilename()).toBe('progreso-redis-sentinel.json');
    await dialog.getByRole('button', { name: 'Sí, empezar de nuevo' }).click();
    await expect.poll(learner).not.toBe(first);
    await page.locator('[data-lab-status]', { hasText: 'Clúster completo' }).waitFor();
    expect([new URL(page.url()).hash, await page.getByRole('tab', { name: / · / }).count()]).toEqual(['', 0]);
    for (const now of [course, other]) {
      await now.open('caso-1/6');
      // A prompt at the top of a screen that has nothing else.
      await expect.poll(() => now.screen('maestro', 'shell')).toMatch(/^\(maestro\) >\s*$/);
    }
    // The first one's lab is off, and what is kept of them is theirs: for who had their cookie.
    await expect.poll(labs).toEqual(before);
    const cookie = `curso=${first}`;
    expect(
      (await fetch(`${suite.url}/api/progress`, { headers: { cookie } })).headers.get('set-cookie'),
    ).toBeNull();
  });

  it('«Reiniciar laboratorio» asks first, and brings the first state back', async () => {
    const course = await suite.shared();
    await course.open('caso-1/6');
    await course.type('maestro', 'redis-cli', 'SET efimera 1');
    await course.fromMenu('Reiniciar laboratorio');
    await course.page.getByRole('button', { name: 'Cancelar' }).click();
    await course.type('maestro', 'redis-cli', 'GET efimera');
    await expect.poll(() => course.screen('maestro', 'redis-cli')).toContain('"1"');
    const answered = course.page.waitForResponse((response) => response.url().endsWith('/api/lab/reset'));
    await course.fromMenu('Reiniciar laboratorio');
    await course.page.getByRole('button', { name: 'Sí, reiniciar' }).click();
    expect((await answered).ok()).toBe(true);
    await expect.poll(() => course.screen('maestro', 'redis-cli')).not.toContain('"1"');
    await course.type('maestro', 'redis-cli', 'EXISTS efimera');
    await expect.poll(() => course.screen('maestro', 'redis-cli')).toContain('(integer) 0');
  });

  it('lives on when a translator has wrapped its words, and leaves it names, commands and outputs', async () => {
    await using course = await suite.tab();
    const { page } = course;
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    await course.open('caso-1/2');
    await page.getByText('cree en maestro').first().waitFor();
    await page.locator('[data-check]', { hasText: 'Nadie ha pedido todavía un failover' }).first().waitFor();
    // As the translators of browsers do it: each text in elements of its own, where the page does not forbid it.
    await page.evaluate(() => {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const texts: Text[] = [];
      while (walker.nextNode()) if (walker.currentNode instanceof Text) texts.push(walker.currentNode);
      for (const text of texts) {
        const parent = text.parentElement;
        if (!parent || !text.data.trim() || parent.closest('[translate="no"], script, style')) continue;
        const outer = document.createElement('font');
        const inner = document.createElement('font');
        inner.textContent = text.data.toUpperCase();
        outer.append(inner);
        text.replaceWith(outer);
      }
    });
    const slide = page.locator('section.present:not(.stack)');
    for (const part of [
      '.session code',
      '.session pre',
      'code',
      '.tp text',
      '.strip-name',
      '.strip-mark',
      '.wb-tab',
      '.xterm-rows',
      'h1',
    ])
      expect([part, await page.locator(`${part} font`).count()]).toEqual([part, 0]);
    expect(await slide.locator('.check-message [translate="no"]').first().textContent()).toBe(
      'SENTINEL FAILOVER cursoredis',
    );
    const title = slide.locator('.check-title');
    const translated = await title.first().innerHTML();
    expect(translated).toContain('<font>');
    await course.type('replica1', 'sentinel', 'SENTINEL FAILOVER cursoredis');
    await course.passed('caso-1/failover-pedido');
    await expect.poll(() => slide.locator('.check-state').first().textContent()).toBe('Correcto');
    await expect.poll(() => page.locator('[data-cluster-change]').textContent()).toMatch(/maestro/);
    await expect.poll(() => page.locator('.panel-caption').textContent()).toMatch(/^El maestro es replica/);
    const fixedIn = (selector: string) =>
      page.locator(`${selector} [translate="no"]`).evaluateAll((all) => all.map((name) => name.textContent));
    expect(await fixedIn('.panel-caption')).toEqual([expect.stringMatching(/^replica[12]$/)]);
    await course.fromMenu(/^Reiniciar laboratorio$/i);
    // The host that is called so, and not what it is.
    expect(await page.locator('#confirm-text').textContent()).toContain('con maestro como maestro');
    expect(await fixedIn('#confirm-text')).toEqual(['maestro']);
    await page.keyboard.press('Escape');
    // What did not change is not written again over its translation.
    expect(await title.first().innerHTML()).toBe(translated);
    await page.keyboard.press('Control+Shift+E');
    await page.keyboard.press('n');
    await expect.poll(() => page.locator('[data-place]').textContent()).toMatch(/^Caso 1 · 4/);
    expect(errors).toEqual([]);
  });

  it('SHUTDOWN leaves redis-cli saying not connected>, and the host, its Sentinel and its shell alive', async () => {
    const course = await suite.shared();
    await course.open('caso-2/1');
    await course.prepare('caso-2');
    await course.type('replica2', 'redis-cli', 'SHUTDOWN');
    await expect.poll(() => course.screen('replica2', 'redis-cli')).toMatch(/not connected>\s*$/);
    await course.type('replica2', 'sentinel', 'PING');
    await expect.poll(() => course.screen('replica2', 'sentinel')).toContain('PONG');
    await course.type('replica2', 'shell', 'hostname');
    await expect.poll(() => course.screen('replica2', 'shell')).toContain('replica2\n');
  });

  it('keyboard alone completes case 1', async () => {
    await using course = await suite.tab();
    const { page } = course;
    await course.open('caso-1/1');
    await course.prepare('caso-1');
    await page.reload();
    await course.region('replica1', 'shell').waitFor();
    const passedHere = async () => {
      const ids = await page
        .locator('section.present:not(.stack) [data-check]')
        .evaluateAll((all) => all.map((check) => check.dataset['check'] ?? ''));
      for (const id of ids) await course.passed(id);
    };
    // From the deck to the terminals with its key, type, and back with the other.
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => page.url()).toContain('#/caso-1/2');
    await course.region('replica1', 'sentinel').waitFor();
    await expect.poll(() => course.screen('replica1', 'sentinel')).toContain('26379>');
    await page.keyboard.press('t');
    await page.keyboard.type('SENTINEL FAILOVER cursoredis');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+Shift+E');
    await passedHere();
    for (let slide = 3; slide <= 9; slide += 1) {
      await page.keyboard.press('ArrowDown');
      await expect.poll(() => page.url()).toContain(`#/caso-1/${slide}`);
      await passedHere();
    }
    for (const { id } of cases[0]?.checks ?? []) expect([id, await course.state(id)]).toEqual([id, 'pass']);
  });
});

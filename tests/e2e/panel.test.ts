/** The cluster's picture and its timeline in a learner's hands, on a real cluster. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { CoursePage } from './course-page.ts';
import { useCourse } from './suite.ts';

/** down-after, the election and the promotion, twice over. */
const failoverMs = 25_000;

const service = (page: Page, name: RegExp) => page.getByRole('button', { name });
const slider = (page: Page) => page.getByRole('slider', { name: 'Momento que se muestra' });
const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true });

/** The moment that is shown, as a screen reader says it. */
const moment = (page: Page) => slider(page).getAttribute('aria-valuetext');

async function crashMaster(course: CoursePage): Promise<void> {
  await course.open('caso-2/1');
  await course.prepare('caso-2');
  await service(course.page, /^Redis de replica2: MAESTRO/).waitFor();
  await course.type('replica2', 'redis-cli', 'SHUTDOWN');
}

/** All three Sentinels name the new master. */
async function switched(page: Page): Promise<void> {
  for (const node of ['maestro', 'replica1', 'replica2'])
    await service(
      page,
      new RegExp(`^${node}: Sentinel · época \\d+, cree en (maestro|replica1)[.,]`),
    ).waitFor({
      timeout: failoverMs,
    });
}

describe('the cluster panel', () => {
  const suite = useCourse();

  it('shows a crash as it goes: the master down, the vote, the new master; and says it politely', async () => {
    await using course = await suite.open();
    const { page } = course;
    await crashMaster(course);
    await service(page, /^Redis de replica2: Redis parado/).waitFor();
    await service(page, /^Redis de replica1: réplica.*sin maestro/).waitFor();
    await service(page, /^\w+: Sentinel · época \d+, cree en replica2 · s_down/)
      .first()
      .waitFor({ timeout: failoverMs });
    await service(page, /elegido líder: [23] de 2/).waitFor({ timeout: failoverMs });
    expect(await page.locator('.panel-caption').textContent()).toMatch(
      /Votos de la época 4: .*hacen falta 2\. Dirige/,
    );
    await switched(page);
    expect(await service(page, /^Redis de \w+: MAESTRO/).count()).toBe(1);
    await expect
      .poll(() => page.locator('[data-cluster-change][aria-live="polite"]').textContent(), {
        timeout: 10_000,
      })
      .not.toBe('');
    // What was shown of the election goes by itself.
    await expect
      .poll(() => page.locator('.panel-caption').textContent(), { timeout: 15_000 })
      .toMatch(/^El maestro es (maestro|replica1), con 1 réplica en línea\. Redis parado en replica2\.$/);
  }, 90_000);

  it('shows two beliefs as two', async () => {
    await using course = await suite.open();
    const { page } = course;
    await course.open('caso-1/2');
    // Where the others do not reach it, nobody convinces it.
    const file = '/etc/sentinel.conf';
    for (const line of [
      'rc-service redis-sentinel stop',
      `sed -i 's/^port .*/port 26380/; s/cursoredis 192.168.157.144/cursoredis 192.168.157.199/; /known-/d' ${file}`,
      'rc-service redis-sentinel start',
    ])
      await course.type('replica1', 'shell', line);
    await service(page, /^replica1: Sentinel · época \d+, cree en 192\.168\.157\.199/).waitFor();
    await service(page, /^replica2: Sentinel · época \d+, cree en maestro/).waitFor();
    await expect
      .poll(() => page.locator('.panel-caption').textContent())
      .toBe(
        'Los Sentinels no están de acuerdo: maestro y replica2 creen en maestro; replica1 cree en 192.168.157.199.',
      );
  });

  it('follows what no Sentinel publishes: offsets, min-replicas, and a process that hangs', async () => {
    await using course = await suite.open();
    const { page } = course;
    await course.open('caso-3/1');
    await course.prepare('caso-3');
    const master = service(page, /^Redis de \w+: MAESTRO/);
    const offset = async () => /offset ([\d ]+)/.exec((await master.getAttribute('aria-label')) ?? '')?.[1];
    const before = await offset();
    await expect.poll(offset, { timeout: 10_000 }).not.toBe(before);
    const name = /^Redis de (\w+)/.exec((await master.getAttribute('aria-label')) ?? '')?.[1];
    if (name !== 'maestro' && name !== 'replica1' && name !== 'replica2') throw new Error(`master: ${name}`);
    await course.type(name, 'redis-cli', 'CONFIG SET min-replicas-to-write 1');
    await service(page, /min-replicas 1, hay 2: escribe/).waitFor();
    const hung = name === 'replica1' ? 'replica2' : 'replica1';
    await course.type(hung, 'shell', 'kill -STOP $(cat /run/redis.pid)');
    // The others are still seen while it says nothing.
    await course.type(name, 'redis-cli', 'CONFIG SET min-replicas-to-write 0');
    await service(page, /min-replicas/).waitFor({ state: 'detached' });
    await service(page, new RegExp(`^Redis de ${hung}: Redis parado`)).waitFor();
    await course.type(hung, 'shell', 'kill -CONT $(cat /run/redis.pid)');
    await service(page, new RegExp(`^Redis de ${hung}: réplica`)).waitFor({ timeout: 10_000 });
  });

  it('a press, or a key, on a host opens its shell, and on a service its session', async () => {
    await using course = await suite.open();
    const { page } = course;
    await course.open('caso-1/2');
    await service(page, /^Redis de replica2/).click();
    await course.region('replica2', 'redis-cli').waitFor();
    await service(page, /^Máquina maestro/).focus();
    await page.keyboard.press('Enter');
    await course.region('maestro', 'shell').waitFor();
    await service(page, /^replica1: Sentinel/).focus();
    await page.keyboard.press(' ');
    await course.region('replica1', 'sentinel').waitFor();
    // It has the keyboard.
    await expect.poll(() => course.screen('replica1', 'sentinel'), { timeout: 10_000 }).toContain('26379>');
    await page.keyboard.type('PING');
    await page.keyboard.press('Enter');
    await expect.poll(() => course.screen('replica1', 'sentinel'), { timeout: 10_000 }).toContain('PONG');
  });

  it('keeps every event of the three nodes, goes back to any of them by key and pointer, also after a reload', async () => {
    await using course = await suite.open();
    const { page } = course;
    await crashMaster(course);
    await switched(page);
    await tab(page, 'Línea de tiempo').click();
    const failovers = page.getByRole('list', { name: 'Failovers y la duración de sus fases' });
    await expect
      .poll(() => failovers.textContent(), { timeout: 15_000 })
      .toMatch(
        /^Failover dirigido por \w+ \([\d,]+ s\): detección .+, elección .+, ascenso .+, reconfiguración .+$/,
      );
    await slider(page).focus();
    await page.keyboard.press('Home');
    expect(await moment(page)).toMatch(/^\d\d:\d\d:\d\d\.\d{3}/);
    const seen: string[] = [];
    for (let step = 0; step < 80 && (await moment(page)) !== 'En directo'; step += 1) {
      seen.push((await moment(page)) ?? '');
      await page.keyboard.press('ArrowRight');
    }
    for (const name of ['+sdown', '+odown', '+vote-for-leader', '+elected-leader', '+promoted-slave'])
      expect(seen.some((text) => text.includes(`· ${name}: `))).toBe(true);
    for (const node of ['maestro', 'replica1', 'replica2'])
      expect(seen.some((text) => text.includes(`· ${node} · +switch-master: Cambio de maestro`))).toBe(true);
    // The node's own time, from its log, beside the time of receipt.
    const doubt = seen.find((text) => text.includes('· +sdown: '));
    expect(doubt).toMatch(/^\d\d:\d\d:\d\d\.\d{3} \(en su log, \d\d:\d\d:\d\d\.\d{3}\)/);

    // The topology as it was before the first doubt, and again now.
    await page.keyboard.press('Home');
    await tab(page, 'Clúster').click();
    await service(page, /^Redis de replica2: MAESTRO/).waitFor();
    await page.getByRole('button', { name: 'Volver al directo' }).click();
    await service(page, /^Redis de replica2: Redis parado/).waitFor();

    await page.reload();
    await tab(page, 'Línea de tiempo').click();
    await expect.poll(() => failovers.textContent(), { timeout: 15_000 }).toContain('dirigido por');
    await page.locator('.tl-mark[data-kind="switch"]').first().click();
    expect(await moment(page)).toContain('+switch-master');
    await tab(page, 'Clúster').click();
    expect(await page.locator('.panel-caption').textContent()).toContain('+switch-master');
  }, 90_000);

  it('puts the learner’s own log beside the text’s, and marks what matches', async () => {
    await using course = await suite.open();
    const { page } = course;
    await crashMaster(course);
    await switched(page);
    for (const [slide, node] of [
      [2, 'replica1'],
      [3, 'replica2'],
      [4, 'maestro'],
    ] as const) {
      await course.open(`caso-2/${slide}`);
      const log = page.locator('section.present:not(.stack) .log');
      await log.getByText(new RegExp(`^Tu log de ${node}: \\d+ de \\d+ líneas como en el texto`)).waitFor();
      const row = log.getByRole('row').filter({ hasText: '+switch-master' });
      await expect.poll(() => row.textContent()).toMatch(/Igual en tu log \d\d:\d\d:\d\d\.\d{3}/);
      expect(await log.getByRole('columnheader').allTextContents()).toEqual([
        'Hora',
        'Evento',
        'Qué dice',
        'En tu log',
      ]);
    }
  }, 90_000);

  it('hands the timeline over as data and as a picture', async () => {
    await using course = await suite.open();
    const { page } = course;
    await course.open('caso-1/2');
    await course.type('replica1', 'sentinel', 'SENTINEL FAILOVER cursoredis');
    await tab(page, 'Línea de tiempo').click();
    await page.locator('.tl-mark[data-kind="switch"]').first().waitFor({ timeout: failoverMs });
    const saved = async (name: string) => {
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: `Descargar la línea de tiempo en ${name}` }).click(),
      ]);
      return readFile(await file.path(), 'utf8');
    };
    const data: unknown = JSON.parse(await saved('JSON'));
    expect(data).toMatchObject({
      hosts: [{ name: 'maestro' }, { name: 'replica1' }, { name: 'replica2' }],
      failovers: [{ leader: 'replica1', asked: true }],
    });
    const picture = await saved('SVG');
    expect(picture).toContain('+switch-master');
    expect(picture).not.toContain('var(--');
  });

  it('folds away, stays so after a reload, and is in neither print nor the speaker’s slides', async () => {
    await using course = await suite.open();
    const { page } = course;
    await course.open('caso-1/2');
    await page.getByRole('button', { name: 'Plegar el clúster' }).click();
    await expect.poll(() => service(page, /^Redis de maestro/).count()).toBe(0);
    await page.reload();
    await page.getByRole('button', { name: 'Desplegar el clúster' }).click();
    await service(page, /^Redis de maestro/).waitFor();
    for (const kind of ['print-pdf', 'receiver']) {
      await page.goto(`${suite.url}/?${kind}`);
      await page.locator('.reveal section').first().waitFor({ state: 'attached' });
      await page.waitForTimeout(500);
      expect(await page.locator('.panel').count()).toBe(0);
    }
  });

  it.each(['light', 'dark'] as const)(
    'has no violation of accessibility during a failover, %s',
    async (colorScheme) => {
      const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
      await using course = await suite.open({ colorScheme, bypassCSP: true, reducedMotion: 'reduce' });
      const { page } = course;
      await crashMaster(course);
      await page.addScriptTag({ content: axe });
      const violations = async () => {
        // The rest of the page has a test of its own, slide by slide.
        const result = await page.evaluate(() => window.axe.run('.panel'));
        return result.violations.map(({ id, nodes }) => [
          id,
          nodes.map((node) => [node.target, node.failureSummary]),
        ]);
      };
      await service(page, /^\w+: Sentinel · época \d+, cree en replica2 · [so]_down/)
        .first()
        .waitFor({ timeout: failoverMs });
      expect(await violations()).toEqual([]);
      await switched(page);
      expect(await violations()).toEqual([]);
      await tab(page, 'Línea de tiempo').click();
      expect(await violations()).toEqual([]);
      await slider(page).press('Home');
      expect(await violations()).toEqual([]);
      await tab(page, 'Clúster').click();
      expect(await violations()).toEqual([]);
    },
    90_000,
  );
});

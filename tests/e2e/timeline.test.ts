/** The timeline in a learner's hands, on a real cluster. */
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { CoursePage } from './course-page.ts';
import { crashMaster, failoverMs, moment, service, slider, switched, tab } from './panel.ts';
import { useCourse } from './suite.ts';

/** Not the server's, nor one with summer time. */
const zone = 'America/Mexico_City';
const hourIn = (timeZone: string, at: number) =>
  new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit' }).format(at);

describe('the timeline', () => {
  const suite = useCourse({}, { sharedPage: { timezoneId: zone } });

  /** The page on which the master has been crashed, by the first test that asks for it. */
  let crashed: CoursePage | null = null;
  const afterCrash = async (): Promise<CoursePage> => {
    const course = await suite.shared();
    if (course !== crashed) {
      await crashMaster(course);
      await switched(course);
      crashed = course;
    }
    return course;
  };

  it('keeps every event of the three nodes, goes back to any of them by key and pointer, also after a reload', async () => {
    const course = await afterCrash();
    const { page } = course;
    await tab(page, 'Línea de tiempo').click();
    await page.locator('.tl-head').getByText('hora de Mexico City').waitFor();
    const failovers = page.getByRole('list', { name: 'Failovers y la duración de sus fases' });
    await expect
      .poll(() => failovers.textContent())
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
    const [, received, written] =
      /^(\d\d):\d\d:\d\d\.\d{3} \(en su log, (\d\d):\d\d:\d\d\.\d{3}\)/.exec(doubt ?? '') ?? [];
    // Both in the learner's zone; one of them may be of the hour before.
    const hours = [-5000, 5000]
      .map((ms) => hourIn(zone, Date.now() + ms - failoverMs))
      .concat(hourIn(zone, Date.now()));
    for (const hour of [received, written]) expect(hours).toContain(hour);

    // The topology as it was before the first doubt, and again now.
    await page.keyboard.press('Home');
    await tab(page, 'Clúster').click();
    await service(page, /^Redis de replica2: MAESTRO/).waitFor();
    await page.getByRole('button', { name: 'Volver al directo' }).click();
    await service(page, /^Redis de replica2: Redis parado/).waitFor();

    await page.reload();
    await tab(page, 'Línea de tiempo').click();
    await expect.poll(() => failovers.textContent()).toContain('dirigido por');
    await page.locator('.tl-mark[data-kind="switch"]').first().click();
    expect(await moment(page)).toContain('+switch-master');
    await tab(page, 'Clúster').click();
    expect(await page.locator('.panel-caption').textContent()).toContain('+switch-master');
    await expect
      .poll(() => course.screen('replica1', 'sentinel-log'))
      .toMatch(new RegExp(`${written}:\\d\\d:\\d\\d\\.\\d{3}`));
  });

  it('puts the learner’s own log beside the text’s, and marks what matches', async () => {
    const course = await afterCrash();
    const { page } = course;
    for (const [slide, node] of [
      [2, 'replica1'],
      [3, 'replica2'],
      [4, 'maestro'],
    ] as const) {
      await course.open(`caso-2/${slide}`);
      const log = page.locator('section.present:not(.stack) .log');
      await log.getByText(new RegExp(`^Tu log de ${node}: \\d+ de \\d+ líneas como en el texto`)).waitFor();
      const row = log.getByRole('row').filter({ hasText: '+switch-master' });
      // The leader's comes last, once the other replica follows the new master; one that did not hear it is told again after 10 s.
      await expect
        .poll(() => row.textContent(), { timeout: failoverMs })
        .toMatch(/Igual en tu log \d\d:\d\d:\d\d\.\d{3}/);
      expect(await log.getByRole('columnheader').allTextContents()).toEqual([
        'Hora',
        'Evento',
        'Qué dice',
        'En tu log',
      ]);
      const [box, table, head, copy] = await Promise.all(
        [
          log,
          log.getByRole('table'),
          log.getByRole('columnheader', { name: 'En tu log' }),
          log.getByRole('button', { name: 'Copiar' }),
        ].map((part) => part.evaluate((element) => element.getBoundingClientRect().toJSON())),
      );
      expect(table.right, 'the table ends at the margin').toBeLessThanOrEqual(box.right + 0.5);
      expect(copy.top, 'the button is not over the heading').toBeGreaterThan(head.bottom);
    }
  });

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
});

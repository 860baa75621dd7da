/** What the application of case 8 shows on the page: its bars, its words, and what it takes to prove a loss. */
import { describe, expect, it } from 'vitest';
import { accessible, expectAccessible } from './axe.ts';
import { useCourse } from './suite.ts';

describe('the application', () => {
  const suite = useCourse({ CURSO_DOWN_AFTER_MS: '1500' });

  it('is started with ▶, and its outage is drawn, said in words, and free of violations', async () => {
    await using course = await suite.open(accessible);
    const { page } = course;
    await course.open('caso-8/2');
    await course.prepare('caso-8');
    const slide = page.locator('section.present:not(.stack)');
    await slide.getByRole('button', { name: 'Ejecutar en cliente (shell)' }).click();
    await course.passed('caso-8/escribiendo');
    await course.open('caso-8/3');
    const picture = slide.getByRole('img', { name: /^Sin esperar a nadie: \d+ confirmadas/ });
    await picture.waitFor();
    expect(await picture.getAttribute('aria-label')).toContain('Sin cortes de servicio.');
    await course.type('maestro', 'redis-cli', 'SHUTDOWN');
    await course.passed('caso-8/corte-medido');
    await slide.getByText(/^Un corte de servicio: \d+,\d s\.$/).waitFor();
    expect(await slide.locator('svg .plot-seconds').textContent()).toMatch(/^\d+,\d s$/);
    await expectAccessible(page);
  });

  it('proves nothing by lines that a learner writes into its file', async () => {
    await using course = await suite.open();
    await course.open('caso-8/1');
    await course.prepare('caso-8');
    const forged = `for n in $(seq 60); do for e in directo wait; do echo '{"escritor":"'$e'","n":'$n',"at":'$(date +%s%3N)',"fin":"'$([ $n -gt 30 ] && [ $n -lt 45 ] && echo error || echo ok)'"}'; done; sleep 0.1; done >>escrituras.jsonl; echo '{"escritor":"directo","repaso":1,"perdidas":[1,2,3]}' >>escrituras.jsonl`;
    await course.type('cliente', 'shell', forged);
    await course.open('caso-8/9');
    await expect
      .poll(() => course.check('caso-8/perdidas').textContent())
      .toContain('ningún Sentinel ha publicado +switch-master');
    await course.page.waitForTimeout(1000);
    for (const id of ['corte-medido', 'corte-breve', 'perdidas', 'con-wait'])
      expect([id, await course.state(`caso-8/${id}`)]).not.toEqual([id, 'pass']);
  });
});

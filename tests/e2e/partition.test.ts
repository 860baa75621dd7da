/** A partition from the page: the button, the terminals of the host that is cut off, and the API. */
import { describe, expect, it } from 'vitest';
import { useCourse } from './suite.ts';

describe('a partition from the page', () => {
  const suite = useCourse({ CURSO_DOWN_AFTER_MS: '1500' });

  it('is made and mended with a button, while the terminals of that host go on', async () => {
    await using course = await suite.open();
    await course.open('caso-6/1');
    await course.prepare('caso-6');
    const slide = course.page.locator('section.present:not(.stack)');
    const group = slide.getByRole('group', { name: 'Red del laboratorio' });
    await course.type('maestro', 'shell', 'echo antes');
    await group.getByRole('button', { name: 'Cortar maestro' }).click();
    await group.getByRole('button', { name: 'Curar maestro' }).waitFor();
    await group.getByRole('status').getByText('maestro está aislado.').waitFor();
    await course.type('maestro', 'shell', 'timeout 1 redis-cli -h replica1 PING || echo no llega');
    await expect.poll(() => course.screen('maestro', 'shell'), { timeout: 5000 }).toMatch(/^no llega/m);
    await course.type('maestro', 'redis-cli', 'SET pedido antiguo');
    await expect.poll(() => course.screen('maestro', 'redis-cli'), { timeout: 5000 }).toContain('OK');
    await course.passed('caso-6/dos-maestros');
    // The picture has both: who is cut off, and two masters.
    await course.page.getByRole('button', { name: /^Máquina maestro, [\d.]+, sin red/ }).waitFor();
    await expect
      .poll(() => course.page.getByRole('button', { name: /^Redis de \w+: MAESTRO/ }).count())
      .toBe(2);
    await group.getByRole('button', { name: 'Curar maestro' }).click();
    await group.getByRole('button', { name: 'Cortar maestro' }).waitFor();
  });

  it('tells every page of the learner, and refuses what is no node', async () => {
    await using course = await suite.open();
    await course.open('caso-6/1');
    const { request } = course.context;
    const cut = await request.post(`${suite.url}/api/lab/network`, { data: { node: 'replica2', cut: true } });
    expect(await cut.json()).toMatchObject({
      nodes: [
        { name: 'maestro', cut: false },
        { name: 'replica1', cut: false },
        { name: 'replica2', cut: true },
      ],
    });
    await course.page.getByRole('button', { name: 'Curar replica2' }).first().waitFor();
    const wrong = await request.post(`${suite.url}/api/lab/network`, { data: { node: 'otra', cut: true } });
    expect([wrong.status(), await wrong.json()]).toEqual([
      400,
      { code: 'bad-request', message: expect.any(String) },
    ]);
  });
});

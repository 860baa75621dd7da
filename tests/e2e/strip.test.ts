/** The line that says where the learner is, what is left to do, and what the cluster is busy with. */
import { describe, expect, it } from 'vitest';
import { useCourse } from './suite.ts';

describe('the strip of steps', () => {
  const suite = useCourse();

  it('names the steps of a case, leads to their slides, and fills as they are proven', async () => {
    await using course = await suite.open();
    const { page } = course;
    await course.open('caso-2/1');
    const strip = page.getByRole('navigation', { name: 'Pasos' });
    await strip.getByText('0 de 4').waitFor();
    const steps = strip.getByRole('link');
    expect(await steps.count()).toBe(4);
    const first = strip.getByRole('link', { name: /^El maestro se ha apagado/ });
    expect(await first.getAttribute('aria-current')).toBe('step');
    await first.getByText('(siguiente)').waitFor({ state: 'attached' });
    await strip.getByRole('link', { name: /^El nodo caído ha vuelto/ }).click();
    expect(new URL(page.url()).hash).toBe('#/caso-2/6');
    await first.click();

    await course.type('maestro', 'redis-cli', 'SHUTDOWN');
    const timer = strip.getByRole('timer');
    await timer.getByText('Detección').waitFor();
    await expect.poll(() => timer.textContent()).toMatch(/Detección: [\d,]+ (?:ms|s) de 5,0 s/);
    await course.passed('caso-2/maestro-caido');
    await first.getByText('(hecho)').waitFor({ state: 'attached' });
    await strip.getByText(/^Demostrado: /).waitFor({ state: 'attached' });
    await course.passed('caso-2/nuevo-maestro');
    await expect.poll(() => timer.count()).toBe(0);
    await strip.getByText('3 de 4').waitFor();

    await course.type('maestro', 'shell', 'rc-service redis start');
    await course.passed('caso-2/replica-recuperada');
    await course.open('caso-2/6');
    const end = page.getByRole('region', { name: 'Fin del caso' });
    await end.getByText(/^Caso completo, en /).waitFor();
    expect(await end.getByRole('row').count()).toBe(5);
    await end.getByRole('row', { name: /^detección .* 86 ms$/ }).waitFor();
  });

  it('shows the cases where a chapter is of none', async () => {
    await using course = await suite.open();
    const { page } = course;
    await course.open('portada');
    const strip = page.getByRole('navigation', { name: 'Pasos' });
    await strip.getByRole('link', { name: /^Caso 3: / }).click();
    expect(new URL(page.url()).hash).toBe('#/caso-3');
  });
});

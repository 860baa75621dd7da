/** The figures of the concept slides: drawn before any script runs, and answering to pointer and keyboard. */
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { useCourse } from './suite.ts';

/** That answers: it is drawn before its code has come. */
const figure = (page: Page, name: string): Locator =>
  page.locator('[data-alive]').getByRole('figure', { name });
const slider = (within: Locator, name: string): Locator => within.getByRole('slider', { name });

describe('figures', () => {
  const suite = useCourse();

  it('have the width of the page where a slide uses no terminal, until the learner asks for them', async () => {
    await using course = await suite.open();
    const { page } = course;
    await course.open('que-es-sentinel/3');
    const terminals = page.getByRole('region', { name: 'Terminales' });
    await expect.poll(() => terminals.isVisible()).toBe(false);
    await course.open('caso-1/2');
    await expect.poll(() => terminals.isVisible()).toBe(true);
    await course.open('que-es-sentinel/3');
    await expect.poll(() => terminals.isVisible()).toBe(false);
    await page.keyboard.press('t');
    await expect.poll(() => terminals.isVisible()).toBe(true);
  });

  it('tell who may decide, whoever is cut off', async () => {
    const { page, open } = await suite.shared();
    await open('que-es-sentinel/3');
    const quorum = figure(page, 'Quórum y mayoría: quién puede decidir');
    await quorum.getByText('Hay failover').waitFor();
    const second = quorum.getByRole('button', { name: /^réplica S2/ });
    await second.focus();
    await page.keyboard.press('Enter');
    expect(await second.getAttribute('aria-pressed')).toBe('true');
    await quorum.getByText('no se llega al quórum').waitFor();
    await slider(quorum, 'Quórum').press('ArrowLeft');
    await quorum.getByText('pero no para la mayoría').waitFor();
    // The deck takes no key that a slider has a use for.
    expect(new URL(page.url()).hash).toBe('#/que-es-sentinel/3');
  });

  it('tell when a silence becomes a doubt, and when an agreement', async () => {
    const { page, open } = await suite.shared();
    await open('que-es-sentinel/2');
    const detection = figure(page, 'De tres opiniones a un acuerdo');
    await detection.getByText('failover por una pausa').waitFor();
    await slider(detection, 'Sin responder').fill('4');
    await detection.getByText('nadie lo notó').waitFor();
    await slider(detection, 'down-after').fill('2');
    await detection.getByText('a los 2,5 s').waitFor();
  });

  it('show the same second of a crash with Sentinel and without', async () => {
    const { page, open } = await suite.shared();
    await open('que-es-sentinel/0');
    const crash = figure(page, 'Una caída, con Sentinel y sin él');
    await slider(crash, 'Desde la caída').fill('9');
    await crash.getByText('las escrituras son de maestro').waitFor();
    await crash.getByRole('checkbox', { name: 'Con Sentinel' }).uncheck();
    await crash.getByText('nadie acepta escrituras').waitFor();
    await crash.getByRole('img', { name: /^Redis de replica1: réplica/ }).waitFor();
  });

  it('go through an election by steps, and play it', async () => {
    const { page, open } = await suite.shared();
    await open('que-es-sentinel/5');
    const election = figure(page, 'Una elección, mensaje a mensaje');
    const at = slider(election, 'Paso');
    await at.fill('0');
    await election.getByText('+sdown').first().waitFor();
    await election.getByRole('button', { name: 'Paso siguiente' }).click();
    expect(await at.inputValue()).toBe('1');
    await election.getByRole('button', { name: 'Reproducir' }).click();
    await expect.poll(async () => Number(await at.inputValue())).toBeGreaterThan(2);
    await election.getByRole('button', { name: 'Pausa' }).click();
    await at.press('End');
    await election.getByText('+switch-master').first().waitFor();
  });

  it('say how much is lost, and how min-replicas bounds it', async () => {
    const { page, open } = await suite.shared();
    await open('caso-6/8');
    const lost = figure(page, 'Lo que pierde una réplica asíncrona');
    await lost.getByText('se pierden todas').waitFor();
    await lost.getByRole('checkbox', { name: 'min-replicas-to-write 1' }).check();
    await lost.getByText('Se pierden solo las de esos 4 s').waitFor();
    await slider(lost, 'Sin red').fill('5');
    await lost.getByText('no se pierde nada').waitFor();
  });
});

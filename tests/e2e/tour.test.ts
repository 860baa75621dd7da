/** The page in four steps: led through by keyboard, left at any time, and back where it began. */
import { describe, expect, it } from 'vitest';
import { useCourse } from './suite.ts';

describe('the tour', () => {
  const suite = useCourse();

  it('shows slide, ▶, terminals and check, and gives back slide and focus', async () => {
    const { page, open } = await suite.shared();
    await open('portada');
    const begin = page.getByRole('button', { name: 'Enséñame la página en cuatro pasos' });
    await begin.focus();
    await page.keyboard.press('Enter');
    const box = page.getByRole('dialog', { name: /de 4/ });
    const next = box.getByRole('button', { name: 'Siguiente' });
    for (const title of ['La diapositiva', 'El botón ▶', 'Tu clúster y tus terminales']) {
      await box.getByRole('heading', { name: title }).waitFor();
      expect(await page.locator('[data-toured]').count()).toBe(1);
      expect(await page.locator('[data-toured]').isVisible()).toBe(true);
      await next.click();
    }
    await box.getByRole('heading', { name: 'La comprobación' }).waitFor();
    await box.getByRole('button', { name: 'Empezar' }).click();
    expect(new URL(page.url()).hash).toBe('#/portada');
    await expect.poll(() => begin.evaluate((button) => button === document.activeElement)).toBe(true);
    expect(await page.locator('[data-toured]').count()).toBe(0);
  });

  it('is left with Esc, and begun again from the help', async () => {
    const { page, open, fromMenu } = await suite.shared();
    await open('caso-3/1');
    await fromMenu(/^Teclas y ayuda/);
    await page
      .getByRole('dialog', { name: 'Teclas' })
      .getByRole('button', { name: 'Enséñame la página' })
      .click();
    const box = page.getByRole('dialog', { name: /1 de 4/ });
    await box.waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => box.count()).toBe(0);
    expect(new URL(page.url()).hash).toBe('#/caso-3/1');
  });
});

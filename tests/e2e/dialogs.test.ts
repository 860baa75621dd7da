/** Every dialog opens at its beginning, with the keyboard in it, on a telephone, a tablet and a page enlarged to 400 %. */
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { CoursePage } from './course-page.ts';
import { useCourse } from './suite.ts';

/** What is wrong with a dialog that was just opened. */
const faultsOf = (dialog: Locator): Promise<string[]> =>
  dialog.evaluate((box) => {
    const heading = box.querySelector('h2');
    if (!heading) return ['no heading'];
    const faults: string[] = [];
    const { left, top, bottom } = heading.getBoundingClientRect();
    for (const y of [top + 1, bottom - 1])
      if (!heading.contains(document.elementFromPoint(left + 4, y)))
        faults.push('the heading is out of sight');
    if (!box.contains(document.activeElement)) faults.push('the keyboard is elsewhere');
    return faults;
  });

/** Goes through a dialog with Tab: the controls that are reached, and whether each is seen then. */
async function reached(page: Page, dialog: Locator): Promise<Record<string, boolean>> {
  const found: Record<string, boolean> = {};
  for (let stop = 0; stop < 12; stop += 1) {
    const at = await dialog.evaluate((box) => {
      const control = document.activeElement;
      if (!control || control === box || !box.contains(control)) return null;
      const { left, top, width, height } = control.getBoundingClientRect();
      const there = document.elementFromPoint(left + width / 2, top + height / 2);
      return { name: control.textContent?.trim() || control.localName, seen: control.contains(there) };
    });
    if (at) found[at.name] = at.seen;
    await page.keyboard.press('Tab');
  }
  return found;
}

const here = ({ page }: CoursePage) => page.locator('section.present:not(.stack)');

const dialogs: Readonly<Record<string, (course: CoursePage) => Promise<void>>> = {
  Teclas: async ({ page }) => {
    await page.getByRole('main').focus();
    await page.keyboard.press('?');
  },
  'Reiniciar el laboratorio': (course) => course.fromMenu('Reiniciar laboratorio'),
  'Preparar el caso 2': (course) => here(course).getByRole('button', { name: 'Preparar este caso' }).click(),
  'Demostración del caso 2': (course) =>
    here(course).getByRole('button', { name: 'Demostración', exact: true }).click(),
  'Tu código para volver': (course) => course.fromMenu('Mi código para volver…'),
  'Empezar como otra persona': (course) => course.fromMenu('Empezar como otra persona…'),
};

/** A phone, the least of a projector, and 1280 × 1024 at 400 %; each with a slide whose help nobody asked for. */
const sizes = [
  { width: 390, height: 844, slide: 'caso-2/1' },
  { width: 1024, height: 768, slide: 'caso-3/1' },
  { width: 320, height: 256, slide: 'caso-4/2' },
];

describe('dialogs', () => {
  const suite = useCourse();

  it.each(sizes)(
    'open at their beginning, and Tab reaches all of them: $width × $height',
    async (viewport) => {
      const course = await suite.shared();
      const { page } = course;
      await page.setViewportSize(viewport);
      await course.open('caso-2/1');
      for (const [name, open] of Object.entries(dialogs)) {
        await open(course);
        const dialog = page.getByRole('dialog', { name, exact: true });
        await dialog.waitFor();
        expect([name, await faultsOf(dialog)]).toEqual([name, []]);
        const controls = await dialog.locator('button, input, a').filter({ visible: true }).count();
        const seen = await reached(page, dialog);
        expect([name, Object.keys(seen).length, Object.values(seen).every(Boolean)]).toEqual([
          name,
          controls,
          true,
        ]);
        // Tab leads out of a dialog as well, and its Escape works from there.
        await page.evaluate(
          () => document.activeElement instanceof HTMLElement && document.activeElement.blur(),
        );
        await page.keyboard.press('Escape');
        await expect.poll(() => dialog.isVisible(), { message: name }).toBe(false);
      }
    },
  );

  it.each(sizes)(
    'so does the box of help, without help and with all of it: $width × $height',
    async ({ slide, ...viewport }) => {
      const course = await suite.shared();
      const { page } = course;
      await page.setViewportSize(viewport);
      await course.open(slide);
      const help = here(course)
        .getByRole('button', { name: /^Ayuda: / })
        .first();
      await expect
        .poll(() => here(course).locator('.check-message').first().textContent())
        .not.toContain('Sin conexión');
      const dialog = page.getByRole('dialog').filter({ hasText: 'Las ayudas que pides' });
      await help.click();
      await dialog.waitFor();
      expect(await faultsOf(dialog)).toEqual([]);
      for (const name of ['Dame una pista', 'Dame otra pista', 'Enséñame las órdenes'])
        await dialog.getByRole('button', { name, exact: true }).click();
      await expect.poll(() => dialog.getByRole('listitem').count()).toBe(3);
      await page.keyboard.press('Escape');
      await expect.poll(() => dialog.isVisible()).toBe(false);
      await help.click();
      await dialog.waitFor();
      expect(await faultsOf(dialog)).toEqual([]);
      expect(await reached(page, dialog)).toEqual({ Cerrar: true });
      await page.keyboard.press('Escape');
      await expect.poll(() => dialog.isVisible()).toBe(false);
    },
  );
});

/** How full screen is left is said as it is there: it depends on whether the browser lends the page its keys. */
import { describe, expect, it } from 'vitest';
import { type Suite, useCourse } from './suite.ts';

async function expectNote(suite: Suite, trusted: boolean, said: string): Promise<void> {
  await using course = await suite.open();
  const { page } = course;
  await course.open('caso-1/6');
  // The keyboard lock is part of what only a page that the browser trusts has.
  expect(await page.evaluate(() => [isSecureContext, 'keyboard' in navigator])).toEqual([trusted, trusted]);
  const note = page.locator('[data-full-screen]');
  const isFull = () => page.evaluate(() => document.fullscreenElement !== null);
  await page.getByRole('main').focus();
  await page.keyboard.press('f');
  await expect.poll(() => note.textContent()).toBe(said);
  expect([await isFull(), await note.isVisible()]).toEqual([true, true]);
  // As the browser does it, for the key that leaves is its own.
  await page.evaluate(() => document.exitFullscreen());
  await expect.poll(() => note.textContent()).toBe('');
  expect(await isFull()).toBe(false);
}

describe('full screen over plain http, where there is no keyboard lock', () => {
  const suite = useCourse({ CURSO_POOL: '0' }, { plain: true });
  it('says that Esc leaves it', () => expectNote(suite, false, 'Esc sale de la pantalla completa'));
});

describe('full screen on localhost, where the terminals are given Esc', () => {
  const suite = useCourse({ CURSO_POOL: '0' });
  it('says that Esc has to be held', () =>
    expectNote(suite, true, 'Mantén pulsada Esc para salir de la pantalla completa'));
});

/** Copying and pasting where a class does it: on a page that the browser does not trust, and by the keys of each system. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { CoursePage } from '../e2e/course-page.ts';
import { useCourse } from '../e2e/suite.ts';
import { placeOf, shows, waitMs } from './desk.ts';

/** What a person would paste elsewhere: into a field, with the browser's own key. */
async function pasted(page: Page): Promise<string> {
  const field = await page.evaluateHandle(() => {
    const area = document.createElement('textarea');
    document.body.append(area);
    area.focus();
    return area;
  });
  await page.keyboard.press('Control+V');
  const text = await field.evaluate((area) => area.value);
  await field.evaluate((area) => area.remove());
  return text;
}

/** Marks a word of a terminal with the mouse. */
async function select(course: CoursePage, word: string): Promise<void> {
  const shell = await course.terminal('maestro', 'shell');
  const { left, right, y } = await placeOf(shell, word);
  await course.page.mouse.move(left + 1, y);
  await course.page.mouse.down();
  await course.page.mouse.move(right - 1, y, { steps: 5 });
  await course.page.mouse.up();
}

async function setting(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Ajustes de los terminales' }).click();
  await page
    .getByRole('menuitemcheckbox', { name, exact: true })
    .or(page.getByRole('menuitemradio', { name, exact: true }))
    .click();
}

/** Says to the page which system it runs on, from when it is loaded next; the last one said holds. */
const pretend = (course: CoursePage, platform: string) =>
  course.page.addInitScript(
    (name) => Object.defineProperty(navigator, 'platform', { get: () => name, configurable: true }),
    platform,
  );

interface Keyboard {
  readonly system: string;
  readonly layout: string;
  /** The characters that Option or AltGr write, and on which key each is. */
  readonly keys: Readonly<Record<string, string>>;
}

const spanish = { '|': 'Digit1', '@': 'Digit2', '#': 'Digit3', '[': 'BracketLeft', ']': 'BracketRight' };
const keyboards: readonly Keyboard[] = [
  {
    system: 'MacIntel',
    layout: 'Spanish',
    keys: { ...spanish, '{': 'Quote', '}': 'Backslash', '\\': 'Minus', '~': 'Semicolon' },
  },
  {
    system: 'MacIntel',
    layout: 'Latin American',
    keys: { '@': 'KeyQ', '[': 'Digit5', ']': 'Digit6', '{': 'Digit7', '}': 'Digit8', '\\': 'Minus' },
  },
  { system: 'MacIntel', layout: 'US', keys: { '¡': 'Digit1', '€': 'Digit2', '®': 'KeyR', '\u00f8': 'KeyO' } },
  {
    system: 'Win32',
    layout: 'Spanish',
    keys: { ...spanish, '~': 'Digit4', '{': 'Quote', '}': 'Backslash', '\\': 'Backquote' },
  },
  {
    system: 'Win32',
    layout: 'Latin American',
    keys: { '@': 'KeyQ', '\\': 'Minus', '~': 'BracketRight', '^': 'Quote', '`': 'Backslash' },
  },
  { system: 'Linux x86_64', layout: 'Spanish', keys: { ...spanish, '~': 'Digit4', '\\': 'Backquote' } },
];
/** As browsers report it: on a Mac Option is Alt; elsewhere AltGr is a modifier of its own, which is neither Ctrl nor Alt. */
const modifiersOf = (system: string): number => (system === 'MacIntel' ? 1 : 0);
const keyCodeOf = (code: string): number =>
  /^(?:Digit|Key).$/.test(code) ? code.charCodeAt(code.length - 1) : 219;

async function press(course: CoursePage, key: string, code: string, modifiers: number): Promise<void> {
  const browser = await course.context.newCDPSession(course.page);
  const event = { key, code, windowsVirtualKeyCode: keyCodeOf(code), modifiers };
  await browser.send('Input.dispatchKeyEvent', { ...event, type: 'keyDown', text: key });
  await browser.send('Input.dispatchKeyEvent', { ...event, type: 'keyUp' });
  await browser.detach();
}

describe('a page over plain http', () => {
  const suite = useCourse({}, { plain: true });

  it('copies from slides and terminals by every way that it offers, and says nothing that is not so', async () => {
    const course = await suite.shared();
    const { page } = course;
    await course.open('caso-1/6');
    const shell = await course.terminal('maestro', 'shell');
    expect(await page.evaluate(() => [isSecureContext, 'clipboard' in navigator])).toEqual([false, false]);
    await page
      .locator('section.present')
      .getByRole('button', { name: 'Copiar', exact: true })
      .first()
      .click();
    expect(await pasted(page)).toBe('grep sentinel\\ monitor /etc/sentinel.conf');

    await course.type('maestro', 'shell', 'echo al""fa be""ta ga""mma');
    await shows(course, 'maestro', 'shell', /^alfa beta gamma$/m);
    await select(course, 'alfa');
    await page.keyboard.press('Control+Shift+C');
    expect(await pasted(page)).toBe('alfa');
    await setting(page, 'Copiar al seleccionar');
    await select(course, 'beta');
    expect(await pasted(page)).toBe('beta');
    await setting(page, 'Copiar al seleccionar');
    await setting(page, 'El botón derecho copia o pega');
    await select(course, 'gamma');
    const { left, y } = await placeOf(shell, 'gamma');
    await page.mouse.click(left + 3, y, { button: 'right' });
    expect(await pasted(page)).toBe('gamma');

    // Pasting is the browser's there: its keys work, and so does its menu, which the right button opens when nothing is selected.
    await shell.click();
    await page.keyboard.press('Control+Shift+V');
    await shows(course, 'maestro', 'shell', /\(maestro\) > gamma$/m);
    await page.evaluate(() =>
      document.addEventListener('contextmenu', (event) => {
        document.body.dataset['menu'] = event.defaultPrevented ? 'kept' : 'opens';
      }),
    );
    await page.mouse.click(left + 3, y + 60, { button: 'right' });
    expect(await page.locator('body').getAttribute('data-menu')).toBe('opens');
    expect(await shell.getByText('El navegador no permite').count()).toBe(0);
    await page.keyboard.press('Control+U');
    await course.type('maestro', 'shell', "printf '\\e]52;c;%s\\a' $(printf 'señal' | base64)");
    await shell.getByText('Un programa ha copiado 5 caracteres al portapapeles.').waitFor();
    expect(await pasted(page)).toBe('señal');
  });

  it('on Windows copies with Ctrl+C what is selected, pastes with Ctrl+V, and interrupts as ever', async () => {
    await using course = await suite.tab();
    const { page } = course;
    await pretend(course, 'Win32');
    await course.open('caso-1/6');
    await course.type('maestro', 'shell', 'clear');
    await course.type('maestro', 'shell', 'echo al""fa; cat');
    await shows(course, 'maestro', 'shell', /^alfa$/m);
    await select(course, 'alfa');
    await page.keyboard.press('Control+C');
    await page.keyboard.press('Control+V');
    await page.keyboard.press('Enter');
    await shows(course, 'maestro', 'shell', /^alfa\nalfa\nalfa$/m);
    // Nothing is selected any more.
    await page.keyboard.press('Control+C');
    await shows(course, 'maestro', 'shell', /\^C\n\(maestro\) >$/m);

    const footer = page.locator('.wb-status');
    expect(await footer.textContent()).toContain('Ctrl+C/V');
    await setting(page, 'Ctrl+Mayús+C y Ctrl+Mayús+V');
    expect(await footer.textContent()).toContain('Ctrl+Mayús+C/V');
    await course.fromMenu(/^Teclas y ayuda/);
    const help = page.getByRole('dialog', { name: 'Teclas' });
    expect(await help.locator('[data-copy-keys]').textContent()).toBe('Ctrl Mayús C / V ');
  });

  it('writes what a keyboard needs Option or AltGr for, and on a Mac is Meta when asked to', async () => {
    await using course = await suite.tab();
    const { page } = course;
    let pretended = '';
    for (const { system, layout, keys } of keyboards) {
      if (system !== pretended) {
        pretended = system;
        await pretend(course, system);
        await page.goto('about:blank');
        await course.open('caso-1/6');
        expect(await page.evaluate(() => navigator.platform)).toBe(system);
      }
      await course.type('maestro', 'shell', 'clear');
      await shows(course, 'maestro', 'shell', /^\(maestro\) >\s*$/);
      await page.keyboard.type("echo '");
      for (const [key, code] of Object.entries(keys)) await press(course, key, code, modifiersOf(system));
      await page.keyboard.type("'");
      await page.keyboard.press('Enter');
      const characters = Object.keys(keys).join('');
      await expect
        .poll(async () => (await course.screen('maestro', 'shell')).split('\n').map((row) => row.trimEnd()), {
          timeout: waitMs,
          message: `${layout} on ${system}`,
        })
        .toContain(characters);
    }

    await pretend(course, 'MacIntel');
    await page.reload();
    await shows(course, 'maestro', 'shell', '(maestro) >');
    await setting(page, 'Option (⌥) es Meta, y no escribe');
    await (await course.terminal('maestro', 'shell')).click();
    await page.keyboard.type('uno dos');
    // Meta+B goes back a word.
    await press(course, '∫', 'KeyB', 1);
    await page.keyboard.type('x');
    await shows(course, 'maestro', 'shell', /> uno xdos$/m);
  });
});

/** Mouse and clipboard, at the sizes and zooms at which the course is seen. */
import type { Dialog } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { useCourse } from '../e2e/suite.ts';
import { placeOf, rowsOf, shows, waitMs } from './desk.ts';

/** The browser's zoom, as the page sees it: fewer or more CSS pixels, each larger or smaller. */
const zoomed = (width: number, height: number, zoom: number) => ({
  viewport: { width: Math.round(width / zoom), height: Math.round(height / zoom) },
  deviceScaleFactor: zoom,
});

const views = [
  ['1280×720', zoomed(1280, 720, 1)],
  ['1920×1080', zoomed(1920, 1080, 1)],
  ['1280×720 at 80 %', zoomed(1280, 720, 0.8)],
  ['1280×720 at 150 %', zoomed(1280, 720, 1.5)],
] as const;

describe('hands on a terminal', () => {
  const permissions = ['clipboard-read', 'clipboard-write'];
  const suite = useCourse({}, { sharedPage: { permissions } });

  it.each(views)('select, select a word, roll and paste at %s', async (_name, view) => {
    await using course = await suite.tab({ ...view, permissions });
    const { page } = course;
    await course.open('caso-1/6');
    const shell = await course.terminal('maestro', 'shell');
    await course.type('maestro', 'shell', 'clear');
    await course.type('maestro', 'shell', 'seq 300; echo alfa,beta,gam""ma');
    await shows(course, 'maestro', 'shell', /^alfa,beta,gamma$/m);
    const copied = async () => {
      await page.keyboard.press('Control+Shift+C');
      return page.evaluate(() => navigator.clipboard.readText());
    };

    const word = await placeOf(shell, 'alfa,beta,gamma');
    const cell = (word.right - word.left) / 'alfa,beta,gamma'.length;
    await page.mouse.dblclick(word.left + 6.5 * cell, word.y);
    await expect.poll(copied, { timeout: waitMs }).toMatch(/^(beta|alfa,beta,gamma)$/);

    await page.mouse.move(word.left + 0.1 * cell, word.y);
    await page.mouse.down();
    await page.mouse.move(word.left + 4.9 * cell, word.y, { steps: 5 });
    await page.mouse.up();
    await expect.poll(copied, { timeout: waitMs }).toBe('alfa,');

    for (let turn = 0; turn < 8; turn += 1) await page.mouse.wheel(0, -120);
    await expect.poll(async () => (await rowsOf(shell)).includes('300'), { timeout: waitMs }).toBe(false);
    for (let turn = 0; turn < 16; turn += 1) await page.mouse.wheel(0, 120);
    await shows(course, 'maestro', 'shell', /^alfa,beta,gamma$/m);

    await page.evaluate(() => navigator.clipboard.writeText('echo "ca""mión 😀"'));
    await shell.click();
    await page.keyboard.press('Control+Shift+V');
    await shows(course, 'maestro', 'shell', 'echo "ca""mión 😀"');
    await page.keyboard.press('Enter');
    await shows(course, 'maestro', 'shell', /^camión 😀$/m);
  });

  it('a paste of 1 MB arrives whole', async () => {
    const course = await suite.shared();
    const { page } = course;
    await course.open('caso-1/6');
    const shell = await course.terminal('maestro', 'shell');
    await course.type('maestro', 'shell', 'stty -echo; head -c 1000000 | md5sum; stty echo');
    await page.waitForTimeout(300);
    await page.evaluate(() => navigator.clipboard.writeText('una línea pegada \u{1F600} x\n'.repeat(40_000)));
    await shell.click();
    await page.keyboard.press('Control+Shift+V');
    const { createHash } = await import('node:crypto');
    // What is pasted goes as it is typed: each end of line is an Enter, which the terminal reads as a line feed.
    const pasted = Buffer.from('una línea pegada \u{1F600} x\n'.repeat(40_000));
    expect(pasted).toHaveLength(1_000_000);
    await shows(course, 'maestro', 'shell', createHash('md5').update(pasted).digest('hex'));
  });

  it('a program is answered once, by the page that is typed in, which keeps the write lock', async () => {
    const course = await suite.shared();
    await course.open('caso-1/6');
    await course.type('maestro', 'shell', 'clear');
    // In front of it, and typed in: the first page watches from now on.
    await using typed = await suite.tab();
    await typed.open('caso-1/6');
    const watched = course
      .region('maestro', 'shell')
      .getByText('Este terminal se usa en otra pestaña o ventana. Escribe aquí para tomarlo.');
    await watched.waitFor();
    // Two seconds are enough for an answer too many. It shows them as one word, which has an end to be waited for.
    const ask = `ask() { local a; stty -echo; printf "$1"; IFS= read -rsn 400 -t 2 a; stty echo; printf '<%q''>\\n' "$a"; }`;
    await typed.type('maestro', 'shell', ask);
    await typed.type(
      'maestro',
      'shell',
      "ask '\\e[2J\\e[H\\e[6n\\e[c\\e]11;?\\a\\e]2;rm -rf\\a\\e[21t\\e]52;c;?\\a'",
    );
    await shows(typed, 'maestro', 'shell', /^<\$'\\E\[1;1R\\E\[\?1;2c\\E\]11;rgb:[\da-f/]+\\E\\\\'>$/m);
    expect(await watched.isVisible()).toBe(true);
    // Nothing of it is asked again by the screen that a page draws when it comes back.
    await typed.page.reload();
    await shows(typed, 'maestro', 'shell', /^\(maestro\) >$/m);
  });

  it('a program writes to the clipboard of who types in it, and reads none', async () => {
    const course = await suite.shared();
    const { page } = course;
    await course.open('caso-1/6');
    const shell = await course.terminal('maestro', 'shell');
    const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
    await course.type('maestro', 'shell', "printf '\\e]52;c;%s\\a' $(printf 'señal ✅' | base64)");
    await shell.getByText('Un programa ha copiado 7 caracteres al portapapeles.').waitFor();
    expect(await clipboard()).toBe('señal ✅');
    await course.type('maestro', 'shell', "printf '\\e]52;c;?\\a'");
    await shell.getByText('Un programa ha pedido leer lo que tienes en el portapapeles').waitFor();

    await course.type('maestro', 'shell', "sleep 1; printf '\\e]52;c;b3Rybw==\\a'; echo he''cho");
    await page.getByRole('main').focus();
    await shows(course, 'maestro', 'shell', /^hecho$/m);
    expect(await clipboard()).toBe('señal ✅');
    // What it asked to read never came to the prompt.
    expect(await course.screen('maestro', 'shell')).not.toContain('52;c;c2');
  });

  it('a paste that says it has ended runs nothing, and a link goes only where it says', async () => {
    const course = await suite.shared();
    const { page } = course;
    await course.open('caso-1/6');
    const shell = await course.terminal('maestro', 'shell');
    // At the top, where no notice of the terminal's lies over the links.
    await course.type('maestro', 'shell', 'clear');
    await shows(course, 'maestro', 'shell', /^\(maestro\) >\s*$/);
    await page.evaluate(() => navigator.clipboard.writeText('echo eje""cutado\x1b[201~\necho o""tro'));
    await shell.click();
    await page.keyboard.press('Control+Shift+V');
    await shows(course, 'maestro', 'shell', /echo o""tro$/m);
    expect(await course.screen('maestro', 'shell')).not.toMatch(/^ejecutado$/m);
    await page.keyboard.press('Control+C');

    const asked: string[] = [];
    const dismiss = (dialog: Dialog) => {
      asked.push(dialog.message());
      void dialog.dismiss();
    };
    page.on('dialog', dismiss);
    const link = (address: string, word: string) => `\\e]8;;${address}\\a${word}\\e]8;;\\a`;
    const links = `${link('javascript:alert(1)', 'aqu%sí')} ${link('https://example.org/x', 'all%sí')}`;
    await course.type('maestro', 'shell', `printf '${links}\\n'`);
    await shows(course, 'maestro', 'shell', /^aquí allí$/m);
    for (const word of ['aquí', 'allí']) {
      const { left, right, y } = await placeOf(shell, word);
      await page.mouse.move(left + 1, y);
      await page.mouse.move((left + right) / 2, y, { steps: 4 });
      await page.waitForTimeout(150);
      await page.mouse.click((left + right) / 2, y);
    }
    await expect
      .poll(() => asked, { timeout: waitMs })
      .toEqual([expect.stringContaining('https://example.org/x')]);
    expect(course.context.pages()).toHaveLength(1);
    page.off('dialog', dismiss);
  });

  it('accents and emoji keep their cells, typed, erased and drawn again', async () => {
    const course = await suite.shared();
    const { page } = course;
    await course.open('caso-1/6');
    await course.terminal('maestro', 'shell');
    await course.type('maestro', 'shell', 'echo "señal ✅ 😎| año"');
    await shows(course, 'maestro', 'shell', /^señal ✅ 😎\| año$/m);
    await page.keyboard.insertText('echo ñu😀x');
    for (let key = 0; key < 2; key += 1) await page.keyboard.press('Backspace');
    await page.keyboard.type('á\n');
    await shows(course, 'maestro', 'shell', /^ñuá$/m);
    await page.reload();
    await shows(course, 'maestro', 'shell', /^señal ✅ 😎\| año$/m);
  });
});

/** With a finger: what a phone and a tablet can do. */
import { describe, expect, it } from 'vitest';
import { useCourse } from './suite.ts';

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;
const tablet = { viewport: { width: 820, height: 1180 }, hasTouch: true, isMobile: true } as const;

describe('a finger', () => {
  const suite = useCourse();

  it('turns slides sideways, and scrolls the page up and down', async () => {
    await using course = await suite.open(phone);
    const { page, context } = course;
    await course.open('caso-1/3');
    await page.getByRole('region', { name: 'Tu clúster' }).waitFor();
    const cdp = await context.newCDPSession(page);
    /** Sideways over the slide's title, which has no gesture of its own. */
    const drag = async (dx: number, dy: number) => {
      const top = dx === 0 ? 400 : 130;
      const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', share: number) =>
        cdp.send('Input.dispatchTouchEvent', {
          type,
          touchPoints: type === 'touchEnd' ? [] : [{ x: 195 - dx / 2 + dx * share, y: top + dy * share }],
        });
      await touch('touchStart', 0);
      for (const step of [0.25, 0.5, 0.75, 1]) await touch('touchMove', step);
      await touch('touchEnd', 1);
    };
    await drag(-200, 0);
    await expect.poll(() => new URL(page.url()).hash).toBe('#/caso-1/4');
    await drag(200, 0);
    await expect.poll(() => new URL(page.url()).hash).toBe('#/caso-1/3');
    await drag(0, -240);
    await expect.poll(() => page.evaluate(() => window.scrollY)).toBeGreaterThan(100);
    expect(new URL(page.url()).hash).toBe('#/caso-1/3');
  });

  it('types into a terminal with a line to compose in, and has the keys that soft keyboards lack', async () => {
    await using course = await suite.open(tablet);
    const { page } = course;
    await course.open('caso-1/1');
    await course.terminal('replica1', 'shell');
    const bar = page.getByRole('group', { name: 'Teclas para pantalla táctil' });
    const line = bar.getByRole('textbox', { name: 'Línea para el terminal' });
    const screen = () => course.screen('replica1', 'shell');
    await expect.poll(screen).toContain('(replica1)');
    await line.fill('echo dedo-$((40 + 2))');
    await bar.getByRole('button', { name: 'Intro' }).tap();
    await expect.poll(screen).toContain('dedo-42');
    expect(await line.inputValue()).toBe('');
    await bar.getByRole('button', { name: 'Arriba' }).tap();
    await bar.getByRole('button', { name: 'Intro' }).tap();
    await expect.poll(async () => (await screen()).split('dedo-42').length - 1).toBe(2);
    await line.fill('sleep 100');
    await bar.getByRole('button', { name: 'Intro' }).tap();
    const ctrl = bar.getByRole('button', { name: 'Ctrl' });
    await ctrl.tap();
    await line.focus();
    await page.keyboard.press('c');
    await expect.poll(screen).toContain('^C');
    expect(await ctrl.getAttribute('aria-pressed')).toBe('false');
    expect(await line.inputValue()).toBe('');
  });

  it('is offered no bar where a mouse is', async () => {
    await using course = await suite.open();
    await course.open('caso-1/1');
    await course.terminal('replica1', 'shell');
    expect(await course.page.getByRole('group', { name: 'Teclas para pantalla táctil' }).isVisible()).toBe(
      false,
    );
  });
});

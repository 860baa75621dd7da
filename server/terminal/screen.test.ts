import headless from '@xterm/headless';
import { describe, expect, it } from 'vitest';
import { fewLines, type Size } from './headless-terminal.ts';
import { Screen } from './screen.ts';

const size: Size = { cols: 40, rows: 6 };

/** What a terminal shows that is fed that output. */
async function shown(output: Buffer, { cols, rows } = size) {
  const terminal = new headless.Terminal({ cols, rows, allowProposedApi: true });
  let title = '';
  terminal.onTitleChange((next) => {
    title = next;
  });
  await new Promise<void>((resolve) => terminal.write(output, resolve));
  const { active } = terminal.buffer;
  const lines = Array.from({ length: active.length }, (_, row) =>
    active.getLine(row)?.translateToString(true),
  );
  return { type: active.type, x: active.cursorX, y: active.cursorY, lines, modes: terminal.modes, title };
}

async function restored(...parts: string[]) {
  const screen = new Screen(size);
  for (const part of parts.slice(0, -1))
    await screen.advance([Buffer.from(part)], [Buffer.from(parts.at(-1) ?? '')]);
  const { drawing } = await screen.snapshot([Buffer.from(parts.at(-1) ?? '')]);
  screen.dispose();
  return drawing;
}

describe('a screen', () => {
  it.each([
    ['text and colours', 'uno\r\n\x1b[31mdos\x1b[0m tres'],
    ['the alternate screen', 'antes\r\n\x1b[?1049h\x1b[H\x1b[2Jdentro\x1b[3;5Haquí'],
    ['modes', '\x1b[?1h\x1b[?2004h\x1b[?1000h\x1b[?1006hx'],
    ['the title', '\x1b]0;un título\x07x'],
    ['scrollback', Array.from({ length: 50 }, (_, line) => `línea ${line}`).join('\r\n')],
    ['margins and the cursor', '\x1b[2;4r\x1b[3;7Hx'],
  ])('gives back %s', async (_what, output) => {
    expect(await shown(await restored(output))).toEqual(await shown(Buffer.from(output)));
  });

  it('says margins, the hidden cursor, the mouse encoding and the colour in force', async () => {
    const drawing = (await restored('\x1b[?25l\x1b[?1006h\x1b[2;4r\x1b[35mx')).toString();
    expect(drawing).toContain('\x1b[?25l');
    expect(drawing).toContain('\x1b[?1006h');
    expect(drawing).toContain('\x1b[2;4r');
    expect(drawing).toContain('\x1b[35m');
  });

  it('gives an emoji the two cells it has in the browser', async () => {
    const terminalWidth = (await restored('😎✅\x1b[s')).toString();
    expect(await shown(Buffer.from(terminalWidth))).toMatchObject({
      lines: expect.arrayContaining(['😎✅']),
    });
    const wrapped = (await restored(`${'x'.repeat(39)}😎`)).toString();
    expect(wrapped).toMatch(/x{39}.*😎/s);
  });

  it('is the same whether the past was skipped or read', async () => {
    const past = Array.from({ length: 5000 }, (_, line) => `\x1b[32mpasado ${line}\x1b[0m\r\n`).join('');
    const rest = Array.from({ length: 1500 }, (_, line) => `resto ${line}\r\n`).join('');
    const screen = new Screen(size);
    expect(screen.advance([Buffer.from(past)], [Buffer.from(rest)])).toBeNull();
    const { drawing } = await screen.snapshot([Buffer.from(rest)]);
    expect(await shown(drawing)).toEqual(await shown(await restored(past, `\x1b[H${rest}`.slice(3))));
    screen.dispose();
  });

  it('of a long plain past is the same as if all of it were read', async () => {
    const lines = Array.from(
      { length: 9000 },
      (_, line) => `\x1b[3${line % 7}mlínea ${line} ${'x'.repeat(40)}\x1b[0m\r\n`,
    );
    const past = `\x1b]0;título\x07${lines.join('')}`;
    expect(await shown(await restored(past))).toEqual(await shown(await restored(`\x1b[H${past}`)));
  });

  it('does not skip what leads into another screen', async () => {
    const rest = 'x\r\n'.repeat(1500);
    const screen = new Screen(size);
    const work = screen.advance([Buffer.from('\x1b[?1049hdentro')], [Buffer.from(rest)]);
    expect(work).not.toBeNull();
    await work;
    const { drawing } = await screen.snapshot([Buffer.from(rest)]);
    expect((await shown(drawing)).type).toBe('alternate');
    screen.dispose();
  });

  it('draws what came before a change of size at the old size', async () => {
    const screen = new Screen({ cols: 10, rows: 4 });
    const first = Buffer.from('\x1b[1;10Hx');
    screen.resizeAt(first.length, { cols: 20, rows: 4 });
    const { drawing, size: now } = await screen.snapshot([first, Buffer.from('yz')]);
    expect(now).toEqual({ cols: 20, rows: 4 });
    expect((await shown(drawing, now)).lines[0]?.trimStart()).toMatch(/^x/);
    screen.dispose();
  });

  it('draws few lines above it for who waits for a key, and all of them for who comes later', async () => {
    const screen = new Screen(size);
    const output = Buffer.from(Array.from({ length: 900 }, (_, index) => `l${index}\r\n`).join(''));
    const first = async (drawing: Buffer) => (await shown(drawing, size)).lines.find((line) => line !== '');
    const brief = await screen.snapshot([output], true);
    expect(await first(brief.drawing)).toBe(`l${900 - fewLines - size.rows + 1}`);
    const whole = await screen.snapshot([Buffer.from('fin')]);
    expect(await first(whole.drawing)).toBe('l0');
    screen.dispose();
  });
});

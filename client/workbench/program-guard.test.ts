import headless from '@xterm/headless';
import { describe, expect, it } from 'vitest';
import { withoutControls } from './clipboard.ts';
import { guardProgram, mostCopied } from './program-guard.ts';

interface Seen {
  readonly typed: string;
  readonly copied: readonly string[];
  readonly refused: readonly string[];
  readonly size: string;
  /** All that came out of the terminal was known for its own answer. */
  readonly known: boolean;
}

/** What a terminal does that is shown `output`. */
async function shown(output: string, { mayAnswer = true, mayCopy = true } = {}): Promise<Seen> {
  const terminal = new headless.Terminal({ cols: 80, rows: 24, allowProposedApi: true });
  let [typed, known] = ['', true];
  const [copied, refused]: [string[], string[]] = [[], []];
  const guard = guardProgram(terminal.parser, {
    mayAnswer: () => mayAnswer,
    mayCopy: () => mayCopy,
    onCopy: (text) => copied.push(text),
    onRefused: (sentence) => refused.push(sentence),
  });
  terminal.onData((data) => {
    typed += data;
    known &&= guard.answering;
  });
  await new Promise<void>((resolve) => terminal.write(output, resolve));
  expect(guard.answering).toBe(false);
  const size = `${terminal.cols}x${terminal.rows}`;
  terminal.dispose();
  return { typed, copied, refused, size, known };
}

const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('a question of a program', () => {
  it.each([
    ['device attributes', '\x1b[c', '\x1b[?1;2c'],
    ['device attributes, secondary', '\x1b[>c', '\x1b[>0;276;0c'],
    ['state', '\x1b[5n', '\x1b[0n'],
    ['place of the cursor', 'abc\x1b[6n', '\x1b[1;4R'],
    ['place of the cursor, DEC', '\x1b[?6n', '\x1b[?1;1R'],
    ['a mode', '\x1b[4$p', '\x1b[4;2$y'],
    ['a mode, DEC', '\x1b[?2004$p', '\x1b[?2004;2$y'],
    ['a setting (DECRQSS)', '\x1bP$qm\x1b\\', '\x1bP1$r0m\x1b\\'],
  ])('for its %s is answered where its learner types, and nowhere else', async (_name, output, answer) => {
    const asked = await shown(output);
    expect(asked.typed).toBe(answer);
    expect(asked.known).toBe(true);
    expect((await shown(output, { mayAnswer: false })).typed).toBe('');
  });

  it.each([
    ['the title of the window', '\x1b]2;rm -rf /\x07\x1b[21t'],
    ['the label of its icon', '\x1b]1;rm -rf /\x07\x1b[20t'],
    ['sizes and places of the window', '\x1b[11t\x1b[13t\x1b[14t\x1b[15t\x1b[16t\x1b[18t\x1b[19t'],
    ['a setting that does not exist, with text in it', '\x1bP+q524742\x1b\\'],
    ['the version and the terminal’s parameters', '\x1b[>q\x1b[=c\x1b[x\x1bZ'],
    ['the answerback', '\x05'],
    ['what stands on the screen (DECRQCRA)', '\x1b[1;1;1;1;24;80*y'],
    ['the printer', '\x1b[5i\x1b[?15n'],
    [
      'a sound, a notification, the folder',
      '\x07\x1b]9;x\x07\x1b]777;notify;a;b\x07\x1b]99;;x\x07\x1b]7;file:///etc\x07',
    ],
    ['a picture, a file', '\x1bPq#0~\x1b\\\x1b]1337;File=name=YQ==:YQ==\x07'],
  ])('for %s is never answered', async (_name, output) => {
    expect((await shown(output)).typed).toBe('');
  });

  it.each(['\x1b[8;10;20t', '\x1b[3;0;0t', '\x1b[2t', '\x1b[9;1t', '\x1b[?3h'])(
    'to move the window or change its size does nothing: %j',
    async (output) => expect(await shown(output)).toMatchObject({ typed: '', size: '80x24' }),
  );

  it('for colours may ask, and change none', async () => {
    const terminal = new headless.Terminal({ allowProposedApi: true });
    const reached: string[] = [];
    // Registered first, it stands where xterm.js' own does: it hears what the guard lets by.
    for (const code of [4, 10, 11, 12])
      terminal.parser.registerOscHandler(code, (data) => reached.push(`${code};${data}`) > 0);
    guardProgram(terminal.parser, {
      mayAnswer: () => true,
      mayCopy: () => false,
      onCopy: () => {},
      onRefused: () => {},
    });
    const output =
      '\x1b]11;?\x07\x1b]4;1;?;2;?\x07\x1b]10;black\x07\x1b]11;?;red\x07\x1b]4;1;red\x07\x1b]12;red\x07';
    await new Promise<void>((resolve) => terminal.write(output, resolve));
    expect(reached).toEqual(['11;?', '4;1;?;2;?']);
  });
});

describe('the clipboard, to a program', () => {
  it.each(['c', '', 'p', 's', 'cp'])('is never read (%j)', async (selection) => {
    const { typed, copied } = await shown(`\x1b]52;${selection};?\x07`);
    expect([typed, copied]).toEqual(['', []]);
  });

  it('is written where its learner types, and nowhere else', async () => {
    const output = `\x1b]52;c;${base64('señal ✅')}\x07`;
    expect((await shown(output)).copied).toEqual(['señal ✅']);
    expect((await shown(output, { mayCopy: false })).copied).toEqual([]);
  });

  it('takes so much and no more, and says so', async () => {
    expect((await shown(`\x1b]52;c;${base64('x'.repeat(mostCopied))}\x07`)).copied).toHaveLength(1);
    const more = await shown(`\x1b]52;c;${base64('x'.repeat(mostCopied + 4))}\x07`);
    expect(more.copied).toEqual([]);
    expect(more.refused).toEqual([
      'Un programa quería copiar más de 100 kB al portapapeles: no se ha copiado.',
    ]);
  });

  it.each([
    '\x1b]52;c;\x07',
    '\x1b]52;c;*no*\x07',
    '\x1b]52;c\x07',
    '\x1b]52;p;YQ==\x07',
    '\x1b]52;c;/w==\x07',
  ])('is left as it is by %j', async (output) => expect((await shown(output)).copied).toEqual([]));
});

describe('what is pasted', () => {
  it('has no end of a paste in it, nor any other key', () => {
    expect(withoutControls('a\x1b[201~b\x9b201~c\x03d\x7fe\0f')).toBe('a[201~b201~cdef');
    expect(withoutControls('uno\tdos\r\ntres\nñ😀')).toBe('uno\tdos\r\ntres\nñ😀');
  });
});

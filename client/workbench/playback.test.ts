import { describe, expect, it } from 'vitest';
import { Playback } from './playback.ts';
import { createTerminalStatus, mayAnswer } from './terminal-status.ts';

const screen = { type: 'screen', version: 1, cols: 80, rows: 24, bytes: 10, writer: true } as const;

/** A display that parses when it is told to, and at each step says whether a question in that output would be answered. */
function createTerminal(readOnly = false) {
  const status = createTerminalStatus(readOnly);
  status.connection = { name: 'open' };
  const waiting: { readonly size: number; readonly parsed: () => void }[] = [];
  const display = {
    write: (bytes: Uint8Array, parsed: () => void) => void waiting.push({ size: bytes.length, parsed }),
    reset: (then: () => void) => void waiting.push({ size: 0, parsed: then }),
  };
  const playback = new Playback({
    display,
    emulator: { follow: () => {}, resize: () => {} },
    connection: { token: null, parsed: () => {} },
    status,
    onRole: (writer) => {
      status.writer = writer;
    },
    onOutput: () => {},
  });
  const parseAll = (): boolean[] =>
    waiting.splice(0).flatMap(({ size, parsed }) => {
      const answered = mayAnswer(status);
      parsed();
      return size > 0 ? [answered] : [];
    });
  return { playback, status, parseAll };
}

describe('a question in the output', () => {
  it('is not answered while the screen is drawn again, and is after it', () => {
    const { playback, parseAll } = createTerminal();
    playback.heed(screen);
    playback.write(new Uint8Array(6));
    playback.write(new Uint8Array(4));
    playback.write(new Uint8Array(1));
    expect(parseAll()).toEqual([false, false, true]);
  });

  it('that is read only after another screen has begun is not answered', () => {
    const { playback, parseAll } = createTerminal();
    playback.heed(screen);
    playback.write(new Uint8Array(10));
    parseAll();
    playback.write(new Uint8Array(3));
    playback.heed(screen);
    playback.write(new Uint8Array(10));
    playback.write(new Uint8Array(2));
    expect(parseAll()).toEqual([false, false, true]);
  });

  it('belongs to the page that wrote when it came, however late it is read', () => {
    const { playback, parseAll } = createTerminal();
    playback.heed(screen);
    playback.write(new Uint8Array(10));
    playback.write(new Uint8Array(1));
    playback.heed({ type: 'role', writer: false });
    playback.write(new Uint8Array(2));
    playback.heed({ type: 'role', writer: true });
    playback.write(new Uint8Array(3));
    expect(parseAll()).toEqual([false, true, false, true]);
  });

  it.each(['watched', 'read only', 'ended', 'out of reach'])(
    'is not answered in a terminal that is %s',
    (how) => {
      const { playback, status, parseAll } = createTerminal(how === 'read only');
      playback.heed({ ...screen, writer: how !== 'watched' });
      playback.write(new Uint8Array(10));
      parseAll();
      if (how === 'ended') playback.heed({ type: 'exit', code: 0, signal: null });
      if (how === 'out of reach') status.connection = { name: 'connecting' };
      playback.write(new Uint8Array(1));
      expect(parseAll().at(-1)).toBe(false);
    },
  );
});

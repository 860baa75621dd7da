import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { projectFolder } from '../base/project-folder.ts';
import type { Pty } from '../driver/driver.ts';
import { TooManyTerminals } from './errors.ts';
import { createTerminalSessions, type TerminalSessions, terminalsPerLab } from './sessions.ts';
import type { Sink } from './subscriber.ts';
import { until } from './terminal.test-kit.ts';

const size = { cols: 80, rows: 24 };
const sink: Sink = { holdsBytes: false, sendBytes() {}, sendNotice() {}, close() {} };
let sessions: TerminalSessions | undefined;
afterEach(() => sessions?.dispose());

/** A program that does nothing, and says whether it was ended. */
function fakePty() {
  const onExit: ((exit: { code: number; signal: number | null }) => void)[] = [];
  const pty: Pty & { killed: boolean; end(): void } = {
    fd: -1,
    killed: false,
    onData() {},
    onExit: (listener) => void onExit.push(listener),
    pause() {},
    resume() {},
    resize() {},
    kill() {
      pty.killed = true;
    },
    end() {
      for (const listener of onExit) listener({ code: 0, signal: null });
    },
  };
  return pty;
}

const open = (options: { maxPerLab?: number; idleMs?: number } = {}) => {
  sessions = createTerminalSessions({ maxPerLab: 2, idleMs: 60_000, ...options });
  return sessions;
};

describe('the terminals of all labs', () => {
  it('are one for each lab, node and program', () => {
    const all = open({ maxPerLab: 9 });
    const first = all.open('a', 'maestro', 'shell', size, fakePty);
    expect(all.open('a', 'maestro', 'shell', size, fakePty)).toBe(first);
    expect(all.open('b', 'maestro', 'shell', size, fakePty)).not.toBe(first);
    expect(all.open('a', 'replica1', 'shell', size, fakePty)).not.toBe(first);
    expect(all.open('a', 'maestro', 'redis-cli', size, fakePty)).not.toBe(first);
  });

  it('have a limit for each lab, in which those that have ended do not count', () => {
    const all = open();
    const ended = fakePty();
    all.open('a', 'maestro', 'shell', size, () => ended);
    all.open('a', 'replica1', 'shell', size, fakePty);
    expect(() => all.open('a', 'replica2', 'shell', size, fakePty)).toThrow(TooManyTerminals);
    all.open('b', 'replica2', 'shell', size, fakePty);
    ended.end();
    all.open('a', 'replica2', 'shell', size, fakePty);
  });

  it('are not remembered when their program did not start', () => {
    const all = open();
    const fails = (): Pty => {
      throw new Error('no program');
    };
    expect(() => all.open('a', 'maestro', 'shell', size, fails)).toThrow('no program');
    all.open('a', 'maestro', 'shell', size, fakePty);
  });

  it('end with their lab', () => {
    const all = open();
    const pty = fakePty();
    all.open('a', 'maestro', 'shell', size, () => pty);
    all.closeLab('b');
    expect(pty.killed).toBe(false);
    all.closeLab('a');
    expect(pty.killed).toBe(true);
  });

  it('end when nobody has read them for long, and not before', async () => {
    const all = open({ idleMs: 40 });
    const unread = fakePty();
    const read = fakePty();
    all.open('a', 'maestro', 'shell', size, () => unread);
    all.open('a', 'replica1', 'shell', size, () => read).attach(sink, size, true);
    await until('the unread terminal to end', () => unread.killed);
    expect(read.killed).toBe(false);
  });
});

it.each([
  ['docs/operar.md', /\| terminales \| (\d+) por laboratorio/],
  ['docs/terminal-protocol.md', /as many sessions as it may, (\d+)/],
])('a lab has as many terminals as %s says', async (file, said) => {
  expect(said.exec(await readFile(join(projectFolder(), file), 'utf8'))?.[1]).toBe(`${terminalsPerLab}`);
});

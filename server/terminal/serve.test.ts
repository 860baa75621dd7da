import { setTimeout as delay } from 'node:timers/promises';
import headless from '@xterm/headless';
import { afterEach, describe, expect, it } from 'vitest';
import { LabRestarted } from './errors.ts';
import { minWindow } from './flow.ts';
import { type Spawn, TerminalSession } from './session.ts';
import { bash, type Page, run, serve, until } from './terminal.test-kit.ts';

const size = { cols: 80, rows: 24 };
const sessions: TerminalSession[] = [];

function start(spawn: Spawn = bash): TerminalSession {
  const session = new TerminalSession(size, spawn, {
    onError: (error) => {
      throw error;
    },
  });
  sessions.push(session);
  return session;
}

/** That a terminal fed what the page was sent shows numbered lines without a gap; how many. */
async function expectConsecutive(page: Page): Promise<number> {
  const terminal = new headless.Terminal({ ...size, scrollback: 100_000, allowProposedApi: true });
  await new Promise<void>((resolve) => terminal.write(page.text, resolve));
  const { active } = terminal.buffer;
  const lines: string[] = [];
  // The cursor's own line may not be whole yet.
  for (let row = 0; row < active.baseY + active.cursorY; row += 1) {
    lines.push(active.getLine(row)?.translateToString(true) ?? '');
  }
  terminal.dispose();
  const first = Number(lines[0]?.slice(1) ?? 0);
  expect(lines).toEqual(lines.map((_, index) => `n${first + index}`));
  return lines.length;
}

afterEach(() => {
  for (const session of sessions.splice(0)) session.dispose();
});

describe('a terminal over a websocket', () => {
  it('begins with a screen, then speaks with the program', async () => {
    const session = start();
    await using server = await serve(() => session);
    const page = await server.open();
    expect(await page.told('screen')).toMatchObject({ version: 1, cols: 80, rows: 24, writer: true });
    await page.shows('listo> ');
    page.type('echo $((6*7))\r');
    await page.shows('42');
  });

  it('keeps the order of keystrokes', async () => {
    const session = start(run('stty -echo; cat'));
    await using server = await serve(() => session);
    const page = await server.open();
    await page.told('screen');
    await delay(100);
    const lines = Array.from({ length: 500 }, (_, index) => `key ${index}`);
    for (const line of lines) for (const key of `${line}\r`) page.type(key);
    await page.shows('key 499\r\n');
    expect(page.text.trim().split('\r\n')).toEqual(lines);
  });

  it('goes on from the screen with no line missing or twice, over 60 sockets cut at random', async () => {
    const total = 40_000;
    const session = start(run(`i=0; while [ $i -lt ${total} ]; do echo "n$i"; i=$((i+1)); done; sleep 60`));
    await using server = await serve(() => session);
    let page = await server.open();
    for (let cut = 0; cut < 60; cut += 1) {
      await page.told('screen');
      await delay(Math.random() * 15);
      await page.leave();
      await expectConsecutive(page);
      page = await server.open();
    }
    await page.shows(`n${total - 1}`);
    expect(await expectConsecutive(page)).toBeGreaterThan(900);
  }, 60_000);

  it('gives a newcomer the alternate screen of a full-screen program', async () => {
    const session = start(run('seq 500 | less'));
    await using server = await serve(() => session);
    const first = await server.open();
    await first.shows('23');
    await first.leave();
    const second = await server.open();
    await second.told('screen');
    await second.shows('\x1b[?1049h');
    await second.shows('23');
    second.type('G');
    await second.shows('500');
  });

  it('shows the end of a program after its last word, and starts it again on request', async () => {
    const session = start(run('printf last; exit 3'));
    await using server = await serve(() => session);
    const page = await server.open();
    await page.told('screen');
    expect(await page.told('exit')).toEqual({ type: 'exit', code: 3, signal: null });
    expect(page.text).toContain('last');
    const later = await server.open();
    expect(await later.told('exit')).toMatchObject({ code: 3 });
    session.useSpawn(bash);
    later.send({ type: 'restart' });
    await later.told('started');
    await later.shows('listo> ');
    await page.told('started');
  });

  it('takes a paste of 1 MB whole', async () => {
    const session = start(run('stty raw -echo; echo ready; head -c 1000000 | md5sum'));
    await using server = await serve(() => session);
    const page = await server.open();
    await page.shows('ready');
    const paste = Buffer.alloc(1_000_000, 'una línea de texto que se pega\n');
    for (let from = 0; from < paste.length; from += 65_536)
      page.socket.send(paste.subarray(from, from + 65_536));
    const { createHash } = await import('node:crypto');
    await page.shows(createHash('md5').update(paste).digest('hex'));
  });

  it('gives up on input that nobody reads, by name, and keeps the program', async () => {
    const session = start(run('stty raw -echo; echo ready; sleep 60'));
    await using server = await serve(() => session);
    const page = await server.open();
    await page.shows('ready');
    const megabyte = Buffer.alloc(1 << 20, 'x');
    for (let sent = 0; sent < 10; sent += 1) page.socket.send(megabyte);
    expect(await page.told('error')).toMatchObject({ code: 'input-overflow' });
    expect(session.exited).toBe(false);
  });

  it('lets Ctrl-C pass a flood whose subscriber has stalled', async () => {
    const session = start();
    await using server = await serve(() => session);
    const page = await server.open();
    await page.shows('listo> ');
    page.acknowledges = false;
    page.type('yes ñandú; echo ter""minado\r');
    await until('a full window', () => page.received > minWindow);
    page.type('\x03');
    page.acknowledges = true;
    page.acknowledge();
    page.type('\recho se""guimos\r');
    await page.shows('seguimos');
  });

  it('keeps nothing for a stalled subscriber, and brings it up to date with a new screen', async () => {
    const session = start();
    await using server = await serve(() => session);
    const slow = await server.open();
    await slow.shows('listo> ');
    const quick = await server.open();
    await quick.told('screen');
    slow.acknowledges = false;
    quick.type('seq 400000; echo f""in\r');
    await quick.shows('fin');
    expect(slow.received).toBeLessThan(1 << 20);
    expect(slow.screens).toBe(1);
    slow.acknowledges = true;
    slow.acknowledge();
    await slow.shows('fin');
    expect(slow.screens).toBeGreaterThan(1);
    expect(slow.text).toContain('400000');
  });

  it('gives the write lock to the newest page; the other watches until it takes it back', async () => {
    const session = start();
    await using server = await serve(() => session);
    const first = await server.open();
    await first.shows('listo> ');
    const second = await server.open('cols=100&rows=30');
    expect(await second.told('screen')).toMatchObject({ writer: true, cols: 100, rows: 30 });
    expect(await first.told('role')).toEqual({ type: 'role', writer: false });
    expect(await first.told('size')).toEqual({ type: 'size', cols: 100, rows: 30 });
    first.type('echo no""vale\r');
    second.type('echo va""le; stty size\r');
    await first.shows('30 100');
    expect(first.text).not.toContain('novale');
    first.send({ type: 'take' });
    expect(await second.told('role')).toEqual({ type: 'role', writer: false });
    first.type('echo aho""ra\r');
    await second.shows('ahora');
    await first.leave();
    await until('the write lock to come back', () =>
      second.notices.some((notice) => notice.type === 'role' && notice.writer),
    );
  });

  it('never lets a watcher write', async () => {
    const session = start();
    await using server = await serve(() => session);
    const watcher = await server.open('watch');
    expect(await watcher.told('screen')).toMatchObject({ writer: false });
    watcher.send({ type: 'take' });
    watcher.type('echo na""da\r');
    const writer = await server.open();
    await writer.shows('listo> ');
    writer.type('echo al""go\r');
    await watcher.shows('algo');
    expect(watcher.text).not.toContain('nada');
  });

  it('refuses a message that is not of the protocol', async () => {
    const session = start();
    await using server = await serve(() => session);
    const page = await server.open();
    await page.told('screen');
    page.send({ type: 'resize', cols: 0, rows: -1 });
    expect(await page.told('error')).toMatchObject({ code: 'bad-message' });
    expect(session.exited).toBe(false);
  });

  it('says why it ends, and closes the sockets', async () => {
    const session = start();
    await using server = await serve(() => session);
    const page = await server.open();
    await page.told('screen');
    session.dispose(new LabRestarted());
    session.dispose();
    expect(await page.told('error')).toMatchObject({ code: 'lab-restarted' });
    await until('the socket to close', () => page.socket.readyState === page.socket.CLOSED);
  });
});

/** WebKit, Safari's engine: WebKitGTK's own small browser on a screen in memory, over WebDriver. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { findAnywhere } from '../../scripts/find-program.mjs';
import { waitFor, within } from '../../server/base/wait.ts';
import type { Driven } from './hands.ts';

const startDeadlineMs = 60_000;
const answerDeadlineMs = 90_000;

const Session = Type.Object({ sessionId: Type.String() });
const Answer = Type.Object({ value: Type.Unknown() });

/** Debian has it beside the library, by its processor and version. */
function miniBrowser(): string | undefined {
  const folders = ['x86_64', 'aarch64'].flatMap((processor) =>
    ['webkit2gtk-4.1', 'webkitgtk-6.0', 'webkit2gtk-4.0'].map(
      (name) => `/usr/lib/${processor}-linux-gnu/${name}`,
    ),
  );
  return folders.map((folder) => join(folder, 'MiniBrowser')).find(existsSync);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}

/** On a display that it chooses itself; its number comes on the descriptor 3. */
async function startScreen(): Promise<{ child: ChildProcess; display: string }> {
  const child = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const pipe = child.stdio[3];
  if (!(pipe instanceof Readable)) throw new Error('Xvfb has no pipe');
  const [number]: string[] = await within(
    'Xvfb',
    once(createInterface({ input: pipe }), 'line'),
    startDeadlineMs,
  );
  return { child, display: `:${number}` };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'close');
  child.kill();
  await within('the end of a browser', ended, startDeadlineMs).catch(() => child.kill('SIGKILL'));
}

export async function launchWebKit(): Promise<Driven> {
  const [driver, binary] = [findAnywhere('WebKitWebDriver'), miniBrowser()];
  if (!driver || !binary) throw new Error('no WebKit: run «node scripts/setup.mjs test»');
  const home = await mkdtemp(join(tmpdir(), 'curso-webkit-'));
  const screen = await startScreen();
  const children = [screen.child];
  const close = async () => {
    for (const child of children.toReversed()) await end(child);
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    return await openSession(driver, binary, { home, display: screen.display }, children, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function openSession(
  driver: string,
  binary: string,
  { home, display }: { readonly home: string; readonly display: string },
  children: ChildProcess[],
  close: () => Promise<void>,
): Promise<Driven> {
  const port = await freePort();
  const child = spawn(driver, [`--port=${port}`], {
    stdio: 'ignore',
    env: {
      ...process.env,
      HOME: home,
      XDG_RUNTIME_DIR: home,
      DISPLAY: display,
      LANG: 'C.UTF-8',
      // It may not make a sandbox of its own as root.
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
      WEBKIT_DISABLE_DMABUF_RENDERER: '1',
    },
  });
  children.push(child);
  const ask = async (method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      signal: AbortSignal.timeout(answerDeadlineMs),
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${text.slice(0, 500)}`);
    return Value.Parse(Answer, JSON.parse(text)).value;
  };
  await waitFor('WebKitWebDriver', () => ask('GET', '/status').then(() => true), {
    deadlineMs: startDeadlineMs,
  });
  // Terminals are drawn as text, which a test can read.
  const options = { binary, args: ['--automation', '--enable-webgl=false'] };
  const { sessionId } = Value.Parse(
    Session,
    await ask('POST', '/session', { capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': options } } }),
  );
  const at = `/session/${sessionId}`;
  await ask('POST', `${at}/window/rect`, { x: 0, y: 0, width: 1280, height: 800 });
  return {
    open: async (url) => void (await ask('POST', `${at}/url`, { url })),
    async evaluate(expression) {
      const value = await ask('POST', `${at}/execute/sync`, {
        script: `return JSON.stringify(${expression})`,
        args: [],
      });
      return typeof value === 'string' ? JSON.parse(value) : undefined;
    },
    act: async (actions) => void (await ask('POST', `${at}/actions`, { actions })),
    async [Symbol.asyncDispose]() {
      await ask('DELETE', at).catch(() => undefined);
      await close();
    },
  };
}

/** The system's Firefox, headless, over WebDriver BiDi: the protocol that it speaks without another program. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { WebSocket } from 'ws';
import { findAnywhere } from '../../scripts/find-program.mjs';
import { within } from '../../server/base/wait.ts';
import type { Driven } from './hands.ts';

const startDeadlineMs = 60_000;
const answerDeadlineMs = 60_000;

/** Terminals are drawn as text, which a test can read; and not a word to anyone but the page's own server. */
const preferences = `user_pref('webgl.disabled', true);
user_pref('intl.accept_languages', 'es-ES, es');
user_pref('app.update.enabled', false);
user_pref('network.captive-portal-service.enabled', false);
user_pref('network.connectivity-service.enabled', false);
user_pref('datareporting.policy.dataSubmissionEnabled', false);
`;

const Answer = Type.Object({
  id: Type.Integer(),
  result: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  message: Type.Optional(Type.String()),
});
const Created = Type.Object({ context: Type.String() });
const Evaluated = Type.Object({
  type: Type.String(),
  result: Type.Optional(Type.Object({ value: Type.Optional(Type.String()) })),
});

async function addressOf(child: ChildProcess): Promise<string> {
  if (!child.stderr) throw new Error('no output of Firefox');
  for await (const line of createInterface({ input: child.stderr })) {
    const address = /WebDriver BiDi listening on (ws:\S+)/.exec(line)?.[1];
    if (address) return address;
  }
  throw new Error('Firefox ended before it listened');
}

export async function launchFirefox(): Promise<Driven> {
  const program = findAnywhere('firefox-esr') ?? findAnywhere('firefox');
  if (!program) throw new Error('no Firefox: run «node scripts/setup.mjs test»');
  const profile = await mkdtemp(join(tmpdir(), 'curso-firefox-'));
  await writeFile(join(profile, 'user.js'), preferences);
  const child = spawn(
    program,
    ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0'],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, HOME: profile },
    },
  );
  const close = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'close');
      child.kill();
      await within('the end of Firefox', ended, startDeadlineMs).catch(() => child.kill('SIGKILL'));
    }
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    return await openSession(await within('Firefox listens', addressOf(child), startDeadlineMs), close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function openSession(address: string, close: () => Promise<void>): Promise<Driven> {
  const socket = new WebSocket(`${address}/session`, { maxPayload: 1 << 26 });
  await once(socket, 'open');

  let last = 0;
  const waiting = new Map<number, (answer: Type.Static<typeof Answer>) => void>();
  socket.on('message', (data: Buffer) => {
    const message: unknown = JSON.parse(data.toString());
    if (Value.Check(Answer, message)) waiting.get(message.id)?.(message);
  });
  const ask = async (method: string, params: object): Promise<unknown> => {
    last += 1;
    const id = last;
    const answered = new Promise<Type.Static<typeof Answer>>((resolve) => waiting.set(id, resolve));
    socket.send(JSON.stringify({ id, method, params }));
    const { result, message } = await within(`the answer to ${method}`, answered, answerDeadlineMs);
    waiting.delete(id);
    if (!result) throw new Error(`${method}: ${message}`);
    return result;
  };

  await ask('session.new', { capabilities: {} });
  const { context } = Value.Parse(Created, await ask('browsingContext.create', { type: 'tab' }));
  await ask('browsingContext.setViewport', { context, viewport: { width: 1280, height: 720 } });
  return {
    open: async (url) => void (await ask('browsingContext.navigate', { context, url, wait: 'complete' })),
    async evaluate(expression) {
      const answer = await ask('script.evaluate', {
        expression: `JSON.stringify(${expression})`,
        target: { context },
        awaitPromise: true,
      });
      const { type, result } = Value.Parse(Evaluated, answer);
      if (type !== 'success') throw new Error(`${expression}: ${JSON.stringify(answer)}`);
      return result?.value === undefined ? undefined : JSON.parse(result.value);
    },
    act: async (actions) => void (await ask('input.performActions', { context, actions })),
    async [Symbol.asyncDispose]() {
      await close();
      socket.terminate();
    },
  };
}

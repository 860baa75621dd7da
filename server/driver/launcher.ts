/** The process that starts the programs behind pseudo-terminals, so that the server need not fork: see launcher.pl. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { projectFolder } from '../project-folder.ts';

export interface Program {
  readonly file: string;
  readonly args: readonly string[];
  /** The pseudo-terminal's path. */
  readonly tty: string;
  readonly cwd: string;
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>;
}

export type Exit = { readonly code: number; readonly signal: number | null };

export interface Launched {
  /** Harmless when it has ended. */
  signal(name: 'HUP' | 'KILL'): void;
}

/** What is said of a program whose launcher was killed: the server hangs its terminal up. */
const hungUp: Exit = { code: 0, signal: 1 };

interface Launcher {
  start(program: Program, onEnd: (exit: Exit) => void): Launched;
}

function startLauncher(onGone: () => void): Launcher {
  const child: ChildProcessByStdio<Writable, Readable, null> = spawn(
    'perl',
    [join(projectFolder(), 'server/driver/launcher.pl')],
    // Ctrl+C in the server's terminal is for the server.
    { stdio: ['pipe', 'pipe', 'inherit'], detached: true, env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' } },
  );
  const listeners = new Map<string, (exit: Exit) => void>();
  let last = 0;
  const end = (id: string, exit: Exit) => {
    const listener = listeners.get(id);
    listeners.delete(id);
    listener?.(exit);
  };
  const gone = () => {
    onGone();
    for (const id of [...listeners.keys()]) end(id, hungUp);
  };
  child.once('error', gone);
  child.once('close', gone);
  child.stdin.on('error', () => undefined); // Its end is told by `close`.
  createInterface({ input: child.stdout }).on('line', (line) => {
    const [, id = '', code, signal] = line.split(' ');
    end(id, { code: Number(code), signal: Number(signal) || null });
  });
  // A server that has nothing else to do may end.
  child.unref();
  for (const stream of [child.stdin, child.stdout])
    if ('unref' in stream && typeof stream.unref === 'function') stream.unref();

  const order = (...words: readonly string[]) =>
    child.stdin.write(`${words.map(encodeURIComponent).join(' ')}\n`);
  return {
    start({ file, args, tty, cwd, env }, onEnd) {
      last += 1;
      const id = String(last);
      listeners.set(id, onEnd);
      const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
      order('start', id, tty, cwd, String(variables.length), ...variables, file, ...args);
      return { signal: (name) => void order('signal', id, name) };
    },
  };
}

let launcher: Launcher | null = null;

/** Starts a program on that pseudo-terminal. One that cannot be started says why there, and ends with 127. */
export function launch(program: Program, onEnd: (exit: Exit) => void): Launched {
  launcher ??= startLauncher(() => {
    launcher = null;
  });
  return launcher.start(program, onEnd);
}

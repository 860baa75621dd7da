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

interface Listeners {
  /** The number of its process, which leads a session of its own. */
  readonly onStart: (pid: number) => void;
  readonly onEnd: (exit: Exit) => void;
}

/** What is said of a program whose launcher was killed: the server hangs its terminal up. */
const hungUp: Exit = { code: 0, signal: 1 };

interface Launcher {
  start(program: Program, listeners: Listeners): Launched;
}

function startLauncher(onGone: () => void): Launcher {
  const child: ChildProcessByStdio<Writable, Readable, null> = spawn(
    'perl',
    [join(projectFolder(), 'server/driver/launcher.pl')],
    // Ctrl+C in the server's terminal is for the server.
    { stdio: ['pipe', 'pipe', 'inherit'], detached: true, env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' } },
  );
  const programs = new Map<string, Listeners>();
  let last = 0;
  const end = (id: string, exit: Exit) => {
    const program = programs.get(id);
    programs.delete(id);
    program?.onEnd(exit);
  };
  const gone = () => {
    onGone();
    for (const id of [...programs.keys()]) end(id, hungUp);
  };
  child.once('error', gone);
  child.once('close', gone);
  child.stdin.on('error', () => undefined); // Its end is told by `close`.
  createInterface({ input: child.stdout }).on('line', (line) => {
    const [what, id = '', code, signal] = line.split(' ');
    if (what === 'started') programs.get(id)?.onStart(Number(code));
    else end(id, { code: Number(code), signal: Number(signal) || null });
  });
  // A server that has nothing else to do may end.
  child.unref();
  for (const stream of [child.stdin, child.stdout])
    if ('unref' in stream && typeof stream.unref === 'function') stream.unref();

  const order = (...words: readonly string[]) =>
    child.stdin.write(`${words.map(encodeURIComponent).join(' ')}\n`);
  return {
    start({ file, args, tty, cwd, env }, listeners) {
      last += 1;
      const id = String(last);
      programs.set(id, listeners);
      const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
      order('start', id, tty, cwd, String(variables.length), ...variables, file, ...args);
      return { signal: (name) => void order('signal', id, name) };
    },
  };
}

let launcher: Launcher | null = null;

/** Starts a program on that pseudo-terminal. One that cannot be started says why there, and ends with 127. */
export function launch(program: Program, listeners: Listeners): Launched {
  launcher ??= startLauncher(() => {
    launcher = null;
  });
  return launcher.start(program, listeners);
}

/** The processes that start programs, so that the server need not fork: see launcher.pl. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { PassThrough, type Readable, type Writable } from 'node:stream';
import { launcherCommand, systemPath } from '../../scripts/find-program.mjs';
import { projectFolder } from '../base/project-folder.ts';

export interface LaunchSpec {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>;
  /** The folder of a control group that it joins before it starts. */
  readonly group?: string | undefined;
}

export type Exit = { readonly code: number; readonly signal: number | null };

export interface Launched {
  /** Harmless when it has ended. */
  signal(name: 'HUP' | 'KILL'): void;
}

/** On pipes, it ends when nobody has them any more: neither it, nor what it started. */
export interface Piped extends Launched {
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Ends its standard input. */
  closeStdin(): void;
}

export interface Listeners {
  /** The number of its process, which leads a session of its own. */
  readonly onStart: (pid: number) => void;
  readonly onEnd: (exit: Exit) => void;
}

/** What is said of a program whose launcher was killed: its terminal is hung up, and its standard input ends. */
const hungUp: Exit = { code: 0, signal: 1 };

/** As launcher.pl writes bytes into a line. */
const bytesOf = (word: string): Buffer =>
  Buffer.from(
    word.replace(/%([0-9A-F]{2})/g, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );

interface Pipes {
  readonly stdout: PassThrough;
  readonly stderr: PassThrough;
}

interface Known {
  readonly listeners: Listeners;
  /** None behind a terminal. */
  readonly pipes?: Pipes;
}

/** `what` it starts is only for who reads a list of processes. */
function startLauncher(what: 'terminals' | 'labs', onGone: () => void) {
  const [command, ...args] = launcherCommand(projectFolder());
  const child: ChildProcessByStdio<Writable, Readable, null> = spawn(
    command,
    [...args, what],
    // Ctrl+C in the server's terminal is for the server.
    { stdio: ['pipe', 'pipe', 'inherit'], detached: true, env: { PATH: systemPath } },
  );
  const programs = new Map<string, Known>();
  let last = 0;
  const end = (id: string, exit: Exit) => {
    const program = programs.get(id);
    programs.delete(id);
    program?.pipes?.stdout.end();
    program?.pipes?.stderr.end();
    program?.listeners.onEnd(exit);
  };
  const gone = () => {
    onGone();
    for (const id of [...programs.keys()]) end(id, hungUp);
  };
  child.once('error', gone);
  child.once('close', gone);
  child.stdin.on('error', () => undefined); // Its end is told by `close`.
  createInterface({ input: child.stdout }).on('line', (line) => {
    const [report, id = '', word = '', signal] = line.split(' ');
    if (report === 'started') programs.get(id)?.listeners.onStart(Number(word));
    else if (report === 'stdout') programs.get(id)?.pipes?.stdout.write(bytesOf(word));
    else if (report === 'stderr') programs.get(id)?.pipes?.stderr.write(bytesOf(word));
    else end(id, { code: Number(word), signal: Number(signal) || null });
  });
  // A server that has nothing else to do may end.
  child.unref();
  for (const stream of [child.stdin, child.stdout])
    if ('unref' in stream && typeof stream.unref === 'function') stream.unref();

  const order = (...words: readonly string[]) =>
    child.stdin.write(`${words.map(encodeURIComponent).join(' ')}\n`);
  const start = ({ file, args, cwd, env, group = '' }: LaunchSpec, tty: string, known: Known): string => {
    last += 1;
    const id = String(last);
    programs.set(id, known);
    const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
    order('start', id, tty, group, cwd, String(variables.length), ...variables, file, ...args);
    return id;
  };
  const signalling = (id: string): Launched => ({ signal: (name) => void order('signal', id, name) });
  return {
    start: (program: LaunchSpec, tty: string, listeners: Listeners): Launched =>
      signalling(start(program, tty, { listeners })),
    startPiped(program: LaunchSpec, listeners: Listeners): Piped {
      const pipes = { stdout: new PassThrough(), stderr: new PassThrough() };
      const id = start(program, '', { listeners, pipes });
      return { ...signalling(id), ...pipes, closeStdin: () => void order('close-stdin', id) };
    },
  };
}

/** One is started when it is needed, and again when it was killed. */
function keepLauncher(what: 'terminals' | 'labs') {
  let launcher: ReturnType<typeof startLauncher> | null = null;
  return (): ReturnType<typeof startLauncher> => {
    launcher ??= startLauncher(what, () => {
      launcher = null;
    });
    return launcher;
  };
}

/** Two: who kills the one of the terminals ends no lab. */
const [forTerminals, forLabs] = [keepLauncher('terminals'), keepLauncher('labs')];

/** Starts a program on that pseudo-terminal (its path). One that cannot be started says why there, and ends with 127. */
export const launch = (program: LaunchSpec, tty: string, listeners: Listeners): Launched =>
  forTerminals().start(program, tty, listeners);

/** Starts a program on pipes. One that cannot be started complains, and ends with 127. */
export const launchPiped = (program: LaunchSpec, listeners: Listeners): Piped =>
  forLabs().startPiped(program, listeners);

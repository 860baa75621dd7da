/** The course as `npm start` runs it, in a data folder of its own, on a free port. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectFolder } from '../../server/base/project-folder.ts';
import { waitFor } from '../../server/base/wait.ts';

const readyDeadlineMs = 60_000;
const endDeadlineMs = 15_000;

export interface RunningServer extends AsyncDisposable {
  /** `http://localhost:PORT`, without a slash at the end. */
  readonly url: string;
  readonly pid: number;
  readonly dataFolder: string;
  /** What it has written so far, on both of its outputs. */
  output(): string;
  /** Ends the process and waits until it is gone; its data stay. */
  kill(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

export interface StartOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Used as it is, and kept; without one, a temporary folder that goes with the server. */
  readonly dataFolder?: string;
  /** A command that runs the server, and becomes it. */
  readonly through?: readonly string[];
  /** A module that is loaded before the server. */
  readonly before?: string;
}

function launch(
  dataFolder: string,
  { env = {}, through = [], before }: Omit<StartOptions, 'dataFolder'>,
): ChildProcess {
  const main = join(projectFolder(), 'dist/server/main.js');
  const [command = process.execPath, ...args] = [
    ...through,
    process.execPath,
    ...(before === undefined ? [] : ['--import', before]),
    main,
  ];
  return spawn(command, args, {
    env: { PATH: process.env['PATH'] ?? '', PORT: '0', CURSO_DATA: dataFolder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

export interface Outcome {
  readonly code: number | null;
  readonly output: string;
  readonly stderr: string;
}

/** Runs the server until it ends by itself, for starts that must fail. */
export async function runServer(
  dataFolder: string,
  env: Readonly<Record<string, string>>,
  through: readonly string[] = [],
): Promise<Outcome> {
  const child = launch(dataFolder, { env, through });
  let [output, stderr] = ['', ''];
  child.stdout?.on('data', (bytes: Buffer) => {
    output += bytes.toString();
  });
  child.stderr?.on('data', (bytes: Buffer) => {
    stderr += bytes.toString();
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), readyDeadlineMs);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearTimeout(timer);
  return { code, output, stderr };
}

export async function startServer({ dataFolder, ...how }: StartOptions = {}): Promise<RunningServer> {
  const folder = dataFolder ?? (await mkdtemp(join(tmpdir(), 'curso-datos-')));
  const child = launch(folder, how);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (bytes: Buffer) => {
      output += bytes.toString();
    });
  }
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const kill = async (signal: 'SIGTERM' | 'SIGKILL') => {
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), endDeadlineMs);
    await gone;
    clearTimeout(timer);
  };
  const dispose = async () => {
    if (child.exitCode === null && child.signalCode === null) await kill('SIGTERM');
    if (dataFolder === undefined) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const url = await waitFor(
    'la línea «Curso listo»',
    () => {
      if (child.exitCode !== null) throw new Error(`the server ended: ${output}`);
      return /^Curso listo: (http:\/\/\S+)\/$/m.exec(output)?.[1];
    },
    { deadlineMs: readyDeadlineMs },
  ).catch(async (cause: unknown) => {
    // It may still come to be ready, and nobody would know of it.
    await dispose();
    throw new Error(`the server did not start; it said: ${output}`, { cause });
  });
  return {
    url,
    pid: child.pid ?? 0,
    dataFolder: folder,
    output: () => output,
    kill,
    [Symbol.asyncDispose]: dispose,
  };
}

/** A server under test in a process of its own, and what it costs. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { waitFor } from '../../../server/base/wait.ts';

const startDeadlineMs = 20_000;
/** Kernel ticks per second of `utime` and `stime`: 100 on every Linux of the last decades. */
const ticksPerSecond = 100;

export interface ServerProcess {
  readonly port: number;
  /** CPU spent until now, ms; its children's not included. */
  cpuMs(): number;
  /** Resident memory, KiB. */
  memoryKiB(): number;
  stop(): Promise<void>;
}

export interface ProcessOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** Known beforehand; else the process says `port N`. */
  readonly port?: number;
}

const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

export async function startProcess(
  script: string,
  args: readonly string[] = [],
  options: ProcessOptions = {},
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [script, ...args], {
    env: options.env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (bytes: Buffer) => {
    output = (output + bytes.toString()).slice(-4000);
  });
  child.stderr.on('data', (bytes: Buffer) => {
    output = (output + bytes.toString()).slice(-4000);
  });
  const port = await waitFor(
    `${script} to listen`,
    async () => {
      if (child.exitCode !== null) throw new Error(`it ended: ${output}`);
      const said = options.port ?? Number(/^port (\d+)$/m.exec(output)?.[1] ?? 0);
      return said > 0 && (await answers(said)) ? said : undefined;
    },
    { deadlineMs: startDeadlineMs },
  );
  const proc = (file: string) => readFileSync(`/proc/${child.pid}/${file}`, 'utf8');
  return {
    port,
    cpuMs() {
      const [, , user = 0, system = 0] = [
        0,
        0,
        ...(proc('stat').split(') ')[1]?.split(' ').slice(11, 13) ?? []),
      ];
      return ((Number(user) + Number(system)) * 1000) / ticksPerSecond;
    },
    memoryKiB: () => Number(/^VmRSS:\s+(\d+)/m.exec(proc('status'))?.[1] ?? 0),
    async stop() {
      if (child.exitCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'close');
    },
  };
}

/** A compiled script beside this file. */
export const siblingScript = (name: string): string =>
  fileURLToPath(new URL(`./${name}${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url));

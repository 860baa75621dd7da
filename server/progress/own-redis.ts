/** The Redis that the server starts for itself: append-only, on a unix socket in the data folder, and gone with the server. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, constants, mkdirSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { withoutDescriptors } from '../base/close-descriptors.ts';
import { waitFor } from '../base/wait.ts';
import { ProgressStartFailed } from './errors.ts';

const startDeadlineMs = 10_000;
const stopDeadlineMs = 5000;

export interface OwnRedis {
  readonly client: Redis;
  stop(): Promise<void>;
}

/**
 * Every write reaches the disk before it is answered (`appendfsync always`): there are a few a minute, and a proof must
 * outlive a power cut. The socket is named relative to the folder: see below.
 */
const settings = [
  '--port',
  '0',
  '--unixsocket',
  'redis.sock',
  '--unixsocketperm',
  '700',
  '--appendonly',
  'yes',
  '--appendfsync',
  'always',
  '--save',
  '',
  '--daemonize',
  'no',
];

/** How soon one that ended by itself is started again, ms: each time later, while none lasts, for a full disk ends each at its first write. */
const [againMs, latestMs, lastsMs] = [200, 2000, 5000];

/** Starts `program` (redis-server or valkey-server) in `folder`, and again whenever it ends by itself. @throws ProgressStartFailed */
export async function startOwnRedis(folder: string, program: string): Promise<OwnRedis> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  rmSync(join(folder, 'redis.sock'), { force: true });
  // A socket's address may have 108 bytes only: named through a handle on the folder, any data folder will do.
  const handle = openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  const dieWithServer = ['setpriv', '--pdeathsig', 'TERM', '--'];
  const [command, ...closing] = withoutDescriptors;
  const args = [
    ...closing,
    ...dieWithServer,
    program,
    ...settings,
    '--dir',
    folder,
    '--logfile',
    'redis.log',
  ];
  let stderr = '';
  const launch = () => {
    const child = spawn(command, args, {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
    });
    child.stderr?.on('data', (bytes: Buffer) => {
      stderr = (stderr + bytes.toString()).slice(-1000);
    });
    child.once('error', (error) => {
      stderr = error.message;
    });
    return { child, ended: new Promise<void>((resolve) => child.once('close', () => resolve())) };
  };
  let current = launch();
  const client = new Redis({
    path: `/proc/self/fd/${handle}/redis.sock`,
    retryStrategy: () => 100,
    maxRetriesPerRequest: null,
    lazyConnect: false,
    commandTimeout: 5000,
  });
  client.on('error', () => undefined);
  try {
    const answers = waitFor('el Redis del progreso responde', async () => (await client.ping()) === 'PONG', {
      deadlineMs: startDeadlineMs,
      everyMs: 20,
    });
    const ends = current.ended.then(() => {
      throw new ProgressStartFailed(stderr.trim() || `mira ${join(folder, 'redis.log')}`);
    });
    await Promise.race([answers, ends]);
    // From here on its end is awaited below, where it is started again.
    ends.catch(() => undefined);
  } catch (cause) {
    client.disconnect();
    current.child.kill('SIGKILL');
    await current.ended;
    closeSync(handle);
    throw cause instanceof ProgressStartFailed
      ? cause
      : new ProgressStartFailed(`mira ${join(folder, 'redis.log')}`, { cause });
  }

  let stopping = false;
  let timer: NodeJS.Timeout | undefined;
  let waitMs: number = againMs;
  const keep = ({ ended }: typeof current) => {
    const began = performance.now();
    void ended.then(() => {
      if (stopping) return;
      if (performance.now() - began > lastsMs) waitMs = againMs;
      timer = setTimeout(() => {
        current = launch();
        keep(current);
      }, waitMs);
      waitMs = Math.min(latestMs, waitMs * 2);
    });
  };
  keep(current);
  return {
    client,
    async stop() {
      stopping = true;
      clearTimeout(timer);
      await stop(client, current.child, current.ended);
      closeSync(handle);
    },
  };
}

async function stop(client: Redis, child: ChildProcess, ended: Promise<void>): Promise<void> {
  client.disconnect();
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), stopDeadlineMs);
  await ended;
  clearTimeout(timer);
}

/** The Redis that the server starts for itself: append-only, on a unix socket in the data folder, and gone with the server. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, constants, mkdirSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { waitFor } from '../wait.ts';
import { ProgressStartFailed } from './errors.ts';

const startDeadlineMs = 10_000;
const stopDeadlineMs = 5000;

export interface OwnRedis {
  readonly client: Redis;
  stop(): Promise<void>;
}

/**
 * Every write reaches the disk before it is answered (`appendfsync always`): there are a few a minute, and a proof must
 * outlive a pulled plug. The socket is named relative to the folder: see below.
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

/** Starts `program` (redis-server or valkey-server) in `folder`. @throws ProgressStartFailed */
export async function startOwnRedis(folder: string, program: string): Promise<OwnRedis> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  rmSync(join(folder, 'redis.sock'), { force: true });
  // A socket's address may have 108 bytes only: named through a handle on the folder, any data folder will do.
  const handle = openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  const args = ['--pdeathsig', 'TERM', '--', program, ...settings, '--dir', folder, '--logfile', 'redis.log'];
  const child = spawn('setpriv', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], detached: true });
  let complaint = '';
  child.stderr?.on('data', (bytes: Buffer) => {
    complaint = (complaint + bytes.toString()).slice(-1000);
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  child.once('error', (error) => {
    complaint = error.message;
  });
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
    const ends = ended.then(() => {
      throw new ProgressStartFailed(complaint.trim() || `mira ${join(folder, 'redis.log')}`);
    });
    await Promise.race([answers, ends]);
    ends.catch(() => undefined);
  } catch (cause) {
    client.disconnect();
    child.kill('SIGKILL');
    await ended;
    closeSync(handle);
    throw cause instanceof ProgressStartFailed
      ? cause
      : new ProgressStartFailed(`mira ${join(folder, 'redis.log')}`, { cause });
  }
  return {
    client,
    async stop() {
      await stop(client, child, ended);
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

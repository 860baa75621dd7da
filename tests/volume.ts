/**
 * A disk of a server's own, which a test fills, makes read-only and gives back: a file system in memory, in a mount namespace
 * that a process of the test holds, so that it outlives the server. As an ordinary user it needs what the course needs: user
 * namespaces.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { waitFor } from '../server/base/wait.ts';

const deadlineMs = 5000;
/** What fills it is written in pieces that become smaller, bytes: the last byte is taken too. */
const pieces = [1 << 20, 4096, 1] as const;

export interface Volume extends AsyncDisposable {
  /** Where who runs `through` sees it. */
  readonly folder: string;
  /** Where this process sees it. */
  readonly seen: string;
  /** The process that holds it, with a `cat` that waits. */
  readonly keeper: number;
  /** The command that runs another one where the disk is, as who runs the test, and becomes it. */
  readonly through: readonly string[];
  fill(): Promise<void>;
  /** Takes away what filled it. */
  relieve(): Promise<void>;
  /**
   * For the server: its labs, which have mounts of their own, go on writing. What is open for writing keeps a disk from
   * becoming read-only: `close` ends who has it open, again and again until it is done.
   */
  makeReadOnly(close: () => Promise<void>): Promise<void>;
  makeWritable(): Promise<void>;
}

const isRoot = process.getuid?.() === 0;

/** A process that is there until its standard input ends, which it does however this one ends, and takes the folder with it. */
async function hold(folder: string, megabytes: number): Promise<ChildProcess> {
  const script =
    'mount -t tmpfs -o "size=$2,mode=700" "$3" "$1" && echo listo && cat && umount -l "$1" && rmdir "$1"';
  const own = isRoot ? [] : ['--user', '--map-root-user'];
  const args = ['sh', '-c', script, 'sh', folder, `${megabytes}m`, basename(folder)];
  const keeper = spawn('unshare', [...own, '--mount', ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  let said = '';
  keeper.stdout.on('data', (bytes: Buffer) => {
    said += bytes.toString();
  });
  await waitFor('el disco de la prueba', () => said.includes('listo'), { deadlineMs });
  return keeper;
}

export async function createVolume(megabytes: number): Promise<Volume> {
  const folder = await mkdtemp(join(tmpdir(), 'curso-disco-'));
  const keeper = await hold(folder, megabytes);
  const enter = [
    'nsenter',
    '-t',
    `${keeper.pid}`,
    '-m',
    ...(isRoot ? [] : ['-U', '--preserve-credentials']),
    '--',
  ];
  // Inside it is root of its own; what it runs is whom it was.
  const again = [
    'unshare',
    '--user',
    `--map-user=${process.getuid?.()}`,
    `--map-group=${process.getgid?.()}`,
    '--',
  ];
  const seen = `/proc/${keeper.pid}/root${folder}`;
  const filling = join(seen, 'relleno');
  const remount = async (how: 'ro' | 'rw') => {
    const [command = 'nsenter', ...args] = [...enter, 'mount', '-o', `remount,bind,${how}`, folder];
    await promisify(execFile)(command, args);
  };
  return {
    folder,
    seen,
    keeper: keeper.pid ?? 0,
    through: isRoot ? enter : [...enter, ...again],
    async fill() {
      for (const size of pieces) {
        const piece = Buffer.alloc(size);
        for (let full = false; !full; )
          full = await appendFile(filling, piece).then(
            () => false,
            () => true,
          );
      }
    },
    relieve: () => rm(filling, { force: true }),
    async makeReadOnly(close) {
      await waitFor(
        'el disco queda en solo lectura',
        async () => {
          await close();
          await remount('ro');
          return true;
        },
        { deadlineMs, everyMs: 20 },
      );
    },
    makeWritable: () => remount('rw'),
    async [Symbol.asyncDispose]() {
      const gone = new Promise<number | null>((resolve) => keeper.once('close', resolve));
      keeper.stdin?.end();
      if ((await gone) !== 0) throw new Error(`the disk of the test was not given back: ${folder}`);
    },
  };
}

/** The folder that holds all that outlives the server; one server at a time. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isMissing } from './base/disk.ts';
import { ProgramMissing } from './driver/errors.ts';
import { DataFolderInUse, DataFolderUnusable } from './errors.ts';
import { type FileLock, lockFile } from './file-lock.ts';

/** A server that was killed may take a moment to be gone; meanwhile it is asked again this often, ms. */
const [releaseDeadlineMs, askAgainMs] = [2000, 50];

/** Where the server of a data folder is reached, for `npm run instructor`; nothing while none is on. */
const addressesIn = (folder: string): string => join(folder, 'direcciones');

export function readAddresses(folder: string): string[] {
  try {
    return readFileSync(addressesIn(folder), 'utf8').split('\n').filter(Boolean);
  } catch (error) {
    if (!isMissing(error)) throw error;
    return [];
  }
}

export interface DataFolder {
  readonly labs: string;
  readonly progress: string;
  /** Which labs are of the reserve: see lab/power/reserve.ts. */
  readonly reserve: string;
  /** For how long labs have had no owner: see learners/orphans.ts. */
  readonly orphans: string;
  /** Sign the learners' cookies, newest first: kept, so that a restart does not forget who is who. */
  readonly secrets: readonly string[];
  /** Writes where the server is reached; it is forgotten when the folder is released. */
  tellAddresses(addresses: readonly string[]): void;
  release(): void;
}

/** A secret signs for this long, and its signatures are believed for a year, as long as a cookie lasts. */
const secretLastsMs = 30 * 24 * 3600 * 1000;
const mostSecrets = 13;

/** The secrets of that file, one a line; a new one before them when the newest is old, or there is none. */
function secretsIn(path: string): string[] {
  let kept: string[] = [];
  try {
    kept = readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line.length >= 64);
    if (kept.length > 0 && Date.now() - statSync(path).mtimeMs < secretLastsMs) return kept;
  } catch (error) {
    // There is none at the first start with a folder. Any other error would make everybody a stranger: who runs the server has to know.
    if (!isMissing(error)) throw error;
  }
  const secrets = [randomBytes(32).toString('hex'), ...kept].slice(0, mostSecrets);
  // Beside its place and renamed into it: half a file would forget who everybody is.
  writeFileSync(`${path}.nuevo`, `${secrets.join('\n')}\n`, { mode: 0o600 });
  renameSync(`${path}.nuevo`, path);
  return secrets;
}

/**
 * Makes a folder and those above it that are missing. Not by `recursive` of Node.js: where a file system answers ENOENT for a folder whose
 * parent is there, as /proc does, that never ends. @throws what the disk says
 */
function makeFolder(folder: string): void {
  const parent = dirname(folder);
  if (!existsSync(parent)) makeFolder(parent);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (cause) {
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw cause;
  }
}

/** Where not even this can be written, nothing that a learner does could be kept, bytes. */
const leastRoom = 64 * 1024;

/** @throws what the disk says */
function mustHaveRoom(folder: string): void {
  const path = join(folder, 'prueba');
  try {
    writeFileSync(path, Buffer.alloc(leastRoom), { mode: 0o600 });
  } finally {
    rmSync(path, { force: true });
  }
}

/** Which process has written that it uses the folder: for who is told that one does. */
function userOf(lock: string): number {
  try {
    return Number.parseInt(readFileSync(lock, 'utf8'), 10) || 0;
  } catch {
    return 0; // Whoever it was has gone.
  }
}

/** @throws DataFolderUnusable, DataFolderInUse, ProgramMissing */
export async function openDataFolder(folder: string): Promise<DataFolder> {
  const path = join(folder, 'servidor.lock');
  const unusable = (cause: unknown) =>
    cause instanceof ProgramMissing ? cause : new DataFolderUnusable(folder, { cause });
  let lock: FileLock | null = null;
  try {
    makeFolder(folder);
    const deadline = performance.now() + releaseDeadlineMs;
    lock = await lockFile(path);
    while (lock === null && performance.now() < deadline) {
      await sleep(askAgainMs);
      lock = await lockFile(path);
    }
  } catch (cause) {
    throw unusable(cause);
  }
  if (lock === null) throw new DataFolderInUse(folder, userOf(path));
  const { release } = lock;
  const labs = join(folder, 'labs');
  try {
    mustHaveRoom(folder);
    writeFileSync(path, `${process.pid}\n`);
    makeFolder(labs);
    return {
      labs,
      progress: join(folder, 'progreso'),
      reserve: join(folder, 'reserva'),
      orphans: join(folder, 'huerfanos.json'),
      secrets: secretsIn(join(folder, 'secreto')),
      tellAddresses: (addresses) => writeFileSync(addressesIn(folder), `${addresses.join('\n')}\n`),
      release() {
        rmSync(addressesIn(folder), { force: true });
        release();
      },
    };
  } catch (cause) {
    release();
    throw unusable(cause);
  }
}

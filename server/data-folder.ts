/** The folder that holds all that outlives the server; one server at a time. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataFolderInUse, DataFolderUnusable } from './errors.ts';
import { waitFor } from './wait.ts';

/** A server that was killed may take a moment to be gone. */
const releaseDeadlineMs = 2000;

export interface DataFolder {
  readonly labs: string;
  readonly progress: string;
  /** Which labs are of the reserve: see lab/reserve.ts. */
  readonly reserve: string;
  /** For how long labs have had no owner: see session/orphans.ts. */
  readonly orphans: string;
  /** Sign the learners' cookies, newest first: kept, so that a restart does not forget who is who. */
  readonly secrets: readonly string[];
  release(): void;
}

/** A process's start time in clock ticks, field 22 of proc(5)'s stat: a number alone may be another process's by now. */
function startTime(pid: number): string | null {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

function holderOf(lock: string): number | null {
  try {
    const [pid = '', started] = readFileSync(lock, 'utf8').trim().split(' ');
    return startTime(Number(pid)) === started ? Number(pid) : null;
  } catch {
    return null;
  }
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
  } catch {
    // First start with this folder.
  }
  const secrets = [randomBytes(32).toString('hex'), ...kept].slice(0, mostSecrets);
  // Beside its place and renamed into it: half a file would forget who everybody is.
  writeFileSync(`${path}.nuevo`, `${secrets.join('\n')}\n`, { mode: 0o600 });
  renameSync(`${path}.nuevo`, path);
  return secrets;
}

/** @throws DataFolderUnusable, DataFolderInUse */
export async function openDataFolder(folder: string): Promise<DataFolder> {
  const lock = join(folder, 'servidor.lock');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new DataFolderUnusable(folder, { cause });
  }
  await waitFor('la carpeta de datos queda libre', () => holderOf(lock) === null, {
    deadlineMs: releaseDeadlineMs,
  }).catch(() => {
    throw new DataFolderInUse(folder, holderOf(lock) ?? 0);
  });
  const [labs, progress] = [join(folder, 'labs'), join(folder, 'progreso')];
  try {
    writeFileSync(lock, `${process.pid} ${startTime(process.pid)}\n`);
    mkdirSync(labs, { recursive: true, mode: 0o700 });
    return {
      labs,
      progress,
      reserve: join(folder, 'reserva'),
      orphans: join(folder, 'huerfanos.json'),
      secrets: secretsIn(join(folder, 'secreto')),
      release: () => rmSync(lock, { force: true }),
    };
  } catch (cause) {
    throw new DataFolderUnusable(folder, { cause });
  }
}

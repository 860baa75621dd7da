/** The folder that holds all that outlives the server; one server at a time. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataFolderInUse, DataFolderUnusable } from './errors.ts';
import { waitFor } from './wait.ts';

/** A server that was killed may take a moment to be gone. */
const releaseDeadlineMs = 2000;

export interface DataFolder {
  readonly labs: string;
  readonly progress: string;
  /** Signs the learners' cookies; made once, so that a restart does not forget who is who. */
  readonly secret: string;
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

function secretIn(path: string): string {
  try {
    const kept = readFileSync(path, 'utf8').trim();
    if (kept.length >= 64) return kept;
  } catch {
    // First start with this folder.
  }
  const secret = randomBytes(32).toString('hex');
  writeFileSync(path, `${secret}\n`, { mode: 0o600 });
  return secret;
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
      secret: secretIn(join(folder, 'secreto')),
      release: () => rmSync(lock, { force: true }),
    };
  } catch (cause) {
    throw new DataFolderUnusable(folder, { cause });
  }
}

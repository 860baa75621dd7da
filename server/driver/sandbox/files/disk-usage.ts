/** What a lab has on disk: what is in its folders, and what was removed from them and is still open. */
import { lstatSync, readdirSync, type Stats, statSync } from 'node:fs';
import { setImmediate as breath } from 'node:timers/promises';
import { pathMax } from '../limits/limits.ts';

export interface DiskMost {
  readonly bytes: number;
  readonly files: number;
}

/** So many files at a time, for other labs wait meanwhile. */
const stride = 50;
/** `Stats.blocks` counts these, whatever the file system: stat(2). */
const blockBytes = 512;

/** A name that a learner gave need not be UTF-8: one letter stands for one byte of it, or it would name another file. */
const bytesOf = (path: string): Buffer => Buffer.from(path, 'latin1');

function namesIn(folder: string): string[] {
  try {
    return readdirSync(bytesOf(folder), 'latin1');
  } catch {
    // Its learner has removed it, or keeps it from being read: it counts with what was seen.
    return [];
  }
}

/** Undefined: gone in the meantime, or closed by its owner, who can then not make it grow for long. */
function statsOf(look: typeof statSync | typeof lstatSync, path: Buffer | string): Stats | undefined {
  try {
    return look(path, { throwIfNoEntry: false });
  } catch {
    // As above.
    return undefined;
  }
}

/** What processes, given by their folders in /proc, hold open. */
function* openFiles(processes: readonly string[]): Generator<Stats> {
  for (const process of processes) {
    for (const name of namesIn(`${process}/fd`)) {
      const stats = statsOf(statSync, `${process}/fd/${name}`);
      if (stats) yield stats;
    }
  }
}

/**
 * The limit of the disk that a lab is over, or null. A file that is open counts as one, and its bytes when it has no name any more.
 * Links are not followed.
 */
export async function diskLimitMet(
  folder: string,
  processes: readonly string[],
  most: DiskMost,
): Promise<'disk' | 'depth' | null> {
  let [files, bytes] = [0, 0];
  const isOver = async (more: number): Promise<boolean> => {
    files += 1;
    bytes += more;
    if (files % stride === 0) await breath();
    return files > most.files || bytes > most.bytes;
  };

  const nameless = new Set<string>();
  for (const { dev, ino, nlink, blocks } of openFiles(processes)) {
    const isNew = nlink === 0 && !nameless.has(`${dev}:${ino}`);
    if (isNew) nameless.add(`${dev}:${ino}`);
    if (await isOver(isNew ? blocks * blockBytes : 0)) return 'disk';
  }
  const pending = [Buffer.from(folder).toString('latin1')];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    for (const name of namesIn(path)) {
      const at = `${path}/${name}`;
      if (at.length >= pathMax) return 'depth';
      const stats = statsOf(lstatSync, bytesOf(at));
      if (!stats) continue;
      if (await isOver(stats.blocks * blockBytes)) return 'disk';
      if (stats.isDirectory()) pending.push(at);
    }
  }
  return null;
}

/** Follows a file that grows in a folder that a student owns: truncated, replaced or missing for a while, it goes on. */
import { type FSWatcher, watch } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Follower } from '../../driver.ts';
import { openRegularFile } from './safe-open.ts';

const chunkBytes = 64 * 1024;
/** A line longer than this is cut: no log of ours has one, and a student's must not fill memory. */
const longestLine = 16 * 1024;
/** Of what was added since the last look no more than this is read: a log of ours adds a few lines, a student's file may be all holes. */
const mostUnreadBytes = 2 * 1024 * 1024;
/** inotify says at once that a file changed; this also finds what it missed. */
const pollMs = 5000;
/** Where there is no inotify. */
const soloPollMs = 1000;

export function followFile(path: string, onLine: (line: string) => void): Follower {
  let offset = -1; // Unknown until the first look: only what is added after it counts.
  let inode = 0;
  let rest = '';
  let stopped = false;
  let reading = false;
  let again = false;

  const take = (text: string) => {
    const lines = (rest + text).split('\n');
    rest = (lines.pop() ?? '').slice(-longestLine);
    for (const line of lines) if (!stopped) onLine(line.slice(0, longestLine));
  };

  /** Looked at without opening it: most looks find nothing new. */
  const unchanged = async (): Promise<boolean> => {
    const stats = await lstat(path).catch(() => null);
    return stats !== null && stats.ino === inode && stats.size === offset;
  };

  const readNew = async () => {
    if (await unchanged()) return;
    const file = await openRegularFile(path).catch(() => null);
    if (!file) {
      // Not there: whatever appears is new.
      offset = 0;
      return;
    }
    try {
      const stats = await file.stat();
      if (offset < 0) [offset, inode] = [stats.size, stats.ino];
      if (stats.ino !== inode || stats.size < offset) [offset, inode, rest] = [0, stats.ino, ''];
      if (stats.size === offset) return;
      if (stats.size - offset > mostUnreadBytes) [offset, rest] = [stats.size - mostUnreadBytes, ''];
      const end = stats.size;
      const buffer = Buffer.allocUnsafe(chunkBytes);
      while (offset < end) {
        const { bytesRead } = await file.read(buffer, 0, Math.min(chunkBytes, end - offset), offset);
        if (bytesRead === 0 || stopped) return;
        offset += bytesRead;
        take(buffer.toString('utf8', 0, bytesRead));
      }
    } finally {
      await file.close();
    }
  };

  const look = async () => {
    if (reading) {
      again = true;
      return;
    }
    reading = true;
    do {
      again = false;
      // It was replaced while it was read: the next look reads the new one.
      await readNew().catch(() => undefined);
    } while (again && !stopped);
    reading = false;
  };

  let watcher: FSWatcher | null = null;
  try {
    watcher = watch(
      dirname(path),
      (_event, name) => void ((name === null || name === basename(path)) && look()),
    );
    watcher.on('error', () => undefined);
  } catch {
    // No inotify watch left on this machine: the poll does.
  }
  const timer = setInterval(() => void look(), watcher ? pollMs : soloPollMs);
  void look();
  return {
    stop() {
      stopped = true;
      clearInterval(timer);
      watcher?.close();
    },
  };
}

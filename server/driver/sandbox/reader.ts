/** Reads small files that are asked for again and again, in folders that a student owns. */
import { lstat } from 'node:fs/promises';
import { openRegularFile } from './files/safe-open.ts';

const largestReadBytes = 1024 * 1024;
/** Larger ones are not kept: a lab would hold memory of the server. */
const largestKeptBytes = 16 * 1024;
/** A file that was written so lately may be written again within the same tick of its file system's clock. */
const settledMs = 1000;

interface Kept {
  readonly stamp: string;
  readonly text: string;
}

/** What a file's content cannot change without, and when it changed. */
async function stampOf(path: string): Promise<{ readonly stamp: string; readonly changedAt: number }> {
  const { ino, size, mtimeMs, ctimeMs } = await lstat(path);
  return { stamp: `${ino} ${size} ${mtimeMs} ${ctimeMs}`, changedAt: ctimeMs };
}

async function readWhole(path: string): Promise<string> {
  const file = await openRegularFile(path);
  try {
    // No more than the file has: a mebibyte for each of many small reads keeps the garbage collector busy.
    const size = Math.min(largestReadBytes, (await file.stat()).size);
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(size), 0, size, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Reads at most 1 MiB of a file. One that has not changed is not opened again: of a hundred labs that is a quarter of the server's work. */
export function createReader(): (path: string) => Promise<string> {
  const kept = new Map<string, Kept>();
  return async (path) => {
    const { stamp, changedAt } = await stampOf(path);
    const known = kept.get(path);
    if (known?.stamp === stamp) return known.text;
    const text = await readWhole(path);
    kept.delete(path);
    if (Date.now() - changedAt > settledMs && text.length <= largestKeptBytes)
      kept.set(path, { stamp, text });
    return text;
  };
}

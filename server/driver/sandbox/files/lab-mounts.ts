/**
 * What root mounts for a lab before it becomes nobody, who cannot enter the folders above the server's own: the lab's folder at
 * /mnt, and in it the client's tools. Written as a file of `mount`, which mounts all of them in one process.
 */
import { chmod, mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Tool } from '../tools/client-tools.ts';

/** Where a lab's folder is seen. */
export const seenAt = '/mnt';

/** Where a tool is seen, by its place among them. */
export const toolSeenAt = (place: number): string => `${seenAt}/tools/${place}`;

/** As fstab(5) writes a word: blanks and backslashes in octal. */
export const fstabWord = (path: string): string =>
  path.replace(/[\s\\#]/g, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`);

const line = (from: string, at: string, kind: 'bind' | 'rbind'): string =>
  `${fstabWord(from)} ${fstabWord(at)} none ${kind} 0 0\n`;

/** Makes the places that the tools are mounted on, and the file; returns its path. */
export async function writeLabMounts(folder: string, tools: readonly Tool[]): Promise<string> {
  const places = join(folder, 'tools');
  await mkdir(places, { recursive: true });
  // Whatever the umask: nobody looks into them.
  await chmod(places, 0o755);
  const lines = await Promise.all(
    tools.map(async ({ from }, index) => {
      const at = join(places, String(index));
      if ((await stat(from)).isDirectory()) await mkdir(at, { recursive: true });
      else await writeFile(at, '', { flag: 'a' });
      return line(from, at, 'bind');
    }),
  );
  const file = join(folder, 'montajes');
  await writeFile(file, [...lines, line(folder, seenAt, 'rbind')].join(''));
  return file;
}

/**
 * Which labs are of the reserve: warm ones that no learner ever had. What is left of them when the server is killed may go at once,
 * and only that: a lab without a mark may be a learner's, whatever the progress says. The mark is a file beside the folder of labs. It
 * is there before the lab has files and it is gone before the lab is given to a learner, so a crash at any moment leaves at worst a lab
 * that counts as a learner's and is nobody's.
 */
import { mkdir, open, readdir, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing } from '../../base/disk.ts';

export interface Reserve {
  /** Marks a lab that is about to be made. */
  add(id: string): Promise<void>;
  /**
   * Takes the mark away for good, also if the power fails. False when it was not there: then another server, which uses this folder
   * by mistake, took it and may be removing the lab. Of several that ask at once only one is told true.
   */
  remove(id: string): Promise<boolean>;
  ids(): Promise<ReadonlySet<string>>;
}

/** Keeps its marks in that folder, which is made when it is needed. */
export function createReserve(folder: string): Reserve {
  const sync = async () => {
    const handle = await open(folder);
    await handle.sync().finally(() => handle.close());
  };
  return {
    async add(id) {
      // Not a recursive one, which never ends where the folder above is missing on some file systems.
      // Where it cannot be made, the next says what is wrong.
      await mkdir(folder, { mode: 0o700 }).catch(() => undefined);
      await writeFile(join(folder, id), '', { flag: 'wx', mode: 0o600 });
    },

    async remove(id) {
      try {
        await unlink(join(folder, id));
      } catch (error) {
        if (isMissing(error)) return false;
        throw error;
      }
      await sync();
      return true;
    },

    async ids() {
      const names = await readdir(folder).catch((error: unknown): string[] => {
        if (isMissing(error)) return [];
        throw error;
      });
      return new Set(names);
    },
  };
}

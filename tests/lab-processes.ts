/** What of a server's labs is on this machine: for tests that nothing is left behind. */
import { readdir, readFile } from 'node:fs/promises';
import { basename } from 'node:path';

/** The processes whose command line or mounts name that folder: by its own name, for a mount's path starts at its file system. */
export async function processesOf(path: string): Promise<string[]> {
  const folder = basename(path);
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const found = await Promise.all(
    pids.map(async (pid) => {
      const [command, mounts] = await Promise.all(
        ['cmdline', 'mountinfo'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')),
      );
      const named = command?.includes(folder) || mounts?.includes(folder);
      return named ? `${pid} ${command?.replaceAll('\0', ' ').slice(0, 80)}` : null;
    }),
  );
  return found.filter((line) => line !== null);
}

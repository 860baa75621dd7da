/** What of a server's labs is on this machine: for tests that nothing is left behind. */
import { readdir, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { NodeName } from '../labs/define.ts';

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

/**
 * The number, on this machine, of a node's first process, in a folder of one lab.
 *
 * @throws when none is found, or several: the folder's own name is then not only this lab's, and a test would kill another's node.
 */
export async function firstProcessOf(path: string, node: NodeName): Promise<number> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found: number[] = [];
  for (const pid of pids) {
    const [status = '', mounts = ''] = await Promise.all(
      ['status', 'mountinfo'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')),
    );
    // A path here starts at its file system, and a node sees no other node's folder.
    const hasFolder = mounts.includes(basename(path)) && mounts.includes(`/nodes/${node}/etc`);
    if (hasFolder && /^NSpid:.*\t1$/m.test(status)) found.push(Number(pid));
  }
  const [first] = found;
  if (first === undefined) throw new Error(`${node} has no first process`);
  if (found.length > 1)
    throw new Error(`${found.length} labs have a ${node} and «${basename(path)}» in their paths`);
  return first;
}

/** The children of a process whose program has that name; none when it is over. */
export async function childrenNamed(pid: number, name: string): Promise<number[]> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  const pids = children.split(' ').filter(Boolean);
  const names = await Promise.all(
    pids.map((child) => readFile(`/proc/${child}/comm`, 'utf8').catch(() => '')),
  );
  return pids.filter((_child, index) => names[index]?.trim() === name).map(Number);
}

/** The processes of a server that start its programs: see launcher.pl. */
export async function launchersOf(
  server: number,
): Promise<readonly { readonly pid: number; readonly what: 'labs' | 'terminals' }[]> {
  const pids = await childrenNamed(server, 'launcher.pl');
  return Promise.all(
    pids.map(async (pid) => {
      const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      return { pid, what: command.endsWith('labs\0') ? 'labs' : 'terminals' } as const;
    }),
  );
}

/** The sandbox supervisors of a server: one for each lab that is on. */
export async function supervisorsOf(server: number): Promise<number[]> {
  const launchers = (await launchersOf(server)).filter(({ what }) => what === 'labs');
  return (await Promise.all(launchers.map(({ pid }) => childrenNamed(pid, 'unshare')))).flat();
}

/** A control group such as an administrator delegates to a server, where this machine lets its tests make one. */
import { accessSync, constants, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { waitFor } from '../server/base/wait.ts';

function mountOfVersion2(): string | null {
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8');
  const at = /^\S+ \S+ \S+ \/ (\S+) .* - cgroup2 /m.exec(mounts)?.[1];
  try {
    accessSync(join(at ?? '', 'cgroup.procs'), constants.W_OK);
    return at ?? null;
  } catch {
    return null;
  }
}

const mount = mountOfVersion2();

/** Why there is none here; null where there is. */
export const noGroupHere = mount === null ? 'no cgroup v2 that its tests may divide' : null;

/** The controllers that a group made here has. */
export const controllersHere: readonly string[] =
  mount === null ? [] : readFileSync(join(mount, 'cgroup.subtree_control'), 'utf8').trim().split(' ');

export interface DelegatedGroup extends AsyncDisposable {
  readonly folder: string;
  /** A command before another, that then starts in it, or in one of the groups in it. */
  through(group?: string): readonly string[];
  /** The groups in it. */
  groups(): Promise<string[]>;
}

let last = 0;

export function delegateGroup(): DelegatedGroup {
  last += 1;
  const folder = join(mount ?? '', `curso-prueba-${process.pid}-${last}`);
  mkdirSync(folder);
  const groups = async () =>
    (await readdir(folder, { withFileTypes: true }))
      .filter((each) => each.isDirectory())
      .map(({ name }) => name);
  return {
    folder,
    through: (group = '.') => ['sh', '-c', `echo $$ >${folder}/${group}/cgroup.procs; exec "$@"`, 'sh'],
    groups,
    async [Symbol.asyncDispose]() {
      writeFileSync(join(folder, 'cgroup.kill'), '1');
      const remove = async () => {
        for (const name of await groups()) await rmdir(join(folder, name));
        await rmdir(folder);
        return true;
      };
      await waitFor(`el fin de lo que corre en ${folder}`, remove, { deadlineMs: 10_000 });
    },
  };
}

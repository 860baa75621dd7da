/** The folders of a lab on disk: they are its state. `LAB/bin` is shared and read-only; `LAB/nodes/NAME/…` is each host's own. */

import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import {
  chmod,
  cp,
  lchown,
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { client, files, nodeNames } from '../../../../labs/cluster.ts';
import type { DeclaredState, NodeName } from '../../../../labs/define.ts';
import { etcFiles, isDown, redisConf, runtime, sentinelConf } from '../../../../labs/node/configuration.ts';
import { habits, initScripts, scripts } from '../../../../labs/node/tools.ts';
import { isMachineZone, zoneInfo } from '../../../base/time-zone.ts';
import type { LabSettings } from '../../driver.ts';
import { LabIdInvalid } from '../../errors.ts';
import type { LabIdentity } from '../identity.ts';
import type { Programs } from '../tools/programs.ts';
import { openRegularFile } from './safe-open.ts';

/** A node's folders on disk, and where the node sees each. */
export const mounts = {
  etc: '/etc',
  run: '/run',
  root: '/root',
  data: '/var/lib/redis',
  log: '/var/log/redis',
} as const;

const logs = [basename(files.redisLog), basename(files.sentinelLog)] as const;

/**
 * The suffixes of a lab that is being written, and of the one whose place it takes: both by a rename, so that neither a half-written
 * one nor a half-removed one is ever a lab.
 */
const [unfinished, replaced] = ['.new', '.old'];

const isId = (name: string): boolean => /^[a-z0-9][a-z0-9-]{0,63}$/.test(name);

export function labFolder(root: string, id: string): string {
  if (!isId(id)) throw new LabIdInvalid(id);
  return join(root, id);
}

/** Out of its hosts' sight: what is beside `bin` and `nodes` is the server's. */
const zoneFile = 'zona';

/** The time zone of a lab that has files; UTC where it was made before labs had one. */
export async function timeZoneOf(folder: string): Promise<string> {
  const name = await readFile(join(folder, zoneFile), 'utf8').catch(() => '');
  return isMachineZone(name) ? name : 'UTC';
}

/** Writes a lab's files beside its place; returns where. */
export async function writeDraft(
  folder: string,
  state: DeclaredState,
  settings: LabSettings,
  payload: string,
  programs: Programs,
  identity: LabIdentity,
): Promise<string> {
  const draft = `${folder}${unfinished}`;
  try {
    await removeTree(draft);
    // A recursive one says ENOENT where the disk is read-only; the next says what is wrong.
    await mkdir(dirname(draft), { recursive: true }).catch(() => undefined);
    await makeShared(draft);
    const timeZone = (await labExists(folder)) ? await timeZoneOf(folder) : settings.timeZone;
    await writeFile(join(draft, zoneFile), timeZone);
    await makeShared(join(draft, 'bin'));
    for (const script of ['init', ...scripts])
      await copyWithMode(join(payload, script), join(draft, 'bin', script), 0o755);
    for (const habit of habits) await symlink('costumbre', join(draft, 'bin', habit));
    await linkPrograms(join(draft, 'bin'), programs);
    await Promise.all([
      ...nodeNames.map((node) =>
        writeNode(join(draft, 'nodes', node), node, state, { ...settings, timeZone }, payload),
      ),
      writeClient(join(draft, 'nodes', client.name), timeZone, payload),
    ]);
    if (identity.changes) await giveTo(join(draft, 'nodes'), identity);
  } catch (error) {
    // A full disk is not to be kept full by what is of no use.
    await removeTree(draft).catch(() => undefined);
    throw error;
  }
  return draft;
}

/** A folder that whoever runs the lab may enter, whatever the server's umask. */
async function makeShared(folder: string): Promise<void> {
  await mkdir(folder);
  await chmod(folder, 0o755);
}

/** With that mode, whatever the server's umask, and that of who cloned the project. */
async function copyWithMode(from: string, to: string, mode: number): Promise<void> {
  await cp(from, to);
  await chmod(to, mode);
}

/** Makes the names that a learner types lead to this machine's programs, which may have changed places since the lab was written. */
export async function linkPrograms(bin: string, programs: Programs): Promise<void> {
  for (const [name, path] of Object.entries(programs.servers)) {
    const link = join(bin, name);
    // A new lab has none yet.
    if ((await readlink(link).catch(() => null)) === path) continue;
    await rm(link, { force: true });
    await symlink(path, link);
  }
}

/** A draft takes the place of the lab that is there. */
export async function putInPlace(draft: string, folder: string): Promise<void> {
  const before = `${folder}${replaced}`;
  await removeTree(before);
  if (await labExists(folder)) await rename(folder, before);
  await rename(draft, folder);
  await removeTree(before);
}

/** The folders of a host, its files in /etc, and what its shell begins with. */
async function writeHost(
  folder: string,
  timeZone: string,
  payload: string,
  etc: Readonly<Record<string, string>>,
) {
  await Promise.all(Object.keys(mounts).map((name) => mkdir(join(folder, name), { recursive: true })));
  await Promise.all(Object.entries(etc).map(([name, text]) => writeFile(join(folder, 'etc', name), text)));
  await symlink(join(zoneInfo, timeZone), join(folder, 'etc', 'localtime'));
  await copyWithMode(join(payload, 'bashrc'), join(folder, 'root', '.bashrc'), 0o644);
}

/** The learner's copy of the application: they may change it. */
async function writeClient(folder: string, timeZone: string, payload: string) {
  await writeHost(folder, timeZone, payload, etcFiles(client.name, timeZone));
  await copyWithMode(join(payload, 'contador.mjs'), join(folder, 'root', 'contador.mjs'), 0o644);
}

async function writeNode(
  folder: string,
  node: NodeName,
  state: DeclaredState,
  settings: LabSettings,
  payload: string,
) {
  await writeHost(folder, settings.timeZone, payload, {
    ...etcFiles(node, settings.timeZone),
    'redis.conf': redisConf(node, state),
    'sentinel.conf': sentinelConf(node, state, settings.downAfterMs),
  });
  await mkdir(join(folder, 'etc/init.d'));
  for (const [name, text] of Object.entries(initScripts))
    await writeFile(join(folder, 'etc/init.d', name), text, { mode: 0o755 });
  // The logs exist from the start, so that a student's `tail` finds them also where a service was never on.
  await Promise.all(logs.map((name) => writeFile(join(folder, 'log', name), '')));
  for (const service of ['redis', 'sentinel'] as const) {
    // A pidfile says "was on when the power was cut": see labs/node/init.
    if (!isDown(state, node, service)) await writeFile(join(folder, runtime[service].pidfile), '');
  }
}

/** Empties a host's logs, for those that write into them too: they open theirs anew for each line, or add to its end. */
export async function clearLogs(folder: string): Promise<void> {
  for (const name of logs) {
    const handle = await openRegularFile(join(folder, name), constants.O_WRONLY);
    await handle.truncate().finally(() => handle.close());
  }
}

async function giveTo(path: string, identity: LabIdentity): Promise<void> {
  // Never what a link points to: /etc/localtime is one, to a file of this machine.
  await lchown(path, identity.uid, identity.gid);
  if (!(await lstat(path)).isDirectory()) return;
  for (const entry of await readdir(path)) await giveTo(join(path, entry), identity);
}

export async function labExists(folder: string): Promise<boolean> {
  return lstat(folder).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
}

/**
 * The ids of the labs in a folder; what an interrupted `create` left is removed on the way, or put back in its place. What has another
 * name is nothing of ours: a disk of its own for labs has a `lost+found`.
 */
export async function listLabs(root: string): Promise<string[]> {
  // Before the first lab there is no such folder.
  const entries = await readdir(root).catch(() => []);
  const ending = (suffix: string) =>
    entries.filter((entry) => entry.endsWith(suffix) && isId(entry.slice(0, -suffix.length)));
  await Promise.all(ending(unfinished).map((draft) => removeTree(join(root, draft))));
  const labs = new Set(entries.filter(isId));
  for (const before of ending(replaced)) {
    const id = before.slice(0, -replaced.length);
    if (labs.has(id)) await removeTree(join(root, before));
    else await rename(join(root, before), join(root, id));
    labs.add(id);
  }
  return [...labs];
}

/**
 * Removes a tree that a student owned. Links are not followed. A folder without permissions in it is opened first, and where paths are
 * longer than the kernel takes in one word, which Node.js needs, `rm` goes from folder to folder.
 */
export async function removeTree(path: string): Promise<void> {
  try {
    await rm(path, { recursive: true, force: true });
  } catch {
    const run = promisify(execFile);
    // What it could not change, rm names.
    await run('chmod', ['-R', 'u+rwX', path]).catch(() => undefined);
    await run('rm', ['-rf', '--', path]);
  }
}

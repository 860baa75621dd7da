/** What the host `cliente` has that the others lack: this server's own Node.js and the Redis client that it uses, read-only. */
import { chmodSync, existsSync, lstatSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** A file or a folder of this machine, and where the host sees it. */
export interface Tool {
  readonly from: string;
  readonly at: string;
}

const client = 'ioredis';
/** A program in /root looks for its packages here last. */
const packagesAt = '/node_modules';

/** The folder of a package as seen from another's: where Node.js itself would look. */
function packageFolder(name: string, from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return realpathSync(candidate);
    if (dirname(folder) === folder) throw new Error(`package not found: ${name}`);
  }
}

function dependenciesOf(folder: string): string[] {
  const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (typeof manifest !== 'object' || manifest === null || !('dependencies' in manifest)) return [];
  return Object.keys(manifest.dependencies ?? {});
}

/** The client's package and all that it needs, each once: npm keeps them flat. */
export function clientPackages(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const add = (name: string, from: string) => {
    if (found.has(name)) return;
    const folder = packageFolder(name, from);
    found.set(name, folder);
    for (const dependency of dependenciesOf(folder)) add(dependency, folder);
  };
  const entry = createRequire(import.meta.url).resolve(client);
  add(client, dirname(entry));
  return found;
}

/** Node.js, where /usr (which every host sees) does not have it under that name, and the packages. */
export function clientTools(): readonly Tool[] {
  const node = realpathSync(process.execPath);
  const program = node === '/usr/bin/node' ? [] : [{ from: node, at: '/opt/cliente/node' }];
  return [...program, ...[...clientPackages()].map(([name, from]) => ({ from, at: join(packagesAt, name) }))];
}

/**
 * Lets every user read a file, or a folder and all that is in it, and run what its owner may run: a project that was cloned and installed
 * under umask 077 is its owner's alone, and labs run as another user where the server is root. Changes only what needs it.
 */
export function openToOthers(path: string): void {
  const stats = lstatSync(path);
  if (stats.isSymbolicLink()) return;
  const needed = stats.isDirectory() || stats.mode & 0o100 ? 0o055 : 0o044;
  if ((stats.mode & needed) !== needed) chmodSync(path, (stats.mode & 0o7777) | needed);
  if (stats.isDirectory()) for (const name of readdirSync(path)) openToOthers(join(path, name));
}

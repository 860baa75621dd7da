/** Where the course looks for the programs that it needs. The preparation and the server both ask here: what one finds, the other does. */
import { spawnSync } from 'node:child_process';
import { accessSync, closeSync, constants, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Where what labs are built with has to be: a lab's hosts see this machine's /usr, and nothing else of it. */
export const systemFolders = ['/usr/sbin', '/usr/bin', '/sbin', '/bin', '/usr/local/sbin', '/usr/local/bin'];
export const systemPath = systemFolders.join(':');

/**
 * The words before what server/driver/launcher.pl is to do. By its own name, under which AppArmor knows it (deploy/apparmor); by Perl's where it has
 * lost its mode, as in an archive that has none.
 * @param {string} project its folder @returns {[string, ...string[]]}
 */
export function launcherCommand(project) {
  const launcher = join(project, 'server/driver/launcher.pl');
  return isProgram(launcher) ? [launcher] : ['perl', launcher];
}

/** Where people put a Redis of their own that is not in their PATH: `sudo` and systemd have a PATH without them. */
const usualFolders = [
  '/opt/redis/bin',
  '/opt/redis-stack/bin',
  '/opt/valkey/bin',
  '/home/linuxbrew/.linuxbrew/bin',
];

/** Folders that are something else in a lab's hosts: nothing of this machine can be shown there. */
const taken = [
  '/root',
  '/tmp',
  '/etc',
  '/run',
  '/var/lib/redis',
  '/var/log/redis',
  '/proc',
  '/dev',
  '/opt/lab',
];

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** @param {string} name @param {readonly string[]} folders @returns {string | null} */
const findIn = (name, folders) => folders.map((folder) => join(folder, name)).find(isProgram) ?? null;

/** Every folder in which a program may be that need not be the system's, in order. @returns {string[]} */
export function allFolders() {
  const own = (process.env['PATH'] ?? '').split(':').filter((folder) => folder.startsWith('/'));
  return [...new Set([...own, ...systemFolders, ...usualFolders])];
}

/** Finds a program of the system's; null when there is none. @param {string} name */
export const findProgram = (name) => findIn(name, systemFolders);

/** Finds a program wherever it is; null when there is none. @param {string} name */
export const findAnywhere = (name) => findIn(name, allFolders());

/** Whether a lab's hosts see it as it is. @param {string} path */
export const isOfSystem = (path) => /^\/(usr|s?bin|lib(32|64)?)\//.test(realpathSync(path));

/** The folder that is another one in a lab's hosts, and in which that path is; undefined where there is none. @param {string} path */
export const takenFolder = (path) => taken.find((folder) => path.startsWith(`${folder}/`));

/** @param {string} path */
function isScript(path) {
  const start = Buffer.alloc(2);
  const file = openSync(path, 'r');
  readSync(file, start, 0, 2, 0);
  closeSync(file);
  return start.toString('latin1') === '#!';
}

/** asdf and mise put a script of theirs in the PATH, and say which program it stands for. @param {string} script */
function behindScript(script) {
  const manager = ['asdf', 'mise'].find(
    (name) => script.includes(`/${name}/`) || script.includes(`/.${name}/`),
  );
  const program = manager && findAnywhere(manager);
  if (!program) return null;
  const { status, stdout } = spawnSync(program, ['which', basename(script)], { encoding: 'utf8' });
  const path = stdout?.trim() ?? '';
  return status === 0 && isProgram(path) && !isScript(path) ? path : null;
}

/**
 * A server or client of Redis for labs: any of those names, the system's or one's own. `path` is null where none will do; `refused` says why, of
 * each that was found and will not.
 * @param {readonly string[]} names
 * @returns {{ readonly path: string | null, readonly refused: readonly string[] }}
 */
export function findServer(names) {
  /** @type {string[]} */
  const refused = [];
  for (const folder of allFolders()) {
    for (const name of names) {
      const found = join(folder, name);
      if (!isProgram(found)) continue;
      // As found, links not followed: Debian's redis-server is a link to a program that looks at the name it was called by.
      if (isOfSystem(found)) return { path: found, refused };
      const program = isScript(found) ? behindScript(found) : realpathSync(found);
      const real = program && realpathSync(program);
      const hidden = real ? takenFolder(real) : undefined;
      if (real && !hidden) return { path: real, refused };
      refused.push(
        hidden
          ? `${real} está en ${hidden}, que en las máquinas del laboratorio es otra carpeta: ponlo en /opt`
          : `${found} es un script, y no se sabe qué programa arranca: pon antes en el PATH la carpeta del programa`,
      );
    }
  }
  return { path: null, refused };
}

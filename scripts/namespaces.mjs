/** Whether this kernel lets an ordinary user make namespaces, which labs are made of; and what to do where it does not. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launcherCommand } from './find-program.mjs';
import { inLabNamespaces } from './lab-namespaces.mjs';

/** Labs never run as root: where the server does, they run as nobody (65534). */
const asNobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--'];
/** The same namespaces as a lab's, and a sandbox in them, with a /proc of its own: what containers tend to forbid. */
const attempt = [
  ...inLabNamespaces,
  'bwrap',
  '--unshare-pid',
  '--unshare-net',
  '--ro-bind',
  '/',
  '/',
  '--proc',
  '/proc',
  '--dev',
  '/dev',
  'true',
];

const project = join(dirname(fileURLToPath(import.meta.url)), '..');

export function namespacesWork() {
  const asLabs = process.getuid?.() === 0 ? asNobody : [];
  const [command, ...args] = [...launcherCommand(project), 'run', ...asLabs, ...attempt];
  return spawnSync(command, args, { stdio: 'ignore', cwd: '/' }).status === 0;
}

/** @param {string} name */
function kernelSetting(name) {
  try {
    return readFileSync(`/proc/sys/${name.replaceAll('.', '/')}`, 'utf8').trim();
  } catch {
    return null;
  }
}

/** @param {string} why @param {string} first @param {string} second */
const ways = (why, first, second) =>
  `Los laboratorios se hacen con espacios de nombres de usuario, y este núcleo no los permite: ${why}.\nHay dos salidas:\n  1. ${first}\n  2. ${second}`;

const elsewhere =
  'usa otra máquina (Debian 12 o 13 los permite sin cambiar nada), o una máquina virtual con ella';

const restricted = 'AppArmor los restringe (así viene Ubuntu desde 24.04)';
const loosened =
  'permíteselos a cualquier programa, hasta el próximo arranque: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0';

/**
 * @param {(name: string) => string | null} setting what the kernel has of that name; null where it has no such setting
 * @param {boolean} inContainer
 */
export function explainNamespaces(setting = kernelSetting, inContainer = existsSync('/.dockerenv')) {
  if (setting('kernel.apparmor_restrict_unprivileged_userns') === '1') {
    const first = inContainer
      ? 'fuera del contenedor, carga su perfil, sudo sh deploy/apparmor/instala contenedor, y arráncalo con --security-opt apparmor=curso-clase'
      : 'permíteselos solo a este curso: sudo sh deploy/apparmor/instala';
    return ways(restricted, first, loosened);
  }
  for (const [name, open] of [
    ['kernel.unprivileged_userns_clone', '1'],
    ['user.max_user_namespaces', '15000'],
  ]) {
    if (setting(name ?? '') === '0') {
      return ways(`${name} vale 0`, `permítelos: sudo sysctl -w ${name}=${open}`, elsewhere);
    }
  }
  return ways(
    'lo más probable es que esto sea un contenedor, cuyo filtro los prohíbe',
    'arranca el contenedor con --security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt systempaths=unconfined',
    `fuera del contenedor: ${elsewhere}`,
  );
}

/**
 * What to do on a system that has no Linux of its own; null on Linux.
 * @param {string} platform as `process.platform` names it
 */
export function explainSystem(platform) {
  if (platform === 'linux') return null;
  const virtual =
    platform === 'win32' ? 'WSL 2 con Debian o Ubuntu' : 'una máquina virtual con Debian o Ubuntu';
  return `Los laboratorios se hacen con espacios de nombres de Linux, y este sistema no los tiene. Hay dos salidas:
  1. con Docker: docker compose up
  2. dentro de ${virtual}: npm start`;
}

/** Which programs the course needs of the system, and in which package of each distribution they are. */
import { findAnywhere, findProgram, findServer } from './find-program.mjs';

/**
 * A need is met by any one of its programs. `install` names the package for apt, dnf, pacman and apk, in this order. `where` it may be: in the
 * system's own folders, unless said otherwise; anywhere; or where labs can be given it, which are `servers`. What is a `comfort` labs can do without.
 * @typedef {{ programs: string[], install: [apt: string, dnf: string, pacman: string, apk: string], where?: 'anywhere' | 'servers', comfort?: true }} Need
 */

const managers = ['apt-get', 'dnf', 'pacman', 'apk'];

/** @type {Record<string, (packages: string) => string>} */
export const installCommands = {
  'apt-get': (packages) => `apt-get update && apt-get install -y --no-install-recommends ${packages}`,
  dnf: (packages) => `dnf install -y ${packages}`,
  pacman: (packages) => `pacman -S --needed --noconfirm ${packages}`,
  apk: (packages) => `apk add ${packages}`,
};

/** @type {Need[]} */
export const labNeeds = [
  {
    programs: ['redis-server', 'valkey-server'],
    install: ['redis-server', 'redis', 'valkey', 'redis'],
    where: 'servers',
  },
  {
    programs: ['redis-cli', 'valkey-cli'],
    install: ['redis-tools', 'redis', 'valkey', 'redis'],
    where: 'servers',
  },
  { programs: ['bwrap'], install: ['bubblewrap', 'bubblewrap', 'bubblewrap', 'bubblewrap'] },
  { programs: ['ip'], install: ['iproute2', 'iproute', 'iproute2', 'iproute2'] },
  { programs: ['ss'], install: ['iproute2', 'iproute', 'iproute2', 'iproute2'] },
  { programs: ['unshare'], install: ['util-linux', 'util-linux', 'util-linux', 'util-linux'] },
  { programs: ['nsenter'], install: ['util-linux', 'util-linux', 'util-linux', 'util-linux-misc'] },
  { programs: ['setpriv'], install: ['util-linux', 'util-linux', 'util-linux', 'setpriv'] },
  { programs: ['prlimit'], install: ['util-linux', 'util-linux', 'util-linux', 'util-linux-misc'] },
  { programs: ['mount'], install: ['mount', 'util-linux', 'util-linux', 'mount'] },
  { programs: ['perl'], install: ['perl-base', 'perl-interpreter', 'perl', 'perl'] },
  { programs: ['bash'], install: ['bash', 'bash', 'bash', 'bash'] },
  { programs: ['ps'], install: ['procps', 'procps-ng', 'procps-ng', 'procps'], comfort: true },
  { programs: ['less'], install: ['less', 'less', 'less', 'less'], comfort: true },
  { programs: ['nano', 'vi', 'vim.tiny'], install: ['nano', 'nano', 'nano', 'nano'], comfort: true },
  { programs: ['ping'], install: ['iputils-ping', 'iputils', 'iputils', 'iputils-ping'], comfort: true },
];

/** What npm needs to build node-pty. @type {Need[]} */
export const buildNeeds = [
  { programs: ['python3'], install: ['python3', 'python3', 'python', 'python3'], where: 'anywhere' },
  { programs: ['make'], install: ['make', 'make', 'make', 'make'], where: 'anywhere' },
  { programs: ['g++'], install: ['g++', 'gcc-c++', 'gcc', 'g++'], where: 'anywhere' },
];

/** What the tests need besides. @type {Need[]} */
export const testNeeds = [
  // Debian has its engine alone too, with which the tests take less of the CPU (tests/e2e/browser.ts); Ubuntu has not, and apt would refuse the name.
  {
    programs: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    install: ['chromium $(apt-cache pkgnames chromium-headless-shell)', 'chromium', 'chromium', 'chromium'],
    where: 'anywhere',
  },
  {
    programs: ['firefox-esr', 'firefox'],
    install: ['firefox-esr', 'firefox', 'firefox', 'firefox-esr'],
    where: 'anywhere',
  },
  // Safari's engine, and a screen in memory for it.
  {
    programs: ['WebKitWebDriver'],
    install: ['webkit2gtk-driver', 'webkit2gtk4.1', 'webkit2gtk-4.1', 'webkit2gtk-4.1'],
    where: 'anywhere',
  },
  {
    programs: ['Xvfb'],
    install: ['xvfb', 'xorg-x11-server-Xvfb', 'xorg-server-xvfb', 'xvfb'],
    where: 'anywhere',
  },
  { programs: ['zstd'], install: ['zstd', 'zstd', 'zstd', 'zstd'] },
];

/** Whether a program is anywhere. @param {string} program */
export const has = (program) => findAnywhere(program) !== null;

/** @param {Need} need */
function isMet({ programs, where }) {
  if (where === 'servers') return findServer(programs).path !== null;
  return programs.some((program) => (where ? findAnywhere : findProgram)(program) !== null);
}

/** @param {Need[]} needs */
export function missing(needs) {
  return needs.filter((need) => !isMet(need));
}

/** Why programs that were found for those needs will not do, a sentence each. @param {Need[]} needs */
export function refusals(needs) {
  return needs
    .filter(({ where }) => where === 'servers')
    .flatMap(({ programs }) => findServer(programs).refused);
}

/** The packages of those needs, without repeats, for the manager at that place in `managers`. @param {Need[]} needs @param {number} manager */
export function packagesOf(needs, manager) {
  return [...new Set(needs.map(({ install }) => install[manager]))].join(' ');
}

/**
 * What a person types to install those needs: for the package manager that is here, for all four where none is.
 * @param {Need[]} needs @param {string[]} here
 */
export function commandsToType(needs, here = managers.filter(has)) {
  const lines = (here.length > 0 ? here.slice(0, 1) : managers).map(
    (manager) => `  sudo sh -c '${installCommands[manager]?.(packagesOf(needs, managers.indexOf(manager)))}'`,
  );
  return `Escribe:\n${lines.join('\n')}\ny vuelve a intentarlo.`;
}

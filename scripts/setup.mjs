/**
 * Makes a fresh clone ready: system programs, npm packages, build. Depends on nothing, does nothing that is done already,
 * and says what it is doing. What npm runs begins with it, and so does a package that needs neither npm packages nor a build:
 *   node scripts/setup.mjs start|test|dev|unit|paquete
 * `dev` builds nothing, for the loop compiles by itself and goes on where types are wrong; `unit` wants the npm packages alone.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { allFolders } from './find-program.mjs';
import { explainNamespaces, explainSystem, namespacesWork } from './namespaces.mjs';
import {
  buildNeeds,
  commandsToType,
  has,
  installCommands,
  labNeeds,
  missing,
  packagesOf,
  refusals,
  testNeeds,
} from './packages.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const oldestNode = [20, 19];

/** @param {string} text */
const say = (text) => console.log(`[preparación] ${text}`);

/** @param {string} text @returns {never} */
function giveUp(text) {
  console.error(`[preparación] ${text}`);
  process.exit(1);
}

/** @param {string} command */
function run(command) {
  return (
    spawnSync('sh', ['-c', command], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] }).status === 0
  );
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [needMajor = 0, needMinor = 0] = oldestNode;
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return;
  giveUp(
    `Hace falta Node ${oldestNode.join('.')} o posterior, y este es ${process.versions.node}. Instálalo desde https://nodejs.org/`,
  );
}

/** The words that give a command root's rights here; null where there are none without asking. */
function rootPrefix() {
  if (process.getuid?.() === 0) return '';
  return has('sudo') && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0 ? 'sudo ' : null;
}

/** @param {import('./packages.mjs').Need[]} needs */
function installPrograms(needs) {
  const lacking = missing(needs);
  if (lacking.length === 0) return;
  const names = lacking.map(({ programs }) => programs[0]).join(', ');
  for (const reason of refusals(lacking)) say(reason);
  const prefix = rootPrefix();
  if (prefix === null || !has('apt-get')) giveUp(`Faltan programas (${names}). ${commandsToType(lacking)}`);
  say(`Instalo con apt: ${packagesOf(lacking, 0)}`);
  const command = installCommands['apt-get']?.(packagesOf(lacking, 0)) ?? '';
  const quiet = command.replaceAll(
    'apt-get ',
    `${prefix}env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get -qq `,
  );
  if (!run(`{ ${quiet}; } >/dev/null`)) giveUp(`apt no ha podido instalarlos. ${commandsToType(lacking)}`);
  const still = missing(needs);
  if (still.length > 0)
    giveUp(
      `Siguen faltando: ${still.map(({ programs }) => programs[0]).join(', ')}. ${commandsToType(still)}`,
    );
}

/** What node_modules was made from: the lock file, and the Node whose ABI node-pty was built for. */
function lockStamp() {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(process.versions.modules)
    .digest('hex');
}

/** Whether node-pty's native half is built, for this Node: asked in a process of its own, which can load it only once. */
function nodePtyWorks() {
  const load = ['-e', 'require("node-pty")'];
  return spawnSync(process.execPath, load, { cwd: root, stdio: 'ignore' }).status === 0;
}

/**
 * Whatever npm was told for other projects: with `omit=dev` or NODE_ENV=production it would leave out what builds the page and the server,
 * and with `ignore-scripts=true` it does not build node-pty. The scripts of other packages stay as they were told.
 */
function installPackages() {
  const stampFile = join(root, 'node_modules/.curso-setup');
  const stamp = lockStamp();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  installPrograms(buildNeeds);
  say('Instalo los paquetes de npm (npm ci)…');
  if (!run('npm ci --include=dev --include=optional --no-audit --no-fund --loglevel=error'))
    giveUp('npm ci ha fallado: mira las líneas de arriba. Hace falta acceso al registro de npm.');
  if (!nodePtyWorks()) {
    say('Construyo node-pty…');
    if (!run('npm rebuild node-pty --ignore-scripts=false --loglevel=error') || !nodePtyWorks())
      giveUp(
        'node-pty no se ha podido construir: mira las líneas de arriba. Hacen falta Python, make y g++.',
      );
  }
  writeFileSync(stampFile, stamp);
}

const sources = [
  'protocol',
  'labs',
  'scripts',
  'server',
  'client',
  'slides',
  'package-lock.json',
  'tsconfig.base.json',
  'vite.config.ts',
];

/** The newest modification under a path, ms since the epoch. @param {string} path @returns {number} */
function newest(path) {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return readdirSync(path).reduce(
    (latest, name) => Math.max(latest, newest(join(path, name))),
    stats.mtimeMs,
  );
}

function build() {
  const stamp = join(root, 'dist/.built');
  const built = existsSync(stamp) ? statSync(stamp).mtimeMs : 0;
  const started = Date.now();
  if (sources.every((source) => newest(join(root, source)) < built)) return;
  say('Construyo el servidor y la página…');
  if (!run('npm run --silent build')) giveUp('La construcción ha fallado: mira las líneas de arriba.');
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, new Date(started).toISOString());
}

/** What labs can do without, and learners would miss. */
function sayWhatLacks() {
  const lacking = missing(labNeeds);
  const names = lacking.map(({ programs }) => programs[0]).join(', ');
  if (lacking.length > 0)
    say(`En las máquinas del laboratorio no habrá ${names}. ${commandsToType(lacking)}`);
}

/** What labs need of the system. A package (scripts/empaqueta.mjs) is for machines that may be unable to install anything. */
function prepareLabs() {
  const otherSystem = explainSystem(process.platform);
  if (otherSystem) giveUp(otherSystem);
  if (mode === 'paquete') installPrograms(labNeeds.filter(({ comfort }) => !comfort));
  else installPrograms(mode === 'test' ? [...labNeeds, ...testNeeds] : labNeeds);
  if (!namespacesWork()) giveUp(explainNamespaces());
}

// What is looked for there is started from there: an ordinary user's PATH has no sbin.
process.env.PATH = allFolders().join(':');
checkNode();
const mode = process.argv[2];
if (mode !== 'unit') prepareLabs();
if (mode === 'paquete') sayWhatLacks();
else installPackages();
if (mode === 'start' || mode === 'test') build();

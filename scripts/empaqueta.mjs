/**
 * Makes one file with all that runs the course, for machines without internet or compiler: the built page and server, production
 * packages with node-pty built, the Node.js that it was built for, licences and checksums.
 *
 *   npm run empaqueta [-- FOLDER]     leaves curso-VERSION-linux-ARCH.tar.zst and its .sha256 there; in ./paquetes without one
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const architectures = { x64: 'x86_64', arm64: 'arm64' };

/** What runs, beside `dist` and the packages: the same as in the image (Dockerfile). */
const parts = [
  ...['client', 'labs', 'protocol', 'scripts', 'server'].map((part) => `dist/${part}`),
  ...[
    'labs/node',
    'labs/hosts.example.yaml',
    'server/driver/launcher.pl',
    'server/driver/sandbox/supervisor/supervisor.sh',
  ],
  ...['scripts', 'deploy', 'docs', 'package.json', 'README.md', 'SECURITY.md', 'CHANGELOG.md', 'LICENSE'],
];
/** Of node-pty what it was built from stays behind, and so do the other systems' builds. */
const needless =
  /\/node-pty\/(deps|src|prebuilds|third_party|scripts|build\/(?!Release($|\/pty\.node$)))|\.(test|map)\b[^/]*$|\.d\.m?ts$/;
/** What a Node.js for any distribution may need of it. Debian's own needs dozens more. */
const everywhere = /^(linux-vdso|ld-linux|libc|libm|libdl|libpthread|libstdc\+\+|libgcc_s|libatomic)[.-]/;

/** @param {string} text @returns {never} */
function giveUp(text) {
  console.error(`[paquete] ${text}`);
  process.exit(1);
}

/** @param {string} command @param {string[]} args @param {import('node:child_process').SpawnSyncOptions} options */
function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit', ...options });
  if (status !== 0) giveUp(`${command} ha fallado${error ? `: ${error.message}` : ''}.`);
}

/** @typedef {{ version: string, license?: string, dev?: boolean, devOptional?: boolean, optional?: boolean }} Locked */

/** The packages of the lock file, by their folders. @returns {[folder: string, entry: Locked][]} */
function lockedPackages() {
  /** @type {{ packages: Record<string, Locked> }} */
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(lock.packages).filter(([folder]) => folder !== '' && existsSync(join(root, folder)));
}

function checkNode() {
  const { stdout } = spawnSync(process.execPath, ['--version'], {
    env: { LD_TRACE_LOADED_OBJECTS: '1' },
    encoding: 'utf8',
  });
  const others = [...stdout.matchAll(/^\s*(\S+?)(?: =>|\s\()/gm)]
    .map(([, name = '']) => basename(name))
    .filter((name) => !everywhere.test(name));
  if (others.length > 0)
    giveUp(
      `Este Node necesita bibliotecas que otra máquina puede no tener (${others.join(', ')}). Usa el de https://nodejs.org/`,
    );
}

/** The licence of this Node.js, where its archive or its package has it. */
function nodeLicence() {
  const prefix = dirname(dirname(realpathSync(process.execPath)));
  const found = [
    join(prefix, 'LICENSE'),
    join(prefix, 'share/doc/nodejs/LICENSE'),
    join(prefix, 'share/doc/node/LICENSE'),
  ].find((file) => existsSync(file));
  return found ?? giveUp(`No encuentro la licencia de Node junto a ${process.execPath}.`);
}

/** @param {string} folder @returns {string[]} */
const licencesIn = (folder) =>
  readdirSync(folder).filter((name) => /^(licen[cs]e|copying|notice|ofl)/i.test(name));

/** What is in the page was compiled into it: its packages' licences are kept apart. @param {string} into */
function writeLicences(into) {
  mkdirSync(join(into, 'licencias'));
  const rows = lockedPackages()
    .filter(([folder, { dev }]) => !dev || /\/(@xterm|@fontsource-variable|reveal\.js|marked)/.test(folder))
    .map(([folder, { version, license }]) => {
      const name = folder.replace(/^.*node_modules\//, '');
      for (const file of licencesIn(join(root, folder)))
        cpSync(join(root, folder, file), join(into, 'licencias', `${name.replace('/', '__')}-${file}`));
      return `| ${name} | ${version} | ${license ?? '–'} |`;
    });
  const head = `# Licencias de lo que va en este paquete\n\nEl curso: [LICENSE](LICENSE). Node.js ${process.versions.node}: [node/LICENSE](node/LICENSE). Los textos de los demás, en [licencias](licencias).\n\n| paquete | versión | licencia |\n| --- | --- | --- |\n`;
  writeFileSync(join(into, 'LICENCIAS.md'), `${head}${rows.join('\n')}\n`);
}

const start = `#!/bin/sh
# Sirve el curso con el Node de este paquete. Las opciones son variables de entorno: README.md, «Configuración».
folder=$(dirname "$(readlink -f "$0")")
"$folder/node/bin/node" "$folder/scripts/setup.mjs" paquete || exit 1
exec "$folder/node/bin/node" "$folder/dist/server/main.js"
`;

/** @param {string} into */
function fill(into) {
  for (const part of parts)
    if (existsSync(join(root, part)))
      cpSync(join(root, part), join(into, part), { recursive: true, filter: (file) => !needless.test(file) });
  for (const [folder, { dev, devOptional }] of lockedPackages())
    if (!dev && !devOptional)
      cpSync(join(root, folder), join(into, folder), {
        recursive: true,
        filter: (file) => !needless.test(file) && basename(file) !== 'node_modules',
      });
  mkdirSync(join(into, 'node/bin'), { recursive: true });
  cpSync(realpathSync(process.execPath), join(into, 'node/bin/node'));
  cpSync(nodeLicence(), join(into, 'node/LICENSE'));
  writeLicences(into);
  writeFileSync(join(into, 'curso'), start);
  chmodSync(join(into, 'curso'), 0o755);
}

/** @param {string} file */
const sumOf = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');

/** @param {string} folder */
function writeSums(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
  writeFileSync(
    join(folder, 'SUMAS.sha256'),
    files.map((file) => `${sumOf(join(folder, file))}  ${file}\n`).join(''),
  );
}

/** @param {string} out */
function pack(out) {
  /** @type {{ version: string }} */
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const architecture =
    architectures[/** @type {keyof typeof architectures} */ (process.arch)] ??
    giveUp(`No hay paquete para ${process.arch}.`);
  const name = `curso-${version}`;
  const work = mkdtempSync(join(tmpdir(), 'curso-paquete-'));
  try {
    mkdirSync(join(work, name));
    fill(join(work, name));
    writeSums(join(work, name));
    mkdirSync(out, { recursive: true });
    const file = join(out, `${name}-linux-${architecture}.tar.zst`);
    // The same whoever makes it: names in order, root's, and nobody's umask.
    const tar = [
      '--sort=name',
      '--owner=0',
      '--group=0',
      '--numeric-owner',
      '--mode=u+rwX,go+rX,go-w',
      '-C',
      work,
      '-I',
      'zstd -T0 -q',
      '-cf',
      file,
      name,
    ];
    // A person who wants it sooner, or smaller, says another level.
    run('tar', tar, { env: { ZSTD_CLEVEL: '12', ...process.env } });
    writeFileSync(`${file}.sha256`, `${sumOf(file)}  ${basename(file)}\n`);
    console.log(`[paquete] ${file}`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

checkNode();
pack(resolve(process.argv[2] ?? join(root, 'paquetes')));

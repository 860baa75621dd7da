/**
 * `npm run dev`: the page with hot reload, and the server started again by itself when its code changes. What is edited is what runs: the
 * server, its thread for labs included, is compiled before each start, and the page is Vite's, from the sources.
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { compile, createBatches } from './compile.mjs';
import { createCourseServer } from './course-server.mjs';
import { openFront } from './front.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
/** How often to look whether npm, which started this, is still there, ms. */
const lookEveryMs = 500;

const say = (/** @type {string} */ text) => console.log(`[desarrollo] ${text}`);
const seconds = (/** @type {number} */ since) =>
  `${((performance.now() - since) / 1000).toFixed(1).replace('.', ',')} s`;

/** A test's own file starts nothing; a script of this loop needs the loop to start again. */
const isServers = (/** @type {string} */ file) =>
  /^(?:server|labs|protocol)\/|^scripts\/[^/]+$/.test(file) && !/\.test\.ts$|\.md$/.test(file);
const isTyped = (/** @type {string} */ file) =>
  /^(?:server|labs|protocol|client|scripts)\/.*\.[cm]?[jt]s$/.test(file);

const server = createCourseServer(root, say);
/** The projects whose types are wrong now. @type {Set<string>} */
const wrong = new Set();
/** Fulfilled when the server was started for the first time: what is edited before is compiled after. @type {Promise<void>} */
let begun = Promise.resolve();

/** Compiles a project, prints what the compiler says of it, and once when there is nothing more to say. @param {string} project */
async function check(project) {
  const complaints = await compile(root, project);
  if (complaints !== '') {
    console.log(complaints);
    wrong.add(project);
  } else if (wrong.delete(project)) say(`Los tipos de ${project}/ vuelven a estar bien.`);
}

const changes = createBatches(async (files) => {
  await begun;
  const since = performance.now();
  const [first, ...more] = files.filter(isServers);
  // An edit of the page alone does not concern the server, but its types may be wrong all the same.
  if (files.some((file) => !file.startsWith('client/'))) await check('server');
  if (first !== undefined) {
    await server.stop();
    const names = more.length > 0 ? `${first} y ${more.length} más` : first;
    if (await server.start())
      say(`${names}: servidor arrancado de nuevo en ${seconds(since)}; los laboratorios siguen.`);
  }
  if (files.some((file) => /^(?:client|protocol)\//.test(file))) await check('client');
});

/** @type {(() => Promise<void>)[]} */
const closers = [() => server.stop()];
let closing = false;

/** @param {number} code */
async function stop(code) {
  if (closing) return;
  closing = true;
  for (const close of closers.reverse()) await close().catch(() => undefined);
  process.exit(code);
}

/** The first compilation and the first start. @param {string} address the page's */
async function begin(address) {
  say('Compilo el servidor…');
  await check('server');
  // The server will not start without a page, though here its only use is to say the cookie.
  if (!existsSync(join(root, 'dist/client/index.html')))
    await build({ configFile: join(root, 'vite.config.ts'), logLevel: 'warn' });
  if (await server.start()) say('Lo que edites se ve solo; Ctrl+C lo cierra todo.');
  console.log(`Curso listo: ${address}`);
  await check('client');
}

async function start() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop(0));
  // When npm is killed nobody tells this process, but it becomes another's child.
  const parent = process.ppid;
  if (process.env['npm_lifecycle_event'])
    setInterval(() => process.ppid !== parent && void stop(1), lookEveryMs).unref();

  const port = Number(process.env['PORT'] || 8000);
  const vite = await openFront(server, root, port, (file) =>
    isTyped(file) || isServers(file) ? changes.note(file) : undefined,
  );
  closers.push(() => vite.close());
  begun = begin(vite.resolvedUrls?.local[0] ?? '');
  await begun;
}

start().catch((error) => {
  console.error(`[desarrollo] ${error instanceof Error ? error.message : String(error)}`);
  void stop(1);
});

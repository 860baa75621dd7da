/** Vite's development server with the real one behind it, as one address. */
import { realpathSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createServer } from 'vite';
import { forward, forwardUpgrade, isForServer } from './forward.mjs';

/** What of the project is the server's: an edit there starts it again. The page's and the slides' Vite watches already. */
const serverFolders = ['server', 'labs', 'protocol', 'scripts'];

/** Vite's client waits for a server that starts again in a worker that it makes of a blob. */
const viteNeeds = ";worker-src 'self' blob:";

/** The pages are Vite's; the cookie that names the learner, and what a page may load, are what the real server says with its own. */
const isPage = (/** @type {string} */ url) => /^\/(?:\?|$)/.test(url);
const isTeaching = (/** @type {string} */ url) => /^\/profesor(?:\/|$)/.test(url);

/**
 * @param {import('./course-server.mjs').CourseServer} courseServer
 * @param {string} root
 * @param {(file: string) => void} onChange a file of the project, by its path in it
 * @returns {import('vite').Plugin}
 */
function behind(courseServer, root, onChange) {
  return {
    name: 'course-server',
    configureServer({ middlewares, httpServer, watcher }) {
      watcher.add(serverFolders.map((folder) => join(root, folder)));
      watcher.on('all', (event, path) => {
        if (event === 'add' || event === 'change' || event === 'unlink') onChange(relative(root, path));
      });
      httpServer?.on('upgrade', (request, socket, head) => {
        if (isForServer(request.url)) void forwardUpgrade(courseServer, request, socket, head);
      });
      middlewares.use((request, response, next) => {
        if (isForServer(request.url)) void forward(courseServer, request, response);
        else if (request.method !== 'GET' || !(isPage(request.url ?? '/') || isTeaching(request.url ?? '/')))
          next();
        else {
          // The whole page is wanted of the real server, whatever the browser has of this one.
          delete request.headers['if-none-match'];
          delete request.headers['if-modified-since'];
          void forward(courseServer, request, response, ({ statusCode, headers }) => {
            if (statusCode !== 200) return false;
            if (headers['set-cookie']) response.setHeader('set-cookie', headers['set-cookie']);
            const policy = headers['content-security-policy'];
            if (policy) response.setHeader('content-security-policy', `${policy}${viteNeeds}`);
            if (isTeaching(request.url ?? '/')) request.url = '/profesor.html';
            next();
            return true;
          });
        }
      });
    },
  };
}

/**
 * Listens on loopback, whatever HOST says: this serves the project's sources to whoever asks.
 * @param {import('./course-server.mjs').CourseServer} courseServer
 * @param {string} root
 * @param {number} port
 * @param {(file: string) => void} onChange
 */
export async function openFront(courseServer, root, port, onChange) {
  const vite = await createServer({
    configFile: join(root, 'vite.config.ts'),
    cacheDir: join(root, 'dist/.vite'),
    clearScreen: false,
    server: {
      host: 'localhost',
      port,
      strictPort: true,
      // The packages may be a link to another copy's.
      fs: { allow: [root, realpathSync(join(root, 'node_modules'))] },
    },
    plugins: [behind(courseServer, root, onChange)],
  });
  await vite.listen();
  return vite;
}

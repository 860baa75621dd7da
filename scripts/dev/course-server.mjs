/** The real server as a child of the development loop: started, ended and started again, on a port that only the loop knows. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A server that has not ended by then is killed, which costs its labs nothing: their folders are their state. */
const endDeadlineMs = 3000;

const readyLine = /^Curso listo: http:\/\/[^/]+:(\d+)\/$/;

/** @typedef {ReturnType<typeof createCourseServer>} CourseServer */

/**
 * Whatever happens to the loop, the kernel ends the server with it (`--pdeathsig`), and the server its labs.
 * @param {string} root
 */
function launch(root) {
  const { CURSO_PUBLICADO: _published, ...env } = process.env;
  return spawn(
    'setpriv',
    ['--pdeathsig', 'TERM', process.execPath, '--enable-source-maps', join(root, 'dist/server/main.js')],
    { cwd: root, env: { ...env, HOST: '127.0.0.1', PORT: '0' }, stdio: ['ignore', 'pipe', 'inherit'] },
  );
}

/** @param {string} root @param {(text: string) => void} say */
export function createCourseServer(root, say) {
  /** @type {ReturnType<typeof launch> | null} */
  let child = null;
  /** @type {number | null} */
  let port = null;
  /** Those who wait for a server to answer. @type {Set<(port: number) => void>} */
  const waiting = new Set();

  return {
    /** Resolves with whether the server listens; with false when it ended instead, having said why. @returns {Promise<boolean>} */
    start() {
      const mine = launch(root);
      child = mine;
      return new Promise((resolve) => {
        mine.once('error', (error) => {
          say(`No se puede arrancar el servidor: ${error.message}`);
          resolve(false);
        });
        mine.once('exit', (code, signal) => {
          if (child === mine) {
            [child, port] = [null, null];
            say(
              `El servidor ha terminado (${signal ?? code}); arranca de nuevo en cuanto cambie un fichero suyo.`,
            );
          }
          resolve(false);
        });
        createInterface(mine.stdout).on('line', (line) => {
          const found = readyLine.exec(line)?.[1];
          if (found === undefined || child !== mine) {
            process.stdout.write(`${line}\n`);
            return;
          }
          port = Number(found);
          for (const tell of waiting) tell(port);
          waiting.clear();
          resolve(true);
        });
      });
    },

    /** Ends the server, if there is one, and resolves when it is gone. @returns {Promise<void>} */
    stop() {
      const mine = child;
      [child, port] = [null, null];
      if (mine === null || mine.exitCode !== null || mine.signalCode !== null) return Promise.resolve();
      return new Promise((resolve) => {
        const timer = setTimeout(() => mine.kill('SIGKILL'), endDeadlineMs);
        mine.once('exit', () => {
          clearTimeout(timer);
          resolve();
        });
        mine.kill('SIGTERM');
      });
    },

    /**
     * The port of the server that is up, now or within so many milliseconds; null when none is by then.
     * @param {number} deadlineMs @returns {Promise<number | null>}
     */
    port(deadlineMs) {
      if (port !== null) return Promise.resolve(port);
      return new Promise((resolve) => {
        /** @param {number} found */
        const tell = (found) => {
          clearTimeout(timer);
          resolve(found);
        };
        const timer = setTimeout(() => {
          waiting.delete(tell);
          resolve(null);
        }, deadlineMs);
        waiting.add(tell);
      });
    },
  };
}

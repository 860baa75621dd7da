/** Compiles a TypeScript project, and says what is wrong in it without stopping anything. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

/**
 * Runs `tsc -b`, which writes what it compiled also where types are wrong. Resolves with the compiler's output: empty when all is well.
 * @param {string} root @param {string} project @returns {Promise<string>}
 */
export function compile(root, project) {
  const pretty = process.stdout.isTTY ? ['--pretty'] : [];
  const child = spawn(join(root, 'node_modules/.bin/tsc'), ['-b', project, ...pretty], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (bytes) => {
      output += bytes;
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve(output.trim()));
  });
}

/**
 * Does one piece of work at a time for all that was noted meanwhile, so that ten files saved at once are one restart.
 * @param {(noted: string[]) => Promise<void>} work
 */
export function createBatches(work) {
  /** An editor that saves several files, or a `git checkout`, is done by then. */
  const settleMs = 60;
  /** @type {Set<string>} */
  const noted = new Set();
  let busy = false;

  async function run() {
    if (busy) return;
    busy = true;
    while (noted.size > 0) {
      await new Promise((resolve) => setTimeout(resolve, settleMs));
      const batch = [...noted];
      noted.clear();
      await work(batch);
    }
    busy = false;
  }

  return {
    /** @param {string} file */
    note(file) {
      noted.add(file);
      void run();
    },
  };
}

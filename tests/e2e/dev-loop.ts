/** `npm run dev` on a copy of the project, whose sources a test may edit. */
import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectFolder } from '../../server/base/project-folder.ts';
import { waitFor } from '../../server/base/wait.ts';
import { processesOf } from '../lab-processes.ts';

const copied = [
  ...['client', 'labs', 'protocol', 'scripts', 'server', 'slides'],
  ...['package.json', 'package-lock.json', 'tsconfig.base.json', 'vite.config.ts'],
  // What is compiled already need not be compiled again.
  ...['dist/.tsbuild', 'dist/client', 'dist/labs', 'dist/protocol', 'dist/scripts', 'dist/server'],
];
const readyDeadlineMs = 60_000;
const goneDeadlineMs = 15_000;

export interface DevLoop extends AsyncDisposable {
  readonly url: string;
  /** All that it printed. */
  readonly output: string;
  readonly folder: string;
  /** Changes a source of the copy: its text must have what is replaced. */
  edit(file: string, replaced: string, by: string): Promise<void>;
  /** Signals the process that the person at the terminal started, and waits until nothing of it is left. */
  end(signal: 'SIGINT' | 'SIGKILL'): Promise<void>;
}

export async function startDevLoop(): Promise<DevLoop> {
  const folder = await mkdtemp(join(tmpdir(), 'curso-desarrollo-'));
  for (const name of copied)
    await cp(join(projectFolder(), name), join(folder, name), { recursive: true, preserveTimestamps: true });
  await symlink(join(projectFolder(), 'node_modules'), join(folder, 'node_modules'));
  const child = spawn('npm', ['run', '--silent', 'dev'], {
    cwd: folder,
    env: { ...process.env, PORT: '0', HOST: '0.0.0.0', CURSO_POOL: '0', CURSO_DATA: join(folder, 'data') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes: Buffer) => {
      output += bytes.toString();
    });
  const gone = () =>
    waitFor('no queda ningún proceso', async () => (await processesOf(folder)).length === 0, {
      deadlineMs: goneDeadlineMs,
    });
  const end = async (signal: 'SIGINT' | 'SIGKILL') => {
    child.kill(signal);
    await gone();
  };
  const dispose = async () => {
    await end('SIGINT').finally(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  };
  try {
    const url = await waitFor('la línea «Curso listo»', () => /^Curso listo: (\S+)\/$/m.exec(output)?.[1], {
      deadlineMs: readyDeadlineMs,
      progress: () => output,
      mostMs: 3 * readyDeadlineMs,
    });
    return {
      url,
      folder,
      get output() {
        return output;
      },
      async edit(file, replaced, by) {
        const path = join(folder, file);
        const text = await readFile(path, 'utf8');
        if (!text.includes(replaced)) throw new Error(`${file} does not say «${replaced}»`);
        await writeFile(
          path,
          text.replace(replaced, () => by),
        );
      },
      end,
      [Symbol.asyncDispose]: dispose,
    };
  } catch (error) {
    await dispose();
    throw new Error(`npm run dev: ${output}`, { cause: error });
  }
}

/** wetty from npm, in a folder that goes with it, running the same shell. */
import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { type ServerProcess, startProcess } from './process.ts';
import { shell, shellArgs, shellEnv } from './shell.ts';

const run = promisify(execFile);
const installDeadlineMs = 120_000;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** It runs whatever `ssh` it finds: here, the shell itself. */
async function writeStub(folder: string): Promise<void> {
  const settings = Object.entries(shellEnv).map(([name, value]) => `${name}='${value}'`);
  await mkdir(folder);
  const stub = join(folder, 'ssh');
  await writeFile(stub, `#!/bin/sh\nexec env -i ${settings.join(' ')} ${shell} ${shellArgs.join(' ')}\n`);
  await chmod(stub, 0o755);
}

/** @throws when npm cannot install it, or it does not start */
export async function startWetty(): Promise<ServerProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'wetty-'));
  try {
    await run(
      'npm',
      ['install', '--prefix', folder, '--no-audit', '--no-fund', '--loglevel=error', 'wetty'],
      {
        timeout: installDeadlineMs,
      },
    );
    await writeStub(join(folder, 'stub'));
    const port = await freePort();
    const server = await startProcess(
      join(folder, 'node_modules/wetty/build/main.js'),
      [
        '--host',
        '127.0.0.1',
        '--port',
        `${port}`,
        '--force-ssh',
        '--ssh-host',
        '127.0.0.1',
        '--ssh-user',
        'x',
      ],
      {
        env: { ...process.env, PATH: `${join(folder, 'stub')}${delimiter}${process.env['PATH'] ?? ''}` },
        port,
      },
    );
    return {
      ...server,
      async stop() {
        await server.stop();
        await rm(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** The operator's own Redis for the progress, instead of the one that the server starts. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { waitFor } from '../../server/base/wait.ts';
import { findPrograms } from '../../server/driver/sandbox/tools/programs.ts';
import { runServer, startServer } from './server.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'curso-redis-'));
});
afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

it('REDIS_URL keeps the progress in that Redis, and no other is started', async () => {
  const socket = join(folder, 'r.sock');
  const args = ['--port', '0', '--unixsocket', socket, '--save', '', '--dir', folder];
  const redis = spawn(findPrograms().servers['redis-server'], args, { stdio: 'ignore' });
  const gone = new Promise((resolve) => redis.once('close', resolve));
  const client = new Redis(socket, { retryStrategy: () => 50 });
  client.on('error', () => undefined);
  try {
    await waitFor('el Redis de la prueba responde', async () => (await client.ping()) === 'PONG', {
      deadlineMs: 10_000,
    });
    const dataFolder = join(folder, 'datos');
    const server = await startServer({ dataFolder, env: { REDIS_URL: `unix://${socket}`, CURSO_POOL: '0' } });
    expect((await fetch(`${server.url}/api/lab`)).status).toBe(200);
    expect(await client.scard('curso:laboratorios')).toBe(1);
    expect(existsSync(join(dataFolder, 'progreso'))).toBe(false);
    // Without its Redis the service says that it is not well, instead of losing what is proven in silence.
    redis.kill('SIGKILL');
    await gone;
    const health = await fetch(`${server.url}/api/health`);
    expect([health.status, await health.json()]).toMatchObject([503, { code: 'progress-unavailable' }]);
    await server.kill('SIGTERM');
  } finally {
    client.disconnect();
    redis.kill('SIGKILL');
    await gone;
  }
});

it('says in one line that REDIS_URL does not answer, and ends with 1', async () => {
  const { code, stderr } = await runServer(join(folder, 'datos'), {
    REDIS_URL: `unix://${join(folder, 'nadie.sock')}`,
  });
  expect([code, stderr]).toEqual([1, expect.stringMatching(/^El Redis del progreso no responde[^\n]*\n$/)]);
});

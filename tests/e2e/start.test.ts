/** How the server starts, refuses to start, and what it leaves behind. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { waitFor } from '../../server/base/wait.ts';
import { processesOf } from '../lab-processes.ts';
import { runServer, startServer } from './server.ts';

describe('starting and ending', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'curso-inicio-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

  const oneLine = /^[^\n]+\n$/;

  it('says in one line that the port is in use, and ends with 1', async () => {
    await using first = await startServer();
    const { code, output, stderr } = await runServer(folder, { PORT: new URL(first.url).port });
    expect([code, output]).toEqual([1, '']);
    expect(stderr).toMatch(oneLine);
    expect(stderr).toContain(`El puerto ${new URL(first.url).port} ya está en uso`);
  });

  it('says in one line that another server has the data folder', async () => {
    await using first = await startServer({ dataFolder: folder });
    const { code, stderr } = await runServer(folder, {});
    expect([code, stderr]).toEqual([1, expect.stringMatching(oneLine)]);
    expect(stderr).toContain(String(first.pid));
  });

  it.each([
    ['PORT', 'ochenta'],
    ['CURSO_DOWN_AFTER_MS', '-1'],
    ['CURSO_POOL', '2.5'],
    ['REDIS_URL', 'localhost'],
    ['CURSO_LOG', 'mucho'],
  ])('says in one line that %s=%s will not do', async (name, value) => {
    const { code, stderr } = await runServer(folder, { [name]: value });
    expect([code, stderr]).toEqual([1, expect.stringMatching(oneLine)]);
    expect(stderr).toContain(`${name}=${value}`);
  });

  it('says in one line that the data folder cannot be written', async () => {
    await writeFile(join(folder, 'fichero'), '');
    const { code, stderr } = await runServer(join(folder, 'fichero', 'datos'), {});
    expect([code, stderr]).toEqual([1, expect.stringMatching(oneLine)]);
    expect(stderr).toContain('CURSO_DATA');
  });

  it('says so of one where nothing can be made, as in /proc, instead of trying for ever', async () => {
    const { code, stderr } = await runServer('/proc/curso/datos', {});
    expect([code, stderr]).toEqual([1, expect.stringMatching(oneLine)]);
    expect(stderr).toContain('CURSO_DATA');
  });

  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'ended with %s in the middle of a lab, leaves no process and no mount; a server’s umask of 077 is none of a lab’s',
    async (signal) => {
      const before = process.umask(0o077);
      const server = await startServer({ dataFolder: folder, env: { CURSO_POOL: '2' } }).finally(() =>
        process.umask(before),
      );
      const lab = await fetch(`${server.url}/api/lab`);
      expect(await lab.json()).toMatchObject({ state: 'running' });
      await waitFor(
        'dos laboratorios templados además del suyo',
        async () => (await readdir(join(folder, 'labs'))).length >= 3,
        { deadlineMs: 15_000 },
      );
      expect((await processesOf(folder)).length).toBeGreaterThan(10);
      await server.kill(signal);
      await waitFor('no queda ningún proceso', async () => (await processesOf(folder)).length === 0, {
        deadlineMs: 5000,
      });
      // Warm labs that nobody owned are gone with a clean end, and swept at the next start after any other.
      const again = await startServer({ dataFolder: folder, env: { CURSO_POOL: '0' } });
      expect(await readdir(join(folder, 'labs'))).toHaveLength(1);
      await again.kill('SIGTERM');
    },
  );
});

/** Labs that the progress does not know: they may be a learner's whose progress is elsewhere, and no start removes them. */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { waitFor } from '../../server/base/wait.ts';
import { findPrograms } from '../../server/driver/sandbox/tools/programs.ts';
import { type RunningServer, startServer } from './server.ts';

const hourMs = 3600_000;

describe('labs that the progress does not know', () => {
  let folder: string;
  let data: string;
  const closers: (() => Promise<void>)[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'curso-huerfanos-'));
    data = join(folder, 'datos');
  });
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  const start = async (env: Readonly<Record<string, string>>): Promise<RunningServer> => {
    const server = await startServer({ dataFolder: data, env: { CURSO_POOL: '0', ...env } });
    closers.push(() => server.kill('SIGTERM'));
    return server;
  };
  /** A Redis with nothing in it. */
  const emptyStore = async (): Promise<string> => {
    const socket = join(folder, 'r.sock');
    const args = ['--port', '0', '--unixsocket', socket, '--save', '', '--dir', folder];
    const redis = spawn(findPrograms().servers['redis-server'], args, { stdio: 'ignore' });
    const gone = new Promise<void>((resolve) => redis.once('close', () => resolve()));
    closers.push(async () => {
      redis.kill('SIGKILL');
      await gone;
    });
    await waitFor('el Redis de la prueba', async () => (await readdir(folder)).includes('r.sock'), {
      deadlineMs: 10_000,
    });
    return `unix://${socket}`;
  };
  const labs = () => readdir(join(data, 'labs'));

  it('are kept where REDIS_URL names an empty store, which is said in one line; with the right one the learner has theirs', async () => {
    const first = await start({});
    const answer = await fetch(`${first.url}/api/lab`);
    const cookie = String(answer.headers.get('set-cookie')).split(';')[0] ?? '';
    const [own = ''] = await labs();
    const note = join(data, 'labs', own, 'nodes/maestro/root/apuntes');
    await writeFile(note, 'mío');
    await first.kill('SIGTERM');

    const wrong = await start({ REDIS_URL: await emptyStore() });
    expect(await labs()).toEqual([own]);
    expect(wrong.output()).toMatch(
      /"level":"warn".*El Redis de REDIS_URL no conoce ninguno de los laboratorios .*\(hay 1\).*7 días.*$/m,
    );
    await wrong.kill('SIGTERM');

    const right = await start({});
    expect(right.output()).not.toContain('no conoce');
    expect(await (await fetch(`${right.url}/api/lab`, { headers: { cookie } })).json()).toMatchObject({
      state: 'running',
    });
    expect(await labs()).toEqual([own]);
    expect(await readFile(note, 'utf8')).toBe('mío');
  });

  it('go after seven days without an owner; what is no lab stays', async () => {
    const [old, recent, other] = ['lab-0123456789abcdef', 'lab-fedcba9876543210', 'copia'];
    for (const id of [old, recent, other, 'lost+found'])
      await mkdir(join(data, 'labs', id), { recursive: true });
    const labs7 = { [old]: 7 * 24 * hourMs, [recent]: 6 * 24 * hourMs };
    await writeFile(join(data, 'huerfanos.json'), JSON.stringify({ at: Date.now(), labs: labs7 }));
    const server = await start({});
    expect((await labs()).sort()).toEqual([other, recent, 'lost+found'].sort());
    expect(server.output()).toContain('no conoce ninguno');
  });
});

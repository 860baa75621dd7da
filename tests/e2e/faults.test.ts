/** What breaks around a learner's lab, in a server as it runs: the learner carries on, or is told what happened. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitFor } from '../../server/base/wait.ts';
import { childrenNamed, firstProcessOf, launchersOf, supervisorsOf } from '../lab-processes.ts';
import { type RunningServer, runServer, startServer } from './server.ts';

const backDeadlineMs = 20_000;

describe('a fault', () => {
  let folder: string;
  let server: RunningServer;
  let cookie: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'curso-fallos-'));
    server = await startServer({ dataFolder: folder, env: { CURSO_POOL: '0' } });
    cookie = (await fetch(`${server.url}/`)).headers.getSetCookie()[0]?.split(';')[0] ?? '';
    await ask('/api/lab/reset', { case: 'caso-3' });
  });
  afterAll(async () => {
    await server.kill('SIGTERM');
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  const ask = async (path: string, body?: object): Promise<{ status: number; body: unknown }> => {
    const sent = body && { method: 'POST', body: JSON.stringify(body) };
    const headers = { cookie, ...(body ? { 'content-type': 'application/json' } : {}) };
    const response = await fetch(server.url + path, { headers, ...sent });
    return { status: response.status, body: await response.json() };
  };
  const again = async (signal: 'SIGTERM' | 'SIGKILL', meanwhile: () => Promise<void>) => {
    await server.kill(signal);
    await meanwhile();
    server = await startServer({ dataFolder: folder, env: { CURSO_POOL: '0' } });
  };
  const labFolder = async (): Promise<string> => {
    const [only, ...rest] = await readdir(join(folder, 'labs'));
    expect(rest).toEqual([]);
    return join(folder, 'labs', only ?? '');
  };
  const progress = (): Redis => new Redis(join(folder, 'progreso/redis.sock'));

  it('that ends the Redis of the progress loses nothing: it is started again, and what was asked for meanwhile is kept', async () => {
    const [redis] = await childrenNamed(server.pid, 'redis-server');
    if (!redis) throw new Error('no Redis');
    process.kill(redis, 'SIGKILL');
    expect((await ask('/api/help', { check: 'caso-3/min-replicas' })).status).toBe(200);
    await waitFor('el servidor vuelve a estar sano', async () => (await ask('/api/health')).status === 200, {
      deadlineMs: backDeadlineMs,
    });
    await again('SIGTERM', async () => undefined);
    expect((await ask('/api/progress')).body).toMatchObject({
      help: [{ check: 'caso-3/min-replicas', given: 1 }],
    });
    expect((await ask('/api/lab')).body).toMatchObject({ state: 'running', case: 'caso-3' });
  });

  it('that ends the launcher of all labs turns them off, and each comes back as it was for who looks', async () => {
    /** Asked again and again, as a page is there: the server may not know yet that it is off. */
    const firstNow = () =>
      waitFor(
        'maestro está encendido',
        async () => {
          await ask('/api/lab');
          return firstProcessOf(await labFolder(), 'maestro');
        },
        { deadlineMs: backDeadlineMs },
      );
    const first = await firstNow();
    const launcher = (await launchersOf(server.pid)).find(({ what }) => what === 'labs')?.pid;
    if (!launcher) throw new Error('no launcher');
    process.kill(launcher, 'SIGKILL');
    await waitFor('se apaga el laboratorio', () => !existsSync(`/proc/${first}`), {
      deadlineMs: backDeadlineMs,
    });
    expect(await firstNow()).not.toBe(first);
    expect((await ask('/api/lab')).body).toMatchObject({ state: 'running', case: 'caso-3' });
  });

  it('that leaves a lab half written, or one of the reserve, is swept away, and the learner’s own is as it was', async () => {
    await again('SIGKILL', async () => {
      await mkdir(`${await labFolder()}.new/nodes/maestro`, { recursive: true });
      await mkdir(join(folder, 'labs/lab-0123456789abcdef/nodes'), { recursive: true });
      await mkdir(join(folder, 'reserva'), { recursive: true });
      await writeFile(join(folder, 'reserva/lab-0123456789abcdef'), '');
    });
    expect((await ask('/api/lab')).body).toMatchObject({ state: 'running', case: 'caso-3' });
    const lab = await labFolder();
    // Between the two renames by which another takes its place.
    await again('SIGKILL', () => rename(lab, `${lab}.old`));
    expect((await ask('/api/lab')).body).toMatchObject({ state: 'running', case: 'caso-3' });
    expect(await labFolder()).toBe(lab);
  });

  it('that ends the process which holds a lab turns it off and on again, as it was', async () => {
    const view = async () => (await ask('/api/lab')).body;
    const [supervisor, ...others] = await supervisorsOf(server.pid);
    expect(others).toEqual([]);
    if (!supervisor) throw new Error('no supervisor');
    process.kill(supervisor, 'SIGKILL');
    await waitFor(
      'otro proceso tiene el laboratorio',
      async () => (await supervisorsOf(server.pid))[0] !== supervisor,
      {
        deadlineMs: backDeadlineMs,
      },
    );
    await expect
      .poll(view, { timeout: backDeadlineMs })
      .toMatchObject({ state: 'running', case: 'caso-3', converged: true });
  });

  it('in the middle of a start leaves no lab half made, whenever it comes', async () => {
    for (const afterMs of [0, 50, 200, 800]) {
      const asked = ask('/api/lab/reset', { case: 'caso-3' }).catch(() => undefined);
      await sleep(afterMs);
      await again('SIGKILL', async () => undefined);
      await asked;
      expect((await ask('/api/lab')).body, `after ${afterMs} ms`).toMatchObject({
        state: 'running',
        case: 'caso-3',
      });
      await labFolder();
    }
    expect((await ask('/api/lab/reset', { case: 'caso-3' })).body).toMatchObject({ converged: true });
  });

  it('that took part of a lab’s files is said, and a reset makes the lab whole', async () => {
    await again('SIGTERM', async () => {
      await rm(join(await labFolder(), 'nodes/replica1'), { recursive: true });
    });
    expect((await ask('/api/lab')).body).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('no ha arrancado'),
    });
    expect((await ask('/api/lab/reset', { case: 'caso-2' })).body).toMatchObject({
      state: 'running',
      case: 'caso-2',
      converged: true,
      error: null,
    });
  });

  it('that garbles what is kept of a learner costs that record, not the learner', async () => {
    const redis = progress();
    const [lab] = await redis.keys('curso:alumno:*:lab');
    await redis.set(lab ?? '', '{"labId": 7, "runs": [');
    await redis.hset((lab ?? '').replace(/lab$/, 'proofs'), 'caso-1/nuevo-maestro', 'ñ{');
    redis.disconnect();
    await again('SIGTERM', async () => undefined);
    expect((await ask('/api/lab')).body).toMatchObject({ state: 'running', case: 'caso-1', converged: true });
    expect((await ask('/api/progress')).body).toMatchObject({
      proven: [],
      help: [{ check: 'caso-3/min-replicas', given: 1 }],
    });
  });

  it('of the progress on disk is said in one line, instead of beginning with nothing', async () => {
    await server.kill('SIGTERM');
    const files = join(folder, 'progreso/appendonlydir');
    const [aof = ''] = (await readdir(files)).filter((name) => name.includes('.incr.'));
    await writeFile(join(files, aof), '*3\r\n$3\r\nSET\r\nbasura en medio\r\n*1\r\n$4\r\nPING\r\n');
    const { code, stderr } = await runServer(folder, {});
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^El Redis del progreso no arranca[^\n]*redis\.log[^\n]*\n$/),
    ]);
  });
});

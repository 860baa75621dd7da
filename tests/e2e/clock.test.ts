/** The server's clock is set forward and back by hours in the middle of a case. What that covers: tests/movable-clock.mjs. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectFolder } from '../../server/project-folder.ts';
import { waitFor } from '../../server/wait.ts';
import { createDice } from '../soak/dice.ts';
import { SoakLearner } from '../soak/learner.ts';
import { type RunningServer, startServer } from './server.ts';

const hours = 3600 * 1000;

describe('a clock that is set', () => {
  let folder: string;
  let server: RunningServer;
  let learner: SoakLearner;
  const start = (port = '0') =>
    startServer({
      dataFolder: join(folder, 'datos'),
      before: join(projectFolder(), 'tests/movable-clock.mjs'),
      env: { PORT: port, CURSO_POOL: '0', CURSO_PRUEBA_RELOJ: join(folder, 'adelanto') },
    });
  const setClock = async (aheadMs: number) => {
    await writeFile(join(folder, 'adelanto'), String(aheadMs));
    process.kill(server.pid, 'SIGUSR2');
    // A signal is not answered.
    await sleep(200);
  };
  const checkOf = (id: string) => learner.view?.checks.find((check) => check.id === id);
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'curso-reloj-'));
    server = await start();
    learner = await SoakLearner.arrive('quien estudia', server.url, createDice(1));
  });
  afterAll(async () => {
    await learner.leave();
    await server.kill('SIGTERM');
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it('back by five hours in a case, loses none of what happens then, nor after a restart', async () => {
    await learner.prepare('caso-1');
    await setClock(-5 * hours);
    await learner.type('replica1', 'sentinel', 'SENTINEL FAILOVER cursoredis');
    await learner.green('caso-1/nuevo-maestro');
    const { port } = new URL(server.url);
    await server.kill('SIGKILL');
    // What was kept is now of the future.
    server = await start(port);
    await learner.green('caso-1/dos-replicas');
    await waitFor('consta como demostrado', () => checkOf('caso-1/dos-replicas')?.provenAt != null, {
      deadlineMs: 5000,
    });
    expect(learner.broken).toEqual([]);
  }, 90_000);

  it('forward by five hours in a wait in which nothing may happen, does not end it', async () => {
    await setClock(0);
    await learner.prepare('caso-5');
    await learner.type('maestro', 'shell', 'rc-service redis restart');
    await learner.green('caso-5/maestro-vuelve');
    await learner.type('replica2', 'sentinel', 'SHUTDOWN');
    await learner.green('caso-5/dos-sentinels-caidos');
    await learner.type('replica2', 'redis-cli', 'SHUTDOWN');
    await waitFor('empieza la espera', () => checkOf('caso-5/sin-failover')?.until != null, {
      deadlineMs: 20_000,
    });
    await setClock(5 * hours);
    await sleep(2000);
    expect(checkOf('caso-5/sin-failover')?.state).toBe('pending');
    await learner.green('caso-5/sin-failover');
  }, 90_000);

  it('back by thirty hours, does not make a minute of requests last that long', async () => {
    const ask = async () =>
      (await fetch(`${server.url}/api/progress`, { headers: { cookie: learner.cookie } })).status;
    const asked = async (times: number) => new Set(await Promise.all(Array.from({ length: times }, ask)));
    expect(await asked(320)).toEqual(new Set([200, 429]));
    await setClock(-30 * hours);
    expect(await asked(100)).toEqual(new Set([200]));
  });
});

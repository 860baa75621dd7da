/** The server's clock is set forward and back by hours in the middle of a case. What that covers: tests/movable-clock.mjs. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, it } from 'vitest';
import { projectFolder } from '../../server/base/project-folder.ts';
import { waitFor } from '../../server/base/wait.ts';
import { SoakLearner } from '../soak/learner.ts';
import { createSeededRandom } from '../soak/seeded-random.ts';
import { type RunningServer, startServer } from './server.ts';

const hours = 3600 * 1000;

interface Timed extends AsyncDisposable {
  readonly learner: SoakLearner;
  setClock(aheadMs: number): Promise<void>;
  /** Kills the server and starts it again, with its clock as it is. */
  restart(): Promise<void>;
}

async function startTimed(): Promise<Timed> {
  const folder = await mkdtemp(join(tmpdir(), 'curso-reloj-'));
  const clock = join(folder, 'adelanto');
  const start = (port: string): Promise<RunningServer> =>
    startServer({
      dataFolder: join(folder, 'datos'),
      before: join(projectFolder(), 'tests/movable-clock.mjs'),
      env: { PORT: port, CURSO_POOL: '0', CURSO_PRUEBA_RELOJ: clock },
    });
  let server = await start('0');
  const { port } = new URL(server.url);
  const learner = await SoakLearner.arrive('quien estudia', server.url, createSeededRandom(1));
  return {
    learner,
    async setClock(aheadMs) {
      await writeFile(clock, String(aheadMs));
      process.kill(server.pid, 'SIGUSR2');
      // A signal is not answered.
      await sleep(200);
    },
    async restart() {
      await server.kill('SIGKILL');
      server = await start(port);
    },
    async [Symbol.asyncDispose]() {
      await learner.leave();
      await server.kill('SIGTERM');
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

describe.concurrent('a clock that is set', () => {
  it('back by five hours in a case, loses none of what happens then, nor after a restart', async ({
    expect,
  }) => {
    await using timed = await startTimed();
    const { learner } = timed;
    await learner.prepare('caso-1');
    await timed.setClock(-5 * hours);
    // The labs' own clock is still right here: what they do goes on, and own-kernel/clock.test.ts has the other.
    const told = () => learner.view?.error?.startsWith('El reloj de la máquina se ha atrasado 5 h');
    await waitFor('se dice', told, { deadlineMs: 5000 });
    await learner.type('replica1', 'sentinel', 'SENTINEL FAILOVER cursoredis');
    await learner.green('caso-1/nuevo-maestro');
    // What was kept is now of the future.
    await timed.restart();
    await learner.green('caso-1/antiguo-maestro-replica');
    const proven = () => learner.proven.has('caso-1/antiguo-maestro-replica');
    await waitFor('consta como demostrado', proven, { deadlineMs: 5000 });
    expect(learner.broken).toEqual([]);
  });

  it('forward by five hours in a wait in which nothing may happen, does not end it', async ({ expect }) => {
    await using timed = await startTimed();
    const { learner } = timed;
    const wait = () => learner.view?.checks.find(({ id }) => id === 'caso-5/sin-failover');
    await learner.prepare('caso-5');
    await learner.type('maestro', 'shell', 'rc-service redis restart');
    await learner.green('caso-5/maestro-vuelve');
    await learner.type('replica2', 'sentinel', 'SHUTDOWN');
    await learner.green('caso-5/dos-sentinels-caidos');
    await learner.type('replica2', 'redis-cli', 'SHUTDOWN');
    await waitFor('empieza la espera', () => typeof wait()?.until === 'string', { deadlineMs: 20_000 });
    await timed.setClock(5 * hours);
    await sleep(2000);
    expect(wait()?.state).toBe('pending');
    await learner.green('caso-5/sin-failover');
  });

  it('back by thirty hours, does not make a minute of requests last that long', async ({ expect }) => {
    await using timed = await startTimed();
    const { cookie, relay } = timed.learner;
    const ask = async () => (await fetch(`${relay.url}/api/progress`, { headers: { cookie } })).status;
    const asked = async (times: number) => new Set(await Promise.all(Array.from({ length: times }, ask)));
    expect(await asked(320)).toEqual(new Set([200, 429]));
    await timed.setClock(-30 * hours);
    expect(await asked(100)).toEqual(new Set([200]));
  });
});

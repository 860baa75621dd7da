/** The machine's clock is set while a case is played: the server's, Redis's and Sentinel's all jump. Only `.ci/own-kernel` runs this. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { waitFor } from '../../server/base/wait.ts';
import { startServer } from '../e2e/server.ts';
import { SoakLearner } from '../soak/learner.ts';
import { createSeededRandom } from '../soak/seeded-random.ts';

if (!/\bcurso_nucleo_propio\b/.test(readFileSync('/proc/cmdline', 'utf8')))
  throw new Error('This sets the clock of the machine it runs on: run it with .ci/own-kernel.');

const hours = 3600 * 1000;

const setClock = (aheadMs: number): void => {
  execFileSync('date', ['--set', `@${(Date.now() + aheadMs) / 1000}`]);
};

describe('the clock of the machine, set', () => {
  let ahead = 0;
  const jump = (ms: number) => {
    ahead += ms;
    setClock(ms);
  };
  afterEach(() => jump(-ahead));

  const start = async () => {
    const server = await startServer({ env: { CURSO_POOL: '0' } });
    const learner = await SoakLearner.arrive('quien estudia', server.url, createSeededRandom(1));
    await learner.prepare('caso-1');
    return { server, learner };
  };
  const playToItsEnd = async (learner: SoakLearner) => {
    await learner.type('replica1', 'sentinel', 'SENTINEL FAILOVER cursoredis');
    await learner.green('caso-1/nuevo-maestro');
    await learner.green('caso-1/antiguo-maestro-replica');
    expect(learner.broken).toEqual([]);
    await learner.leave();
  };

  it('forward by five hours in a case: Sentinel rests for 30 s, and the case is played to its end', async () => {
    const { server, learner } = await start();
    await using _ = server;
    jump(5 * hours);
    await playToItsEnd(learner);
  });

  it('back by five hours in a case: its learner is told what to do, and that helps', async () => {
    const { server, learner } = await start();
    await using _ = server;
    jump(-5 * hours);
    const told = () => learner.view?.error?.startsWith('El reloj de la máquina se ha atrasado 5 h');
    await waitFor('se dice', told, { deadlineMs: 20_000 });
    await learner.prepare('caso-1');
    await waitFor('ya no se dice', () => learner.view?.error === null, { deadlineMs: 20_000 });
    await playToItsEnd(learner);
  });
});

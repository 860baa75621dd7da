/** What the log says of one learner, from their arrival to the end: enough to follow their trouble. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cluster } from '../../labs/cluster.ts';
import { referenceOf } from '../../server/base/log.ts';
import { waitFor } from '../../server/base/wait.ts';
import { keptLog, type Line } from '../kept-log.ts';
import { firstProcessOf } from '../lab-processes.ts';
import { startService } from '../service.ts';

const id = '0123456789abcdef0123456789abcdef';
const failover = ['redis-cli', '-p', `${cluster.sentinelPort}`, 'SENTINEL', 'FAILOVER', cluster.masterName];

it('says in a line each, with lab and learner, what happens to a learner', async () => {
  const { log, lines } = keptLog('info');
  const said = (message: string): Line[] => lines.filter(({ msg }) => msg === message);
  const proven = () => said('comprobación demostrada').map(({ check }) => check);
  await using service = await startService({ log });
  const learner = await service.learners.open(id);
  const { release } = await service.learners.watch(learner);
  await service.learners.reset(learner, 'caso-1');
  const [command = '', ...args] = failover;
  learner.lab.running?.spawn('replica1', [command, ...args], { cols: 80, rows: 24 });
  await waitFor('una comprobación en el registro', () => proven().includes('caso-1/nuevo-maestro'), {
    deadlineMs: 30_000,
  });
  process.kill(await firstProcessOf(join(service.labsFolder, learner.lab.id), 'replica2'), 'SIGKILL');
  const back = 'laboratorio encendido con lo que tenía';
  await waitFor('el laboratorio, de nuevo', () => said(back).length > 0, { deadlineMs: 30_000 });
  release();
  await service.learners.sendAway(id);
  // Fastify's own word of where it listens is the first.
  const ours = lines.slice(1);
  expect(ours.filter(({ check }) => check === undefined).map(({ msg }) => msg)).toEqual([
    'llega un estudiante',
    'laboratorio hecho',
    'laboratorio apagado',
    'laboratorio hecho',
    'caso preparado',
    'los hosts del laboratorio se han acabado sin que nadie lo pidiera',
    back,
    'laboratorio apagado',
  ]);
  const whose = { lab: learner.lab.id, learner: referenceOf(id) };
  for (const line of ours) expect(line).toMatchObject(whose);
  expect(said('caso preparado')).toMatchObject([{ level: 'info', case: 'caso-1', demonstration: false }]);
  expect(JSON.stringify(lines)).not.toContain(id);
});

it('says why a lab could not be made, with the causes', async () => {
  const { log, lines } = keptLog('error');
  await using service = await startService({ log });
  // As with a disk that is away.
  await rm(service.labsFolder, { recursive: true, force: true });
  await writeFile(service.labsFolder, '');
  const learner = await service.learners.open(id);
  const { release } = await service.learners.watch(learner);
  release();
  expect(lines).toMatchObject([
    {
      level: 'error',
      learner: referenceOf(id),
      msg: 'el laboratorio no está encendido',
      err: { type: 'LabNotWritten' },
    },
  ]);
});

/** Learners who leave and come back: their lab is on once, or not at all. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { projectFolder } from '../../server/base/project-folder.ts';
import { createSandboxDriver } from '../../server/driver/sandbox/sandbox.ts';
import { findPrograms } from '../../server/driver/sandbox/tools/programs.ts';
import { createPool, type Pool } from '../../server/lab/power/pool.ts';
import { createReserve } from '../../server/lab/power/reserve.ts';
import { createLearners, type Learners } from '../../server/learners/learners.ts';
import { type OwnRedis, startOwnRedis } from '../../server/progress/own-redis.ts';
import { createProgressStore, type ProgressStore } from '../../server/progress/store.ts';
import { processesOf } from '../lab-processes.ts';

const settings = { downAfterMs: 5000, timeZone: 'UTC' };
const id = 'a'.repeat(32);

describe('a learner', () => {
  let folder: string;
  let redis: OwnRedis;
  let pool: Pool;
  let learners: Learners;
  const start = async (size: number, change: (store: ProgressStore) => ProgressStore = (store) => store) => {
    const labsFolder = join(folder, 'labs');
    const driver = createSandboxDriver({ labsFolder, projectFolder: projectFolder() });
    const reserve = createReserve(join(folder, 'reserva'));
    pool = createPool({ driver, reserve, size, settings });
    await pool.filled();
    learners = createLearners({
      driver,
      pool,
      store: change(createProgressStore(redis.client)),
      settings,
      maxLabs: 1,
      idleMs: 600_000,
      closeTerminals: () => undefined,
    });
  };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'curso-vuelta-'));
    redis = await startOwnRedis(join(folder, 'progreso'), findPrograms().servers['redis-server']);
  });
  afterEach(async () => {
    await learners.dispose();
    await pool.dispose();
    await redis.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  const labProcesses = async () => {
    const labs = await readdir(join(folder, 'labs'));
    return (await Promise.all(labs.map(processesOf))).flat().length;
  };

  it('who comes back while their lab is being turned off has it again', async () => {
    await start(0);
    const before = await learners.open(id);
    (await learners.watch(before)).release();
    const gone = learners.sendAway(id);
    await turn();
    // Its place is not another's yet.
    expect(learners.running).toBe(1);
    const after = await learners.open(id);
    expect(after).not.toBe(before);
    await learners.watch(after);
    expect(after.view()).toMatchObject({ state: 'running', error: null });
    await gone;
    expect(after.lab.running).not.toBeNull();
    expect(learners.running).toBe(1);
  });

  it('who has gone turns no lab on any more, whatever was asked for them', async () => {
    await start(0);
    const learner = await learners.open(id);
    (await learners.watch(learner)).release();
    // It is being made anew when they go.
    const asked = learners.reset(learner, 'caso-2').catch((error: Error) => error.name);
    await learners.sendAway(id);
    expect(await asked).toBe('LabUnavailable');
    (await learners.watch(learner)).release();
    await expect(learners.reset(learner, 'caso-1')).rejects.toMatchObject({ name: 'LabUnavailable' });
    expect(learner.lab.running).toBeNull();
    expect([learners.running, learners.present]).toEqual([0, 0]);
    expect(await labProcesses()).toBe(0);
  });

  it('whose warm lab could not be recorded leaves none that runs for nobody', async () => {
    await start(1, (store) => ({ ...store, saveLab: () => Promise.reject(new Error('no queda espacio')) }));
    await expect(learners.open(id)).rejects.toThrow('no queda espacio');
    // The reserve makes another in its place.
    await pool.filled();
    await pool.dispose();
    expect(await readdir(join(folder, 'labs'))).toHaveLength(1);
    expect(await labProcesses()).toBe(0);
  });
});

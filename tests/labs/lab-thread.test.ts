/** The thread that the server reads its labs in; compiled, as the server has it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { initialState } from '../../labs/cluster.ts';
import type { SentinelEvent } from '../../labs/define.ts';
import { projectFolder } from '../../server/base/project-folder.ts';
import type { LabReader, RunningLab } from '../../server/driver/driver.ts';
import { createSandboxDriver } from '../../server/driver/sandbox/sandbox.ts';
import { type StartedThread, startLabThread } from '../../server/lab/monitor/lab-thread.ts';
import { untilConverged } from '../../server/lab/monitor/until-converged.ts';
import { watchHere } from '../../server/lab/monitor/watch-cluster.ts';
import { runScript } from './run-script.ts';

/** Of its own start only: no test waits for a failure. */
const downAfterMs = 30_000;

describe('the thread that reads labs', () => {
  let folder: string;
  let thread: StartedThread;
  let lab: RunningLab;
  let reader: LabReader;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'curso-hilo-'));
    thread = startLabThread();
    const driver = createSandboxDriver({ labsFolder: folder, projectFolder: projectFolder(), thread });
    await driver.create('uno', initialState, { downAfterMs, timeZone: 'UTC' });
    lab = await driver.start('uno');
    if (!lab.reader) throw new Error('the lab has no reader');
    reader = lab.reader;
    await untilConverged(lab, initialState);
  });
  afterAll(async () => {
    await lab.stop();
    await thread.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('sees what is seen without it', async () => {
    const [there, here] = [reader.watch(() => undefined), watchHere(lab, () => undefined)];
    const shape = async (watch: typeof here) => {
      const { maestro, replica1, replica2 } = await watch.look(['clave'], true);
      return [maestro, replica1, replica2].map(({ name, redis, sentinel, keys, monitorOnDisk, cut }) => ({
        name,
        role: redis.up && redis.role,
        thinks: sentinel.up && sentinel.masterAddress,
        keys,
        monitorOnDisk,
        cut,
      }));
    };
    await runScript(lab, 'maestro', 'redis-cli SET clave valor');
    try {
      await expect.poll(() => shape(there)).toEqual(await shape(here));
      expect(await shape(there)).toMatchObject([
        { role: 'master', keys: { clave: 'valor' }, cut: false },
        { role: 'slave', keys: { clave: 'valor' }, cut: false },
        { role: 'slave', keys: { clave: 'valor' }, cut: false },
      ]);
    } finally {
      for (const watch of [there, here]) watch.stop();
    }
  });

  it('knows which node is cut, and hears what a Sentinel says', async () => {
    const events: SentinelEvent[] = [];
    const watch = reader.watch((event) => events.push(event));
    try {
      await lab.cutNetwork('replica1');
      expect((await watch.look([], false)).replica1.cut).toBe(true);
      await lab.restoreNetwork('replica1');
      expect((await watch.look([], false)).replica1.cut).toBe(false);
      await runScript(lab, 'replica2', 'redis-cli -p 26379 SENTINEL SET cursoredis quorum 2');
      await runScript(lab, 'replica2', 'redis-cli -p 26379 SENTINEL RESET cursoredis');
      await expect
        .poll(() => events.map(({ node, name }) => `${node} ${name}`))
        .toContain('replica2 +reset-master');
    } finally {
      watch.stop();
    }
  });

  it('answers no question of a watch that was stopped, neither one under way nor a new one', async () => {
    const watch = reader.watch(() => undefined);
    const underWay = watch.look([], true);
    watch.stop();
    await expect(underWay).rejects.toThrow('El laboratorio no está en marcha');
    await expect(watch.look([], true)).rejects.toThrow('El laboratorio no está en marcha');
  });

  it('says why a lab does not become what it was declared to be', async () => {
    const other = thread.readerOf(join(folder, 'ninguno'), () => []);
    await expect(other.untilConverged(initialState)).rejects.toThrow(
      'Tras 20 s no ha ocurrido: el clúster declarado.',
    );
  });

  it('turns off a lab that uses more than it may', async () => {
    const limits: (string | undefined)[] = [];
    let ended = false;
    lab.onLimit?.((limit) => limits.push(limit?.name));
    lab.onEnd(() => {
      ended = true;
    });
    await runScript(lab, 'maestro', 'for i in 1 2 3 4 5; do fallocate -l 250M /root/grande$i; done');
    await expect.poll(() => ended).toBe(true);
    expect(limits).toEqual(['DiskLimitMet']);
  });
});

/** The life of a learner's lab: put out, brought back, suspended. */
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { cases } from '../../labs/cases/index.ts';
import { cluster } from '../../labs/cluster.ts';
import { waitFor } from '../../server/base/wait.ts';
import type { RunningLab } from '../../server/driver/driver.ts';
import { firstProcessOf, processesOf } from '../lab-processes.ts';
import { startTestLab, type TestLab } from './test-lab.ts';

/** Longer than the 30 s for which a Sentinel that was not given the processor for 2 s does nothing (TILT). */
const backDeadlineMs = 45_000;

async function backAgain(test: TestLab, before: RunningLab): Promise<void> {
  const view = () => test.lab.view(new Map());
  const isBack = () => test.lab.running !== null && test.lab.running !== before && view().converged;
  await waitFor('el laboratorio vuelve', isBack, { deadlineMs: backDeadlineMs }).catch((cause: Error) => {
    throw new Error(`${cause.message} ${JSON.stringify({ ...view(), checks: [] })}`, { cause });
  });
}

describe.concurrent('a lab', () => {
  it('comes back by itself, with its files, when its processes end while someone looks', async () => {
    await using test = await startTestLab('caso-3');
    await test.type('maestro', 'redis-cli', 'CONFIG SET min-replicas-to-write 1');
    await test.passed('caso-3/min-replicas');
    const before = test.running();
    await before.stop();
    await backAgain(test, before);
    expect(test.lab.view(new Map())).toMatchObject({ state: 'running', case: 'caso-3' });
    expect(test.state('caso-3/min-replicas')).toBe('pass');
  });

  it('comes back as a whole when the first process of one host is killed', async () => {
    await using test = await startTestLab('caso-3');
    const before = test.running();
    process.kill(await firstProcessOf(test.labsFolder, 'replica1'), 'SIGKILL');
    await backAgain(test, before);
    expect(test.lab.view(new Map())).toMatchObject({ state: 'running', case: 'caso-3' });
  });

  it.each(cases.map(({ id }) => id))('prepared for %s, takes a SENTINEL FAILOVER at once', async (id) => {
    await using test = await startTestLab(id);
    const stream = await test.running().connect('replica1', 'sentinel');
    stream.end(`SENTINEL FAILOVER ${cluster.masterName}\r\nQUIT\r\n`);
    expect(await text(stream)).toMatch(/^\+OK\r\n/);
  });

  it('is suspended without a process, and is there again for who comes', async () => {
    await using test = await startTestLab('caso-1');
    await test.lab.suspend();
    expect(test.lab.running).toBeNull();
    expect(await processesOf(test.labsFolder)).toEqual([]);
    const watch = await test.lab.watch();
    await waitFor('el clúster entero', () => test.lab.view(new Map()).converged, { deadlineMs: 20_000 });
    watch.release();
  });

  it('is made anew once, for who opens its page and prepares a case in the same moment', async () => {
    await using test = await startTestLab('caso-1');
    await test.lab.suspend();
    const [, watch] = await Promise.all([test.lab.reset('caso-3'), test.lab.watch()]);
    expect(test.view()).toMatchObject({ state: 'running', error: null, case: 'caso-3', converged: true });
    watch.release();
  });
});

/** What looks like a case's outcome but is not its lesson stays red. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { caseOf } from '../../labs/cases/index.ts';
import { cluster, nodeOf } from '../../labs/cluster.ts';
import type { NodeName } from '../../labs/define.ts';
import { waitFor } from '../../server/base/wait.ts';
import { startTestLab, type TestLab } from './test-lab.ts';

/** Short, for what is waited for here is that nothing passes. */
const downAfterMs = 1500;
/** Several looks of the cluster monitor: whatever was going to pass has passed by then. */
const settleMs = 2500;
const switchDeadlineMs = 45_000;

const prepared = (caseId: string): Promise<TestLab> => startTestLab(caseId, { downAfterMs });

/** Waits until that node's own Sentinel names another master than this one. */
async function untilSwitched(test: TestLab, node: NodeName, from: NodeName): Promise<void> {
  const switched = () =>
    test.view().nodes.find(({ name }) => name === node)?.sentinel.master !== nodeOf(from).address;
  await waitFor(`el Sentinel de ${node} nombra a otro maestro`, switched, { deadlineMs: switchDeadlineMs });
  await sleep(settleMs);
}

const untilWhole = (test: TestLab) =>
  waitFor('el clúster vuelve a estar entero', () => test.view().converged, { deadlineMs: switchDeadlineMs });

/** None of these checks has passed; without names, none of the case's. */
function red(test: TestLab, caseId: string, ...names: readonly string[]): void {
  const all = caseOf(caseId)?.checks.map(({ id }) => id) ?? [];
  const ids = names.length > 0 ? names.map((name) => `${caseId}/${name}`) : all;
  expect(ids.length).toBeGreaterThan(0);
  for (const id of ids) expect(test.verdict(id), id).not.toMatchObject({ state: 'pass' });
}

/** One Sentinel is content with itself, and another is down. */
async function lowerQuorum(test: TestLab): Promise<void> {
  await test.type('replica1', 'sentinel', `SENTINEL SET ${cluster.masterName} quorum 1`);
  await test.passed('caso-7/quorum-uno');
  await test.type('maestro', 'sentinel', 'SHUTDOWN');
}

const request = `4869:X 28 Feb 2020 14:48:01.682 # Executing user requested FAILOVER of '${cluster.masterName}'`;

describe.concurrent('negative tests: wrong ways stay red', () => {
  it('case 1 by killing the master', async () => {
    await using test = await prepared('caso-1');
    await test.type('maestro', 'redis-cli', 'SHUTDOWN');
    await untilSwitched(test, 'replica1', 'maestro');
    red(test, 'caso-1');
    expect(test.state('caso-1/failover-pedido')).toBe('fail');
    expect(test.verdict('caso-1/nuevo-maestro')?.message).toContain('+odown');
  });

  it('case 1 by writing the request into the logs, and killing the master too', async () => {
    await using test = await prepared('caso-1');
    for (const node of ['maestro', 'replica1', 'replica2'] as const)
      await test.type(
        node,
        'shell',
        `while sleep 0.5; do echo "${request}" >>/var/log/redis/sentinel.log; done &`,
      );
    await waitFor(
      'la línea del log se ha leído',
      () =>
        test
          .verdict('caso-1/failover-pedido')
          ?.message.includes('ningún Sentinel ha publicado +try-failover'),
      { deadlineMs: 15_000 },
    );
    red(test, 'caso-1');
    await test.type('maestro', 'redis-cli', 'SHUTDOWN');
    await untilSwitched(test, 'replica1', 'maestro');
    red(test, 'caso-1');
  });

  it('case 2 by SENTINEL FAILOVER; done the right way afterwards, it counts', async () => {
    await using test = await prepared('caso-2');
    await test.type('replica1', 'sentinel', `SENTINEL FAILOVER ${cluster.masterName}`);
    await untilSwitched(test, 'maestro', 'replica2');
    red(test, 'caso-2');
    expect(test.state('caso-2/failover-automatico')).toBe('fail');
    await untilWhole(test);
    // The promotion cut this redis-cli off, and one that was cut off takes its next SHUTDOWN for done.
    await test.type('maestro', 'redis-cli', 'PING');
    await test.type('maestro', 'redis-cli', 'SHUTDOWN');
    await test.passed('caso-2/failover-automatico');
    await test.passed('caso-2/nuevo-maestro');
  });

  it('case 3 without trying the write', async () => {
    await using test = await prepared('caso-3');
    await test.type('maestro', 'redis-cli', 'CONFIG SET min-replicas-to-write 1');
    await test.type('replica1', 'redis-cli', 'SHUTDOWN');
    await test.type('replica2', 'redis-cli', 'SHUTDOWN');
    await test.passed('caso-3/replicas-caidas');
    await test.type('replica1', 'shell', 'rc-service redis start');
    await test.type('replica2', 'shell', 'rc-service redis start');
    await untilWhole(test);
    await sleep(settleMs);
    red(test, 'caso-3', 'escritura-rechazada', 'replicas-recuperadas');
  });

  it('case 4 with all Sentinels alive, and one stopped only afterwards', async () => {
    await using test = await prepared('caso-4');
    await test.type('maestro', 'redis-cli', 'SHUTDOWN');
    await untilSwitched(test, 'replica1', 'maestro');
    red(test, 'caso-4');
    await test.type('maestro', 'sentinel', 'SHUTDOWN');
    await test.passed('caso-4/sentinel-caido');
    await sleep(settleMs);
    red(test, 'caso-4', 'nuevo-maestro');
  });

  it('case 5 with two Sentinels alive', async () => {
    await using test = await prepared('caso-5');
    await test.type('maestro', 'shell', 'rc-service redis restart');
    await test.passed('caso-5/maestro-vuelve');
    await test.type('replica2', 'redis-cli', 'SHUTDOWN');
    await untilSwitched(test, 'replica1', 'replica2');
    red(test, 'caso-5', 'dos-sentinels-caidos', 'sin-failover', 'sin-maestro');
    expect(test.state('caso-5/sin-failover')).toBe('fail');
  });

  it('case 7 with two Sentinels alive, by the quorum of one that it asks for', async () => {
    await using test = await prepared('caso-7');
    await lowerQuorum(test);
    await test.type('maestro', 'redis-cli', 'SHUTDOWN');
    await untilSwitched(test, 'replica1', 'maestro');
    red(test, 'caso-7', 'dos-sentinels-caidos', 'odown-sin-lider', 'con-otro-basta');
    expect(test.state('caso-7/odown-sin-lider')).toBe('fail');
  });

  it('case 7 by SENTINEL FAILOVER, which needs no votes', async () => {
    await using test = await prepared('caso-7');
    await lowerQuorum(test);
    await test.type('replica2', 'sentinel', 'SHUTDOWN');
    await test.passed('caso-7/dos-sentinels-caidos');
    await test.type('replica1', 'sentinel', `SENTINEL FAILOVER ${cluster.masterName}`);
    await untilSwitched(test, 'replica1', 'maestro');
    red(test, 'caso-7', 'odown-sin-lider', 'con-otro-basta');
  });

  it('case 6 by stopping the master’s Redis instead of cutting its network', async () => {
    await using test = await prepared('caso-6');
    await test.type('maestro', 'redis-cli', 'SET pedido antiguo');
    await test.type('maestro', 'redis-cli', 'SHUTDOWN');
    await untilSwitched(test, 'replica1', 'maestro');
    await test.type('replica2', 'redis-cli', 'SET pedido nuevo');
    await test.type('maestro', 'shell', 'rc-service redis start');
    await untilWhole(test);
    await sleep(settleMs);
    red(test, 'caso-6');
    expect(test.state('caso-6/dos-maestros')).toBe('fail');
  });

  it('case 6 mended without a write on the side that was cut off', async () => {
    await using test = await prepared('caso-6');
    await test.type('maestro', 'redis-cli', 'SET pedido antiguo');
    await test.type('maestro', 'shell', 'particion cortar');
    await test.passed('caso-6/dos-maestros');
    await test.type('replica2', 'redis-cli', 'SET pedido nuevo');
    await test.type('maestro', 'shell', 'particion curar');
    await untilWhole(test);
    await sleep(settleMs);
    red(test, 'caso-6', 'dos-escrituras', 'escritura-perdida', 'escritura-rechazada', 'un-solo-maestro');
  });

  it('case 6 with the refusal of a master that is not cut off', async () => {
    await using test = await prepared('caso-6');
    await test.type('maestro', 'redis-cli', 'CONFIG SET min-replicas-to-write 3');
    await test.type('maestro', 'redis-cli', 'SET pedido perdido');
    await test.type('maestro', 'shell', 'particion cortar');
    await test.passed('caso-6/dos-maestros');
    await sleep(settleMs);
    red(test, 'caso-6', 'dos-escrituras', 'escritura-rechazada');
  });
});

/** What looks like a case's outcome but is not its lesson stays red, on a real lab. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { cluster } from '../../labs/cluster.ts';
import { waitFor } from '../../server/wait.ts';
import { startTestLab, type TestLab } from './test-lab.ts';

/** A failover that nobody asked for: down-after, the election and the switch. */
const switchDeadlineMs = 30_000;
/** Whatever was going to pass has passed by then: several looks of the observer. */
const settleMs = 2000;

async function untilSwitch(test: TestLab): Promise<void> {
  await waitFor(
    '+switch-master en todos los Sentinels vivos',
    async () => {
      const alive = await Promise.all(
        (['maestro', 'replica1', 'replica2'] as const).map((node) =>
          test
            .running()
            .connect(node, 'sentinel')
            .then(
              (stream) => stream.destroy(),
              () => null,
            ),
        ),
      );
      const said = new Set(
        test.events.filter((event) => event.name === '+switch-master').map((event) => event.node),
      );
      return said.size >= alive.filter(Boolean).length;
    },
    { deadlineMs: switchDeadlineMs },
  );
  await sleep(settleMs);
}

const none = (test: TestLab, ...checks: readonly string[]) => {
  for (const check of checks) expect([check, test.verdict(check)?.state]).not.toEqual([check, 'pass']);
};

describe('wrong ways stay red', () => {
  it('case 1 by killing the master', async () => {
    await using test = await startTestLab('caso-1');
    await test.type('maestro', 'redis-cli', 'SHUTDOWN');
    await untilSwitch(test);
    expect(test.proven).toEqual([]);
    expect(test.verdict('caso-1/failover-pedido')).toMatchObject({ state: 'fail' });
    expect(test.verdict('caso-1/nuevo-maestro')?.message).toContain('+odown');
  });

  it('case 1 by writing the line of the request into the log, with and without killing the master', async () => {
    await using test = await startTestLab('caso-1');
    const line = `4869:X 28 Feb 2020 14:48:01.682 # Executing user requested FAILOVER of '${cluster.masterName}'`;
    await test.type('replica1', 'shell', `echo "${line}" >>/var/log/redis/sentinel.log`);
    await waitFor(
      'la línea se ha leído',
      () => test.events.some((event) => event.name === 'failover-requested'),
      { deadlineMs: 10_000 },
    );
    await sleep(settleMs);
    expect(test.proven).toEqual([]);
    await test.type('maestro', 'redis-cli', 'SHUTDOWN');
    await waitFor('+odown', () => test.events.some((event) => event.name === '+odown'), {
      deadlineMs: switchDeadlineMs,
      everyMs: 5,
    });
    for (const node of ['maestro', 'replica1', 'replica2'] as const) {
      await test.type(node, 'shell', `echo "${line}" >>/var/log/redis/sentinel.log`);
    }
    await untilSwitch(test);
    expect(test.proven).toEqual([]);
  });

  it('case 2 by SENTINEL FAILOVER; and the right way after it still counts', async () => {
    await using test = await startTestLab('caso-2');
    await test.type('replica1', 'sentinel', `SENTINEL FAILOVER ${cluster.masterName}`);
    await untilSwitch(test);
    expect(test.proven).toEqual([]);
    expect(test.verdict('caso-2/failover-automatico')).toMatchObject({ state: 'fail' });
    const master = test.lab
      .view(new Map())
      .nodes.find((node) => node.redis.role === 'master' && node.redis.replicas > 0);
    await test.type(master?.name ?? 'maestro', 'redis-cli', 'SHUTDOWN');
    await test.passed('caso-2/nuevo-maestro', 60_000);
  });

  it('case 3 without trying the write', async () => {
    await using test = await startTestLab('caso-3');
    await test.type('maestro', 'redis-cli', 'CONFIG SET min-replicas-to-write 1');
    await test.type('replica1', 'redis-cli', 'SHUTDOWN');
    await test.type('replica2', 'redis-cli', 'SHUTDOWN');
    await test.passed('caso-3/replicas-caidas');
    await test.type('replica1', 'shell', 'rc-service redis start');
    await test.type('replica2', 'shell', 'rc-service redis start');
    await waitFor('el clúster vuelve a estar entero', () => test.lab.view(new Map()).converged, {
      deadlineMs: 30_000,
    });
    await sleep(settleMs);
    none(test, 'caso-3/escritura-rechazada', 'caso-3/replicas-recuperadas');
  });

  it('case 4 with all Sentinels alive, and one killed only afterwards', async () => {
    await using test = await startTestLab('caso-4');
    await test.type('maestro', 'redis-cli', 'SHUTDOWN');
    await untilSwitch(test);
    none(test, 'caso-4/sentinel-caido', 'caso-4/maestro-caido', 'caso-4/nuevo-maestro');
    await test.type('maestro', 'sentinel', 'SHUTDOWN');
    await test.passed('caso-4/sentinel-caido');
    await sleep(settleMs);
    none(test, 'caso-4/nuevo-maestro');
  });

  it('case 5 with two Sentinels alive', async () => {
    await using test = await startTestLab('caso-5');
    await test.type('maestro', 'shell', 'rc-service redis restart');
    await test.passed('caso-5/maestro-vuelve');
    await test.type('replica2', 'redis-cli', 'SHUTDOWN');
    await untilSwitch(test);
    none(test, 'caso-5/dos-sentinels-caidos', 'caso-5/sin-failover', 'caso-5/sin-maestro');
    expect(test.verdict('caso-5/sin-failover')).toMatchObject({ state: 'fail' });
  });
});

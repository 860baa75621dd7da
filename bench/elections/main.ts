/**
 * `npm run bench:elections -- [labs] [failovers] [stagger, ms]`: that many labs (16) lose their master, again and again, until there were that
 * many failovers (300). All at once, or one after the other with that pause. Says how many elections ended without a leader, and how long the
 * failovers took. Needs the machine to itself: 25 MB for each lab.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { cluster, initialState, nodes } from '../../labs/cluster.ts';
import type { NodeName, SentinelEvent } from '../../labs/define.ts';
import { outOfOrder } from '../../labs/models/failover-order.ts';
import { waitFor } from '../../server/base/wait.ts';
import type { Driver, RunningLab } from '../../server/driver/driver.ts';
import { untilConverged } from '../../server/lab/monitor/until-converged.ts';
import { watchCluster } from '../../server/lab/monitor/watch-cluster.ts';
import { percentile } from '../figure.ts';
import { withDriver } from '../lab.ts';
import { loadNow } from '../machine.ts';

const [, , labsText = '16', failoversText = '300', staggerText = '0'] = process.argv;
const [labs, failovers, staggerMs] = [Number(labsText), Number(failoversText), Number(staggerText)];
/** As a class's labs run beside its server: see `niceness` in server/config.ts. */
const failoverDeadlineMs = 120_000;
const wholeDeadlineMs = 120_000;

interface Result {
  /** From the crash to the first `+switch-master`, ms. */
  readonly tookMs: number;
  /** What Sentinels gave up on the way, by their events' names. */
  readonly aborts: readonly string[];
  /** What its leader said too soon or not at all: see `outOfOrder`. */
  readonly disorder: readonly string[];
}

const size = { cols: 80, rows: 24 };
const shell = (lab: RunningLab, node: NodeName, command: string) =>
  new Promise<void>((resolve) => lab.spawn(node, ['sh', '-c', command], size).onExit(() => resolve()));

async function startLab(driver: Driver, id: string): Promise<RunningLab> {
  await driver.create(id, initialState, { downAfterMs: cluster.defaultDownAfterMs, timeZone: 'UTC' });
  const lab = await driver.start(id);
  await untilConverged(lab, initialState);
  return lab;
}

/** Kills the Redis of the master, waits for another, and for the cluster to be whole again. */
async function failOver(lab: RunningLab): Promise<Result> {
  const heard: SentinelEvent[] = [];
  const watch = watchCluster(lab, (event) => heard.push(event));
  const masterNow = async () => {
    const view = Object.values(await watch.look([], true));
    const whole = view.every(({ redis, sentinel }) => redis.up && sentinel.up);
    const master = view.find(
      ({ redis }) => redis.up && redis.role === 'master' && redis.replicas.length === 2,
    );
    const agreed = view.every(({ sentinel }) => sentinel.up && sentinel.masterAddress === master?.address);
    return whole && agreed ? nodes.find(({ address }) => address === master?.address)?.name : undefined;
  };
  try {
    const whole = { deadlineMs: wholeDeadlineMs, everyMs: 500 };
    const master = await waitFor('un clúster completo', masterNow, whole);
    heard.length = 0;
    const began = performance.now();
    await shell(lab, master, 'kill -9 $(cat /run/redis.pid)');
    const switched = () => heard.some(({ name, source }) => name === '+switch-master' && source === 'pubsub');
    await waitFor('+switch-master', switched, { deadlineMs: failoverDeadlineMs, everyMs: 20 });
    const tookMs = performance.now() - began;
    await shell(lab, master, 'rc-service redis start');
    await waitFor('un clúster completo', masterNow, whole);
    const published = heard.filter(({ source }) => source === 'pubsub');
    const leader = published.findLast(({ name }) => name === '+elected-leader')?.node;
    const led = published.filter(({ node }) => node === leader).map(({ name }) => name);
    return {
      tookMs,
      aborts: published.map(({ name }) => name).filter((name) => name.startsWith('-failover')),
      disorder: outOfOrder(led),
    };
  } finally {
    watch.stop();
  }
}

await withDriver(async (driver) => {
  const load = loadNow();
  const running: RunningLab[] = [];
  const results: Result[] = [];
  const errors: string[] = [];
  try {
    for (let place = 0; place < labs; place += 1) running.push(await startLab(driver, `eleccion-${place}`));
    while (results.length + errors.length < failovers) {
      const round = running.map(async (lab, place) => {
        await sleep(place * staggerMs);
        await failOver(lab).then(
          (result) => results.push(result),
          (error: unknown) => errors.push(error instanceof Error ? error.message : String(error)),
        );
      });
      await Promise.all(round);
      process.stderr.write(`${results.length} failovers\n`);
    }
  } finally {
    await Promise.all(running.map((lab) => lab.stop()));
  }
  const took = results.map(({ tookMs }) => tookMs);
  const aborted = results.filter(({ aborts }) => aborts.length > 0);
  const seconds = (share: number) => (percentile(took, share) / 1000).toFixed(1);
  process.stdout.write(
    [
      `${results.length} failovers de ${labs} laboratorios, con ${staggerMs} ms entre uno y otro; la máquina tenía ${load} de carga.`,
      `Sin líder o abandonados: ${aborted.length}${aborted.length === 0 ? '' : ` (${aborted.map(({ aborts }) => aborts.join(' ')).join(', ')})`}.`,
      `Del fallo al nuevo maestro: mitad ${seconds(0.5)} s, p95 ${seconds(0.95)} s, el más largo ${seconds(1)} s.`,
      `Fuera del orden de labs/models/failover-order.ts: ${results.filter(({ disorder }) => disorder.length > 0).length}.`,
      ...errors.map((error) => `Error: ${error}`),
      '',
    ].join('\n'),
  );
});

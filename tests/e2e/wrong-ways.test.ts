/** What looks like a case's outcome but is not its lesson stays red on the page. */
import { describe, expect, it } from 'vitest';
import { caseOf } from '../../labs/cases/index.ts';
import { cluster } from '../../labs/cluster.ts';
import type { NodeName } from '../../labs/define.ts';
import { waitFor } from '../../server/wait.ts';
import type { CoursePage } from './course-page.ts';
import { useCourse } from './suite.ts';

/** Short, for what is waited for here is that nothing passes. */
const downAfterMs = 1500;
/** Several looks of the observer: whatever was going to pass has passed by then. */
const settleMs = 2500;
const switchDeadlineMs = 45_000;

describe.concurrent('wrong ways stay red', () => {
  const suite = useCourse({ CURSO_DOWN_AFTER_MS: String(downAfterMs) });
  const prepared = async (caseId: string): Promise<CoursePage> => {
    const course = await suite.open();
    await course.open(`${caseId}/1`);
    await course.prepare(caseId);
    return course;
  };

  /** Waits until that node's own Sentinel names another master than this one. */
  const untilSwitched = async (course: CoursePage, node: NodeName, from: string) => {
    const answer = async () => {
      const lab = await (await course.context.request.get(`${suite.url}/api/lab`)).json();
      return lab.nodes.find((candidate: { name: string }) => candidate.name === node)?.sentinel.master;
    };
    await waitFor(`el Sentinel de ${node} nombra a otro maestro`, async () => (await answer()) !== from, {
      deadlineMs: switchDeadlineMs,
      everyMs: 200,
    });
    await course.page.waitForTimeout(settleMs);
  };

  const untilWhole = (course: CoursePage) =>
    waitFor(
      'el clúster vuelve a estar entero',
      async () =>
        (await (await course.context.request.get(`${suite.url}/api/lab`)).json()).converged === true,
      { deadlineMs: switchDeadlineMs, everyMs: 200 },
    );

  /** None of these checks has passed; without names, none of the case's. */
  const red = async (course: CoursePage, caseId: string, ...names: readonly string[]) => {
    const all = caseOf(caseId)?.checks.map(({ id }) => id) ?? [];
    const ids = names.length > 0 ? names.map((name) => `${caseId}/${name}`) : all;
    expect(ids.length).toBeGreaterThan(0);
    const passed: string[] = [];
    for (const id of ids)
      if ((await course.state(id)) === 'pass')
        passed.push((await course.check(id).first().textContent()) ?? id);
    expect(passed).toEqual([]);
  };

  const [maestro, replica2] = ['192.168.157.144', '192.168.157.148'];
  const request = `4869:X 28 Feb 2020 14:48:01.682 # Executing user requested FAILOVER of '${cluster.masterName}'`;

  it('case 1 by killing the master', async () => {
    await using course = await prepared('caso-1');
    await course.type('maestro', 'redis-cli', 'SHUTDOWN');
    await untilSwitched(course, 'replica1', maestro);
    await red(course, 'caso-1');
    expect(await course.state('caso-1/failover-pedido')).toBe('fail');
    expect(await course.check('caso-1/nuevo-maestro').textContent()).toContain('+odown');
  }, 120_000);

  it('case 1 by writing the request into the logs, and killing the master too', async () => {
    await using course = await prepared('caso-1');
    for (const node of ['maestro', 'replica1', 'replica2'] as const)
      await course.type(
        node,
        'shell',
        `while sleep 0.5; do echo "${request}" >>/var/log/redis/sentinel.log; done &`,
      );
    await waitFor(
      'la línea del log se ha leído',
      async () =>
        (await course.check('caso-1/failover-pedido').textContent())?.includes(
          'ningún Sentinel ha publicado +try-failover',
        ),
      { deadlineMs: 15_000 },
    );
    await red(course, 'caso-1');
    await course.type('maestro', 'redis-cli', 'SHUTDOWN');
    await untilSwitched(course, 'replica1', maestro);
    await red(course, 'caso-1');
  }, 120_000);

  it('case 2 by SENTINEL FAILOVER; done the right way afterwards, it counts', async () => {
    await using course = await prepared('caso-2');
    await course.type('replica1', 'sentinel', `SENTINEL FAILOVER ${cluster.masterName}`);
    await untilSwitched(course, 'maestro', replica2);
    await red(course, 'caso-2');
    expect(await course.state('caso-2/failover-automatico')).toBe('fail');
    await untilWhole(course);
    // The promotion cut this redis-cli off, and one that was cut off takes its next SHUTDOWN for done.
    await course.type('maestro', 'redis-cli', 'PING');
    await course.type('maestro', 'redis-cli', 'SHUTDOWN');
    await course.passed('caso-2/failover-automatico');
    await course.passed('caso-2/nuevo-maestro');
  }, 180_000);

  it('case 3 without trying the write', async () => {
    await using course = await prepared('caso-3');
    await course.type('maestro', 'redis-cli', 'CONFIG SET min-replicas-to-write 1');
    await course.type('replica1', 'redis-cli', 'SHUTDOWN');
    await course.type('replica2', 'redis-cli', 'SHUTDOWN');
    await course.passed('caso-3/replicas-caidas');
    await course.type('replica1', 'shell', 'rc-service redis start');
    await course.type('replica2', 'shell', 'rc-service redis start');
    await untilWhole(course);
    await course.page.waitForTimeout(settleMs);
    await red(course, 'caso-3', 'escritura-rechazada', 'replicas-recuperadas');
  }, 120_000);

  it('case 4 with all Sentinels alive, and one stopped only afterwards', async () => {
    await using course = await prepared('caso-4');
    await course.type('maestro', 'redis-cli', 'SHUTDOWN');
    await untilSwitched(course, 'replica1', maestro);
    await red(course, 'caso-4');
    await course.type('maestro', 'sentinel', 'SHUTDOWN');
    await course.passed('caso-4/sentinel-caido');
    await course.page.waitForTimeout(settleMs);
    await red(course, 'caso-4', 'nuevo-maestro');
  }, 120_000);

  it('case 5 with two Sentinels alive', async () => {
    await using course = await prepared('caso-5');
    await course.type('maestro', 'shell', 'rc-service redis restart');
    await course.passed('caso-5/maestro-vuelve');
    await course.type('replica2', 'redis-cli', 'SHUTDOWN');
    await untilSwitched(course, 'replica1', replica2);
    await red(course, 'caso-5', 'dos-sentinels-caidos', 'sin-failover', 'sin-maestro');
    expect(await course.state('caso-5/sin-failover')).toBe('fail');
  }, 120_000);

  it('case 7 with two Sentinels alive, by the quorum of one that it asks for', async () => {
    await using course = await prepared('caso-7');
    await course.type('replica1', 'sentinel', `SENTINEL SET ${cluster.masterName} quorum 1`);
    await course.passed('caso-7/quorum-uno');
    await course.type('maestro', 'sentinel', 'SHUTDOWN');
    await course.type('maestro', 'redis-cli', 'SHUTDOWN');
    await untilSwitched(course, 'replica1', maestro);
    await red(course, 'caso-7', 'dos-sentinels-caidos', 'odown-sin-lider', 'con-otro-basta');
    expect(await course.state('caso-7/odown-sin-lider')).toBe('fail');
  }, 120_000);

  it('case 7 by SENTINEL FAILOVER, which needs no votes', async () => {
    await using course = await prepared('caso-7');
    await course.type('replica1', 'sentinel', `SENTINEL SET ${cluster.masterName} quorum 1`);
    await course.type('maestro', 'sentinel', 'SHUTDOWN');
    await course.type('replica2', 'sentinel', 'SHUTDOWN');
    await course.passed('caso-7/dos-sentinels-caidos');
    await course.type('replica1', 'sentinel', `SENTINEL FAILOVER ${cluster.masterName}`);
    await untilSwitched(course, 'replica1', maestro);
    await red(course, 'caso-7', 'odown-sin-lider', 'con-otro-basta');
  }, 120_000);

  it('case 6 by stopping the master’s Redis instead of cutting its network', async () => {
    await using course = await prepared('caso-6');
    await course.type('maestro', 'redis-cli', 'SET pedido antiguo');
    await course.type('maestro', 'redis-cli', 'SHUTDOWN');
    await untilSwitched(course, 'replica1', maestro);
    await course.type('replica2', 'redis-cli', 'SET pedido nuevo');
    await course.type('maestro', 'shell', 'rc-service redis start');
    await untilWhole(course);
    await course.page.waitForTimeout(settleMs);
    await red(course, 'caso-6');
    expect(await course.state('caso-6/dos-maestros')).toBe('fail');
  }, 120_000);

  it('case 6 mended without a write on the side that was cut off', async () => {
    await using course = await prepared('caso-6');
    await course.type('maestro', 'redis-cli', 'SET pedido antiguo');
    await course.type('maestro', 'shell', 'particion cortar');
    await course.passed('caso-6/dos-maestros');
    await course.type('replica2', 'redis-cli', 'SET pedido nuevo');
    await course.type('maestro', 'shell', 'particion curar');
    await untilWhole(course);
    await course.page.waitForTimeout(settleMs);
    await red(
      course,
      'caso-6',
      'dos-escrituras',
      'escritura-perdida',
      'escritura-rechazada',
      'un-solo-maestro',
    );
  }, 120_000);

  it('case 6 with the refusal of a master that is not cut off', async () => {
    await using course = await prepared('caso-6');
    await course.type('maestro', 'redis-cli', 'CONFIG SET min-replicas-to-write 3');
    await course.type('maestro', 'redis-cli', 'SET pedido perdido');
    await course.type('maestro', 'shell', 'particion cortar');
    await course.passed('caso-6/dos-maestros');
    await course.page.waitForTimeout(settleMs);
    await red(course, 'caso-6', 'dos-escrituras', 'escritura-rechazada');
  }, 120_000);
});

/** A laptop that runs everything and sleeps: its Sentinels distrust their clocks for half a minute afterwards. */
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, it } from 'vitest';
import { useCourse } from './suite.ts';

const sleepMs = 7000;
const toldMs = 30_000;

/** A process and all below it. */
async function treeOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  const below = await Promise.all(text.split(' ').filter(Boolean).map(Number).map(treeOf));
  return [pid, ...below.flat()];
}

describe('a machine that slept', () => {
  const suite = useCourse({ CURSO_POOL: '0' });

  it('says why no order is obeyed and until when, and starts the Sentinels again when asked to', async ({
    expect,
  }) => {
    await using course = await suite.open();
    const { page } = course;
    await course.open('caso-1/1');
    const status = () => page.locator('[data-lab-status]').textContent();
    await expect.poll(status, { timeout: toldMs }).toBe('Clúster completo');
    const tree = await treeOf(suite.pid);
    for (const pid of tree) process.kill(pid, 'SIGSTOP');
    await sleep(sleepMs);
    for (const pid of tree) process.kill(pid, 'SIGCONT');

    const notice = page.getByRole('region', { name: 'Sentinels en TILT' });
    await notice.waitFor({ timeout: toldMs });
    expect(await notice.textContent()).toMatch(
      /La máquina del laboratorio ha estado parada \d+ s: los Sentinels de maestro, replica1 y replica2 no se fían de sus relojes \(TILT\) y no harán ningún failover hasta las \d\d:\d\d:\d\d\. +Faltan \d+ s\./,
    );
    // The server's own Redis slept too: what was to be kept meanwhile is tried again first.
    await expect.poll(status).toBe('Sentinels en TILT');
    await page
      .getByRole('button', { name: /Sentinel · época.*en TILT: no actúa/ })
      .first()
      .waitFor();

    await course.type('replica1', 'sentinel', 'SENTINEL FAILOVER cursoredis');
    const waiting = /El Sentinel de replica1 ha aceptado la orden, pero está en TILT/;
    const message = () => course.check('caso-1/failover-pedido').first().textContent();
    await expect.poll(message).toMatch(waiting);
    expect(await message()).toMatch(/Cuenta atrás: \d+ s/);
    expect(await course.state('caso-1/failover-pedido')).toBe('pending');

    await notice.getByRole('button', { name: 'Arrancarlos de nuevo ya' }).click();
    await expect.poll(status, { timeout: toldMs }).toBe('Clúster completo');
    expect(await notice.isVisible()).toBe(false);
    // The restart closed the session's connection: redis-cli connects again with the next command, which is lost.
    await course.type('replica1', 'sentinel', 'PING');
    await course.type('replica1', 'sentinel', 'SENTINEL FAILOVER cursoredis');
    await course.passed('caso-1/nuevo-maestro');
  });
});

/** The cluster's picture in a learner's hands, on a real cluster. */
import { describe, expect, it } from 'vitest';
import { accessible, expectAccessible } from './axe.ts';
import { crashMaster, keepWhatIsSaid, service, slider, switched, tab } from './panel.ts';
import { useCourse } from './suite.ts';

describe('the cluster panel', () => {
  const suite = useCourse({}, { sharedPage: accessible });

  it('a press, or a key, on a host opens its shell, and on a service its session', async () => {
    const course = await suite.shared();
    const { page } = course;
    await course.open('caso-1/2');
    await service(page, /^Redis de replica2/).click();
    await course.region('replica2', 'redis-cli').waitFor();
    await service(page, /^Máquina maestro/).focus();
    await page.keyboard.press('Enter');
    await course.region('maestro', 'shell').waitFor();
    await service(page, /^replica1: Sentinel/).focus();
    await page.keyboard.press(' ');
    await course.region('replica1', 'sentinel').waitFor();
    // It has the keyboard.
    await expect.poll(() => course.screen('replica1', 'sentinel')).toContain('26379>');
    await page.keyboard.type('PING');
    await page.keyboard.press('Enter');
    await expect.poll(() => course.screen('replica1', 'sentinel')).toContain('PONG');
  });

  it('folds away, stays so after a reload, and is in neither print nor the speaker’s slides', async () => {
    const course = await suite.shared();
    const { page } = course;
    await course.open('caso-1/2');
    await page.getByRole('button', { name: 'Plegar el clúster' }).click();
    await expect.poll(() => service(page, /^Redis de maestro/).count()).toBe(0);
    await page.reload();
    await page.getByRole('button', { name: 'Desplegar el clúster' }).click();
    await service(page, /^Redis de maestro/).waitFor();
    await using other = await suite.tab();
    for (const kind of ['print-pdf', 'receiver']) {
      await other.page.goto(`${suite.url}/?${kind}`);
      await other.page.locator('.reveal section').first().waitFor({ state: 'attached' });
      await other.page.waitForTimeout(500);
      expect(await other.page.locator('.panel').count()).toBe(0);
    }
  });

  it('has a button over a machine that was turned off in its terminal, which turns it on again', async () => {
    const course = await suite.shared();
    const { page } = course;
    await course.open('caso-1/2');
    await course.type('replica1', 'shell', 'poweroff');
    const button = page.getByRole('button', { name: 'Encender replica1' });
    await button.waitFor();
    await service(page, /^Redis de replica1: Redis parado/).waitFor();
    await expectAccessible(page);
    if (process.env['CAPTURA']) await page.screenshot({ path: process.env['CAPTURA'] });
    await button.press('Enter');
    await service(page, /^Redis de replica1: réplica/).waitFor();
    await button.waitFor({ state: 'detached' });
    expect(await page.getByRole('button', { name: /^Encender/ }).count()).toBe(0);
  });

  it('follows what no Sentinel publishes: offsets, min-replicas, and a process that hangs', async () => {
    const course = await suite.shared();
    const { page } = course;
    await course.open('caso-3/1');
    await course.prepare('caso-3');
    const master = service(page, /^Redis de \w+: MAESTRO/);
    const offset = async () => /offset ([\d ]+)/.exec((await master.getAttribute('aria-label')) ?? '')?.[1];
    const before = await offset();
    await expect.poll(offset).not.toBe(before);
    const name = /^Redis de (\w+)/.exec((await master.getAttribute('aria-label')) ?? '')?.[1];
    if (name !== 'maestro' && name !== 'replica1' && name !== 'replica2') throw new Error(`master: ${name}`);
    await course.type(name, 'redis-cli', 'CONFIG SET min-replicas-to-write 1');
    await service(page, /min-replicas 1, hay 2: escribe/).waitFor();
    const hung = name === 'replica1' ? 'replica2' : 'replica1';
    await course.type(hung, 'shell', 'kill -STOP $(cat /run/redis.pid)');
    // The others are still seen while it says nothing.
    await course.type(name, 'redis-cli', 'CONFIG SET min-replicas-to-write 0');
    await service(page, /min-replicas/).waitFor({ state: 'detached' });
    await service(page, new RegExp(`^Redis de ${hung}: Redis parado`)).waitFor();
    await course.type(hung, 'shell', 'kill -CONT $(cat /run/redis.pid)');
    await service(page, new RegExp(`^Redis de ${hung}: réplica`)).waitFor();
  });

  describe.concurrent('of a cluster that is changed', () => {
    it('shows a crash as it goes: the master down, the vote, the new master; and says it politely', async ({
      expect,
    }) => {
      await using course = await suite.open();
      const { page } = course;
      await course.open('caso-2/1');
      const said = await keepWhatIsSaid(page);
      await crashMaster(course);
      await service(page, /^Redis de replica2: Redis parado/).waitFor();
      await switched(course);
      // That a Sentinel takes the master for down stands for a second, and a page with much to do may not draw it: client/topology/scene.test.ts does.
      const all = await said();
      for (const seen of [
        /^Redis de replica1: réplica.*sin maestro/,
        /elegido líder: [23] de 2/,
        /Votos de la época 4: .*hacen falta 2\. Dirige/,
      ])
        expect(
          all.filter((name) => seen.test(name)),
          `${seen} in\n${all.join('\n')}`,
        ).not.toEqual([]);
      expect(await service(page, /^Redis de \w+: MAESTRO/).count()).toBe(1);
      await expect
        .poll(() => page.locator('[data-cluster-change][aria-live="polite"]').textContent())
        .not.toBe('');
      // What was shown of the election goes by itself.
      await expect
        .poll(() => page.locator('.panel-caption').textContent())
        .toMatch(/^El maestro es (maestro|replica1), con 1 réplica en línea\. Redis parado en replica2\.$/);
    });

    it('shows two beliefs as two', async ({ expect }) => {
      await using course = await suite.open();
      const { page } = course;
      await course.open('caso-1/2');
      // Where the others do not reach it, nobody convinces it.
      const file = '/etc/sentinel.conf';
      for (const line of [
        'rc-service redis-sentinel stop',
        `sed -i 's/^port .*/port 26380/; s/cursoredis 192.168.157.144/cursoredis 192.168.157.199/; /known-/d' ${file}`,
        'rc-service redis-sentinel start',
      ])
        await course.type('replica1', 'shell', line);
      await service(page, /^replica1: Sentinel · época \d+, cree en 192\.168\.157\.199/).waitFor();
      await service(page, /^replica2: Sentinel · época \d+, cree en maestro/).waitFor();
      await expect
        .poll(() => page.locator('.panel-caption').textContent())
        .toBe(
          'Los Sentinels no están de acuerdo: maestro y replica2 creen en maestro; replica1 cree en 192.168.157.199.',
        );
    });

    it('has no violation of accessibility during a failover, light and dark', async () => {
      await using course = await suite.open(accessible);
      const { page } = course;
      await crashMaster(course);
      await service(page, /^Redis de replica2: Redis parado/).waitFor();
      await expectAccessible(page);
      await switched(course);
      await expectAccessible(page);
      await tab(page, 'Línea de tiempo').click();
      await expectAccessible(page);
      await slider(page).press('Home');
      await expectAccessible(page);
      await tab(page, 'Clúster').click();
      await expectAccessible(page);
    });
  });
});

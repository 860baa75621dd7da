/** How labs of every driver end: switched off and on again, destroyed, and each error by its name. */
import { expect, it } from 'vitest';
import { files, initialState } from '../../labs/cluster.ts';
import { waitFor } from '../../server/base/wait.ts';
import { ask, converged, type MakeTrial, run, settings, size } from './kit.ts';

export function lifeContract(makeTrial: MakeTrial): void {
  it('stops with no process left, and starts again as it was: master, keys, services that were off', async () => {
    await using trial = await makeTrial();
    const first = await trial.started('uno');
    await converged(first);
    await ask(first, 'maestro', 'redis', 'SET clave valor');
    expect((await run(first, 'replica1', 'rc-service redis stop')).code).toBe(0);
    const ended = new Promise<void>((resolve) => first.onEnd(resolve));
    await first.stop();
    await ended;
    const second = await trial.restarted('uno');
    await waitFor(
      'la clave sigue ahí',
      async () => (await ask(second, 'maestro', 'redis', 'GET clave')).includes('valor'),
      { deadlineMs: 5000 },
    );
    await expect(second.connect('replica1', 'redis')).rejects.toMatchObject({ name: 'ServiceRefused' });
    await waitFor('Sentinel de replica1', () => ask(second, 'replica1', 'sentinel', 'PING'), {
      deadlineMs: 5000,
    });
  });

  it('keeps a shell, a host and its Sentinel alive when its Redis is shut down', async () => {
    await using trial = await makeTrial();
    const lab = await trial.started('uno');
    await converged(lab);
    const { output } = await run(
      lab,
      'maestro',
      'redis-cli SHUTDOWN; redis-cli -p 26379 PING; rc-service redis status; echo $?',
    );
    expect(output).toContain('PONG');
    expect(output).toContain(' * status: stopped\n3\n');
  });

  it('cuts the power of one node and turns it on again: nothing runs there meanwhile, nobody gets an answer, and its files say that it was on', async () => {
    await using trial = await makeTrial();
    const lab = await trial.started('uno');
    await converged(lab);
    await ask(lab, 'maestro', 'redis', 'SET clave valor');
    await run(lab, 'replica2', 'rc-service redis-sentinel stop');
    const shell = lab.spawn('replica2', ['bash'], size);
    const shellEnds = new Promise<void>((resolve) => shell.onExit(() => resolve()));
    await lab.powerOff('replica2');
    await shellEnds;
    expect([lab.isOff('replica2'), lab.isOff('maestro'), lab.isCut('replica2')]).toEqual([
      true,
      false,
      false,
    ]);
    await expect(lab.connect('replica2', 'redis')).rejects.toMatchObject({ name: 'ServiceRefused' });
    expect(() => lab.spawn('replica2', ['bash'], size)).toThrow(
      expect.objectContaining({ name: 'NodeOff', node: 'replica2' }),
    );
    // Silence, not a refusal: as from a machine that is off.
    const reach =
      'timeout 1 redis-cli -h replica2 PING; echo $?; ping -c 1 -W 1 replica1 >/dev/null && echo llega';
    expect((await run(lab, 'maestro', reach)).output).toBe('124\nllega\n');
    expect(await lab.readFile('replica2', files.redisLog)).not.toContain('bye bye');
    await lab.powerOn('replica2');
    await lab.powerOn('replica2');
    expect(lab.isOff('replica2')).toBe(false);
    await waitFor(
      'replica2 tiene lo suyo',
      async () => (await ask(lab, 'replica2', 'redis', 'GET clave').catch(() => '')).includes('valor'),
      { deadlineMs: 10_000 },
    );
    await expect(lab.connect('replica2', 'sentinel')).rejects.toMatchObject({ name: 'ServiceRefused' });
    expect((await run(lab, 'replica2', 'rc-service redis status')).output).toBe(' * status: started\n');
  });

  it('destroys what it made, and forgives a second time', async () => {
    await using trial = await makeTrial();
    const lab = await trial.started('uno');
    await run(lab, 'maestro', 'mkdir -p /root/cerrada/dentro; chmod 0 /root/cerrada');
    await lab.stop();
    await trial.driver.destroy('uno');
    await trial.driver.destroy('uno');
    expect(await trial.driver.exists('uno')).toBe(false);
    expect(await trial.driver.list()).toEqual([]);
  });

  it('names every error', async () => {
    await using trial = await makeTrial();
    await expect(trial.driver.create('../fuera', initialState, settings)).rejects.toMatchObject({
      name: 'LabIdInvalid',
    });
    await expect(trial.driver.start('nadie')).rejects.toMatchObject({ name: 'LabMissing', lab: 'nadie' });
    const lab = await trial.started('uno');
    await expect(trial.driver.start('uno')).rejects.toMatchObject({ name: 'LabRunning' });
    await expect(trial.driver.create('uno', initialState, settings)).rejects.toMatchObject({
      name: 'LabRunning',
    });
    await expect(trial.driver.destroy('uno')).rejects.toMatchObject({ name: 'LabRunning' });
    await expect(lab.readFile('maestro', '/etc/no-hay')).rejects.toMatchObject({ name: 'FileUnreadable' });
    await expect(lab.readFile('maestro', '/proc/version')).rejects.toMatchObject({
      name: 'FileUnreadable',
    });
    await run(lab, 'maestro', 'ln -s /etc/passwd /root/enlace; mkfifo /root/tubo');
    await expect(lab.readFile('maestro', '/root/enlace')).rejects.toMatchObject({ name: 'FileUnreadable' });
    await expect(lab.readFile('maestro', '/root/tubo')).rejects.toMatchObject({ name: 'FileUnreadable' });
    await lab.stop();
    await expect(lab.connect('maestro', 'redis')).rejects.toMatchObject({ name: 'LabNotRunning' });
    await expect(lab.readFile('maestro', files.redisConf)).rejects.toMatchObject({ name: 'LabNotRunning' });
    await expect(lab.cutNetwork('maestro')).rejects.toMatchObject({ name: 'LabNotRunning' });
    expect(() => lab.spawn('maestro', ['bash'], size)).toThrow(
      expect.objectContaining({ name: 'LabNotRunning' }),
    );
    expect(() => lab.follow('maestro', files.redisLog, () => undefined)).toThrow(
      expect.objectContaining({ name: 'LabNotRunning' }),
    );
  });
}

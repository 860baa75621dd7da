/** How labs of every driver end: switched off and on again, destroyed, and each error by its name. */
import { expect, it } from 'vitest';
import { files, initialState } from '../../../labs/cluster.ts';
import { waitFor } from '../../wait.ts';
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

/** A host cut from the network by the command that a learner types on it: real packets, on a real lab. */
import { describe, expect, it } from 'vitest';
import type { NodeName } from '../../labs/define.ts';
import { waitFor } from '../../server/base/wait.ts';
import type { RunningLab } from '../../server/driver/driver.ts';
import { runScript } from './run-script.ts';
import { startTestLab } from './test-lab.ts';

const reaches = async (lab: RunningLab, from: NodeName, to: NodeName) =>
  (await runScript(lab, from, `timeout 1 redis-cli -h ${to} PING`)).output === 'PONG\n';

describe('poweroff and reboot', () => {
  it('leave what a power cut leaves: one comes back by itself, the other when it is turned on', async () => {
    await using test = await startTestLab('caso-6');
    const lab = test.running();
    const stateOf = (name: NodeName) => test.view().nodes.find((node) => node.name === name);
    const [off, again] = await Promise.all([
      runScript(lab, 'replica1', 'poweroff'),
      runScript(lab, 'replica2', 'sudo shutdown -r now'),
    ]);
    expect([off.output, again.output]).toEqual([
      'La máquina se apaga. Se enciende con su botón, en la página.\n',
      'La máquina se reinicia: vuelve sola en unos segundos.\n',
    ]);
    await waitFor(
      'se ve que las dos están apagadas',
      () => stateOf('replica1')?.off && stateOf('replica2')?.off,
      {
        deadlineMs: 5000,
      },
    );
    expect(stateOf('replica1')).toMatchObject({
      off: true,
      cut: false,
      redis: { up: false },
      sentinel: { up: false },
    });
    await waitFor(
      'replica2 vuelve',
      () => stateOf('replica2')?.off === false && stateOf('replica2')?.sentinel.up,
      {
        deadlineMs: 20_000,
      },
    );
    expect(stateOf('replica1')?.off).toBe(true);
    await test.lab.powerOn('replica1');
    await waitFor('el clúster está entero', () => test.view().converged, { deadlineMs: 20_000 });
    const log = await runScript(
      lab,
      'replica2',
      'grep -c "User requested shutdown\\|bye bye" /var/log/redis/redis.log',
    );
    expect(log.output).toBe('0\n');
  });
});

describe('particion', () => {
  it('cuts its own host and no other, says so, and heals the link', async () => {
    await using test = await startTestLab('caso-6');
    const lab = test.running();
    expect(await runScript(lab, 'replica1', 'particion estado')).toEqual({
      output: ' * replica1 está conectada a la red.\n',
      code: 0,
    });
    expect(await runScript(lab, 'replica1', 'particion cortar')).toEqual({
      output: ' * replica1 está aislada: no ve a las demás máquinas, ni ellas a esta.\n',
      code: 0,
    });
    expect([await reaches(lab, 'replica1', 'maestro'), await reaches(lab, 'maestro', 'replica1')]).toEqual([
      false,
      false,
    ]);
    expect(await reaches(lab, 'maestro', 'replica2')).toBe(true);
    // Cut off, its own services and its terminals go on.
    expect((await runScript(lab, 'replica1', 'redis-cli PING; redis-cli -p 26379 PING')).output).toBe(
      'PONG\nPONG\n',
    );
    expect(test.lab.view(new Map()).nodes.map(({ name, cut }) => [name, cut])).toEqual([
      ['maestro', false],
      ['replica1', true],
      ['replica2', false],
    ]);
    expect((await runScript(lab, 'replica1', 'particion curar')).output).toContain('conectada a la red');
    expect(await reaches(lab, 'replica1', 'maestro')).toBe(true);
  });

  it('explains itself, and refuses what it does not know with 1', async () => {
    await using test = await startTestLab('caso-6');
    const lab = test.running();
    expect(await runScript(lab, 'maestro', 'particion --help')).toMatchObject({
      output: expect.stringContaining('Uso: particion cortar|curar|estado'),
      code: 0,
    });
    expect((await runScript(lab, 'maestro', 'particion')).code).toBe(1);
    expect((await runScript(lab, 'maestro', 'particion romper')).code).toBe(1);
    expect(lab.isCut('maestro')).toBe(false);
  });

  it('takes nothing but its two words, ends at the last of a thousand, and survives a FIFO in its place', async () => {
    await using test = await startTestLab('caso-6');
    const lab = test.running();
    await runScript(
      lab,
      'maestro',
      'printf "cortar; reboot\\ncortar replica1\\n\\n" >>/run/particion; sleep 0.5',
    );
    expect(lab.isCut('maestro')).toBe(false);
    await runScript(
      lab,
      'maestro',
      'for i in $(seq 1000); do echo cortar; echo curar; done >>/run/particion',
    );
    await runScript(lab, 'maestro', 'particion cortar');
    await waitFor('maestro aislado', () => lab.isCut('maestro'), { deadlineMs: 5000 });
    await runScript(lab, 'maestro', 'particion curar');
    await runScript(lab, 'maestro', 'rm /run/particion; mkfifo /run/particion; sleep 1.2; rm /run/particion');
    await runScript(lab, 'maestro', 'ln -s /etc/hosts /run/particion; sleep 1.2; rm /run/particion');
    expect((await runScript(lab, 'maestro', 'particion cortar')).code).toBe(0);
    expect(lab.isCut('maestro')).toBe(true);
  });

  it('finds every link up after the hosts were turned off and on', async () => {
    await using test = await startTestLab('caso-6');
    const before = test.running();
    await before.cutNetwork('maestro');
    await before.stop();
    await waitFor('el laboratorio vuelve', () => test.lab.running !== null && test.lab.running !== before, {
      deadlineMs: 20_000,
    });
    expect(test.running().isCut('maestro')).toBe(false);
    await waitFor('el clúster entero', () => test.lab.view(new Map()).converged, { deadlineMs: 20_000 });
  });
});

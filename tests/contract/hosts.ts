/** What every driver makes of a declared state: hosts that start, are told apart, reach each other and nothing else. */
import { expect, it } from 'vitest';
import { files, hosts, nodeNames, nodeOf } from '../../labs/cluster.ts';
import { waitFor } from '../../server/base/wait.ts';
import { ask, converged, type MakeTrial, run, size } from './kit.ts';

export function hostsContract(makeTrial: MakeTrial): void {
  it('says that this machine has what it needs', async () => {
    await using trial = await makeTrial();
    await expect(trial.driver.verify()).resolves.toBeUndefined();
  });

  it('starts a lab that converges with the declared master and epoch', async () => {
    await using trial = await makeTrial();
    const lab = await trial.started('uno');
    expect(await converged(lab)).toBe('maestro');
    expect(await lab.readFile('replica2', files.sentinelConf)).toContain('sentinel current-epoch 2');
  });

  it('lets Redis look at its clock three times a second: a hundred labs share the CPU', async () => {
    await using trial = await makeTrial();
    const lab = await trial.started('uno');
    await converged(lab);
    for (const node of nodeNames) {
      const { output } = await run(lab, node, 'redis-cli --raw CONFIG GET hz');
      expect(output.trim().split(/\s+/)).toEqual(['hz', '3']);
    }
  });

  it('says the time zone by which its hosts go, and empties logs that are written into', async () => {
    await using trial = await makeTrial();
    const lab = await trial.started('uno');
    await converged(lab);
    const offset = new Intl.DateTimeFormat('en', { timeZone: lab.timeZone, timeZoneName: 'longOffset' });
    const said = offset.format(Date.now()).replace(/.*GMT([+-]\d\d)?:?(\d\d)?$/, '$1$2') || '+0000';
    for (const { name } of hosts) expect((await run(lab, name, 'date +%z')).output.trim()).toBe(said);

    expect(await lab.readFile('replica1', files.sentinelLog)).toContain('+monitor');
    expect(await lab.readFile('replica1', files.sentinelLog)).not.toMatch(/maxclients|ulimit/);
    await lab.clearLogs();
    expect(await lab.readFile('replica1', files.redisLog)).toBe('');
    await ask(lab, 'replica1', 'sentinel', 'SENTINEL SET cursoredis quorum 2');
    expect(await lab.readFile('replica1', files.sentinelLog)).toMatch(
      /^\d+:X [^\n]* \+set master cursoredis/,
    );
  });

  it('starts a lab in a declared state, with services that are off', async () => {
    await using trial = await makeTrial();
    const lab = await trial.started('uno', {
      master: 'replica2',
      epoch: 5,
      down: [
        { node: 'maestro', service: 'redis' },
        { node: 'maestro', service: 'sentinel' },
      ],
    });
    await waitFor(
      'replica1 sigue a replica2',
      async () => (await ask(lab, 'replica1', 'redis', 'INFO replication')).includes('master_link_status:up'),
      { deadlineMs: 10_000 },
    );
    expect(await ask(lab, 'replica2', 'redis', 'ROLE')).toContain('master');
    await expect(lab.connect('maestro', 'redis')).rejects.toMatchObject({
      name: 'ServiceRefused',
      node: 'maestro',
    });
    await expect(lab.connect('maestro', 'sentinel')).rejects.toMatchObject({
      name: 'ServiceRefused',
      service: 'sentinel',
    });
  });

  it('gives each node its own name, address, processes and prompt', async () => {
    await using trial = await makeTrial();
    const lab = await trial.started('uno');
    for (const name of nodeNames) {
      const { output } = await run(lab, name, 'hostname; ip -4 -o addr show eth0; ps ax -o comm=');
      expect(output).toContain(`${name}\n`);
      expect(output).toContain(nodeOf(name).address);
      expect(output).toContain('init');
      await waitFor(
        `un solo redis-server en ${name}`,
        async () => (await run(lab, name, 'ps ax -o comm=')).output.match(/redis-server/g)?.length === 1,
        { deadlineMs: 5000 },
      );
    }
    const shell = lab.spawn('maestro', ['bash'], size);
    let screen = '';
    shell.onData((bytes) => {
      screen += bytes.toString();
    });
    await waitFor('el prompt de maestro', () => screen.endsWith('(maestro) > '), { deadlineMs: 5000 });
    shell.kill();
  });

  it('has a host for an application, which reaches the nodes, has none of their services, and runs Node.js', async () => {
    await using trial = await makeTrial();
    const lab = await trial.started('uno');
    await converged(lab);
    const { output, code } = await run(
      lab,
      'cliente',
      'hostname; ip -4 -o addr show eth0; redis-cli -h maestro PING; redis-cli PING; rc-service redis status; ls /etc/redis.conf; cd /root && node -e "require(\'ioredis\')" && node --version',
    );
    expect([code, output]).toEqual([
      0,
      expect.stringMatching(/^cliente\n[\s\S]*192\.168\.157\.150[\s\S]*PONG\n/),
    ]);
    expect(output).toContain('Connection refused');
    expect(output).toContain(' * status: stopped');
    expect(output).toMatch(/^v\d+\.\d+\.\d+$/m);
    const added = lab.readFile('cliente', '/root/contador.mjs');
    expect(await added).toContain('cursoredis');
    await lab.cutNetwork('cliente');
    expect((await run(lab, 'cliente', 'timeout 1 redis-cli -h maestro PING')).code).not.toBe(0);
    expect([lab.isCut('cliente'), lab.isCut('maestro')]).toEqual([true, false]);
  });

  it('lets nodes reach each other by name and address, and nothing else', async () => {
    await using trial = await makeTrial();
    const lab = await trial.started('uno');
    await converged(lab);
    const { output } = await run(lab, 'maestro', 'redis-cli -h replica1 PING; ip route');
    expect(output).toContain('PONG');
    expect(output).not.toContain('default');
  });

  it('cuts a node from the network and restores it, without stopping its processes', async () => {
    await using trial = await makeTrial();
    const lab = await trial.started('uno');
    await converged(lab);
    expect(lab.isCut('replica2')).toBe(false);
    await lab.cutNetwork('replica2');
    expect(lab.isCut('replica2')).toBe(true);
    expect((await run(lab, 'maestro', 'timeout 1 redis-cli -h replica2 PING')).code).not.toBe(0);
    expect(await ask(lab, 'replica2', 'redis', 'PING')).toContain('PONG');
    expect((await run(lab, 'replica2', 'redis-cli PING')).output).toBe('PONG\n');
    await lab.restoreNetwork('replica2');
    expect(lab.isCut('replica2')).toBe(false);
    await waitFor(
      'replica2 responde',
      async () => (await run(lab, 'maestro', 'timeout 1 redis-cli -h replica2 PING')).output.includes('PONG'),
      { deadlineMs: 5000 },
    );
  });

  it('keeps two labs with the same addresses apart', async () => {
    await using trial = await makeTrial();
    const [one, two] = [await trial.started('uno'), await trial.started('dos')];
    await Promise.all([converged(one), converged(two)]);
    await ask(one, 'maestro', 'redis', 'SET solo-en uno');
    expect(await ask(two, 'maestro', 'redis', 'GET solo-en')).toContain('$-1');
    expect([...(await trial.driver.list())].sort()).toEqual(['dos', 'uno']);
  });
}

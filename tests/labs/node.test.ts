/** What a student finds on every node. */
import { writeSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { initialState, nodes } from '../../labs/cluster.ts';
import type { HostName } from '../../labs/define.ts';
import { projectFolder } from '../../server/base/project-folder.ts';
import type { RunningLab } from '../../server/driver/driver.ts';
import { createSandboxDriver } from '../../server/driver/sandbox/sandbox.ts';
import { untilConverged } from '../../server/lab/monitor/until-converged.ts';
import { runScript } from './run-script.ts';

const downAfterMs = 30_000;

describe('a node', () => {
  let folder: string;
  let lab: RunningLab;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'curso-nodo-'));
    const driver = createSandboxDriver({ labsFolder: folder, projectFolder: projectFolder(), niceness: 15 });
    await driver.create('uno', initialState, { downAfterMs, timeZone: 'UTC' });
    lab = await driver.start('uno');
    await untilConverged(lab, initialState);
  });
  afterAll(async () => {
    await lab.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const run = (node: HostName, script: string) => runScript(lab, node, script);

  it('has the programs and the files that the course names', async () => {
    for (const program of ['bash', 'redis-cli', 'grep', 'tail', 'less', 'ps', 'ip', 'rc-service']) {
      expect([program, (await run('replica1', `command -v ${program}`)).code]).toEqual([program, 0]);
    }
    expect((await run('replica1', 'command -v vi || command -v nano')).code).toBe(0);
    for (const file of [
      '/etc/redis.conf',
      '/etc/sentinel.conf',
      '/var/log/redis/redis.log',
      '/var/log/redis/sentinel.log',
    ]) {
      expect([file, (await run('replica1', `test -s ${file}`)).code]).toEqual([file, 0]);
    }
  });

  it('has no IPv6 address on its link: to see whether one is taken holds up what carries keys to terminals', async () => {
    for (const { name } of nodes)
      expect([name, (await run(name, 'ip -6 -oneline address show dev eth0')).output]).toEqual([name, '']);
  });

  it('comes to a program in a terminal before it comes to a service', async () => {
    expect((await run('maestro', 'nice; ps -o ni= -p "$(cat /run/redis.pid)"')).output).toMatch(
      /^12\n\s*15\n$/,
    );
  });

  it('opens its files in an editor', async () => {
    const pty = lab.spawn('maestro', ['bash', '-c', 'nano /etc/redis.conf || vi /etc/redis.conf'], {
      cols: 80,
      rows: 24,
    });
    let screen = '';
    pty.onData((bytes) => {
      screen += bytes.toString();
    });
    await expect.poll(() => screen).toContain('redis.conf');
    pty.kill();
  });

  it('is set up as the course has it: ids, quorum, epoch, priorities and down-after', async () => {
    for (const { name, sentinelId, priority, address } of nodes) {
      const conf = await lab.readFile(name, '/etc/sentinel.conf');
      expect(conf).toContain(`sentinel myid ${sentinelId}`);
      expect(conf).toContain('sentinel monitor cursoredis 192.168.157.144 6379 2');
      expect(conf).toContain(`sentinel down-after-milliseconds cursoredis ${downAfterMs}`);
      expect(conf).toContain('sentinel current-epoch 2');
      expect((await run(name, 'redis-cli CONFIG GET replica-priority')).output).toContain(String(priority));
      expect((await run(name, `redis-cli -h ${address} -p 26379 PING`)).output).toBe('PONG\n');
    }
  });

  it('has rc-service with OpenRC’s wording and exit codes', async () => {
    const done = (message: string) => new RegExp(`^ \\* ${message} \\.\\.\\. +\\[ ok \\]\n$`);
    for (const service of ['redis', 'redis-sentinel']) {
      const rc = (action: string) => run('replica2', `rc-service ${service} ${action}`);
      expect(await rc('status')).toEqual({ output: ' * status: started\n', code: 0 });
      expect(await rc('start')).toEqual({
        output: ` * WARNING: ${service} has already been started\n`,
        code: 0,
      });
      expect(await rc('stop')).toEqual({
        output: expect.stringMatching(done(`Stopping ${service}`)),
        code: 0,
      });
      expect(await rc('status')).toEqual({ output: ' * status: stopped\n', code: 3 });
      expect(await rc('stop')).toEqual({ output: ` * WARNING: ${service} is already stopped\n`, code: 0 });
      expect(await rc('restart')).toEqual({
        output: expect.stringMatching(done(`Starting ${service}`)),
        code: 0,
      });
      const restarted = await rc('restart');
      expect(restarted.output.split('\n').map((line) => line.slice(0, 11))).toEqual([
        ' * Stopping',
        ' * Starting',
        '',
      ]);
      expect(
        await run('replica2', `kill -9 $(cat /run/${service}.pid); sleep 0.2; rc-service ${service} status`),
      ).toEqual({ output: ' * status: crashed\n', code: 32 });
      expect((await rc('start')).code).toBe(0);
    }
    expect(await run('replica2', 'rc-service nginx start')).toEqual({
      output: " * rc-service: service `nginx' does not exist\n",
      code: 1,
    });
    expect(await run('replica2', 'rc-service redis bailar')).toEqual({
      output: " * redis: unknown function `bailar'\n",
      code: 1,
    });
    expect((await run('replica2', 'rc-service')).code).toBe(1);
    expect((await run('replica2', 'rc-service redis')).code).toBe(1);
  });

  it('does what is typed from habit on other servers, or says in one sentence how it is done here', async () => {
    const oneLine = async (command: string) => {
      const { output, code } = await run('replica1', command);
      expect([command, output, code]).toEqual([command, expect.stringMatching(/^[A-ZÁÉÍÓÚ][^\n]+\.\n$/), 1]);
      return output;
    };
    expect(await oneLine('systemctl stop redis')).toContain('«rc-service redis stop»');
    expect(await oneLine('systemctl --no-pager status redis-server.service')).toContain(
      '«rc-service redis status»',
    );
    expect(await oneLine('sudo systemctl restart sentinel')).toContain('«rc-service redis-sentinel restart»');
    expect(await oneLine('systemctl list-units')).toContain('rc-service');
    expect(await oneLine('journalctl -u redis -f')).toContain('/var/log/redis/redis.log');
    for (const command of ['apt install vim', 'sudo apt-get update', 'yum install redis', 'apk add redis'])
      expect(await oneLine(command)).toContain('no se instala nada');
    for (const command of ['sudo -i', 'su -', 'ssh replica2', 'shutdown -c', 'telinit 3'])
      await oneLine(command);
    expect((await run('cliente', 'reboot')).output).toContain('no se apaga');

    const started = { output: ' * status: started\n', code: 0 };
    for (const command of [
      'service redis status',
      'service redis-server status',
      'service redis-sentinel status',
      '/etc/init.d/redis status',
      '/etc/init.d/redis-sentinel status',
      'sudo service redis status',
    ])
      expect([command, await run('replica1', command)]).toEqual([command, started]);
    expect((await run('replica1', 'ping -c 1 -W 2 maestro')).output).toContain('1 received');
  });

  it('says what there is instead of a program that it has not', async () => {
    const pty = lab.spawn('replica1', ['bash'], { cols: 200, rows: 24 });
    let screen = '';
    pty.onData((bytes) => {
      screen += bytes.toString();
    });
    await expect.poll(() => screen).toContain('(replica1) > ');
    writeSync(pty.fd, 'htop; no-hay-tal; echo $?\n');
    await expect.poll(() => screen).toMatch(/no-hay-tal: esta máquina no tiene ese programa\. ?\r\n127\r\n/);
    pty.kill();
  });

  it('takes no other service’s process for its own, as after a power cut', async () => {
    const numbers = 'rc-service redis-sentinel stop >/dev/null; cp /run/redis.pid /run/redis-sentinel.pid';
    expect(
      await run('replica1', `${numbers}; rc-service redis-sentinel status; rc-service redis status`),
    ).toEqual({ output: ' * status: crashed\n * status: started\n', code: 0 });
    const { output, code } = await run(
      'replica1',
      'rc-service redis-sentinel start && redis-cli -p 26379 PING',
    );
    expect([output, code]).toEqual([expect.stringMatching(/\[ ok \]\nPONG\n$/), 0]);
  });

  it('says so when a service will not start, with 1', async () => {
    const { output, code } = await run(
      'replica2',
      'rc-service redis stop >/dev/null; echo disparate >>/etc/redis.conf; rc-service redis start',
    );
    expect([output, code]).toEqual([
      expect.stringMatching(/\[ !! \]\n \* ERROR: redis failed to start\n$/),
      1,
    ]);
  });
});

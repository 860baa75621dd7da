/** A student's shell sees its node and nothing else. The deeper attacks have tests of their own. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { initialState } from '../../labs/cluster.ts';
import type { HostName } from '../../labs/define.ts';
import { projectFolder } from '../../server/base/project-folder.ts';
import { waitFor } from '../../server/base/wait.ts';
import type { RunningLab } from '../../server/driver/driver.ts';
import { createSandboxDriver } from '../../server/driver/sandbox/sandbox.ts';
import { runScript } from './run-script.ts';

describe('a shell of a node', () => {
  let folder: string;
  let lab: RunningLab;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'curso-aislado-'));
    const driver = createSandboxDriver({ labsFolder: join(folder, 'labs'), projectFolder: projectFolder() });
    await driver.create('uno', initialState, { downAfterMs: 5000, timeZone: 'UTC' });
    lab = await driver.start('uno');
  });
  afterAll(async () => {
    await lab.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const on = (host: HostName) => async (script: string) => (await runScript(lab, host, script)).output;
  const run = on('maestro');

  it('has no capability and can gain none', async () => {
    expect(await run('grep -E "Cap(Inh|Prm|Eff|Bnd|Amb)|NoNewPrivs" /proc/self/status')).toMatch(
      /^(Cap\w+:\t0{16}\n){5}NoNewPrivs:\t1\n$/,
    );
    for (const attempt of [
      'unshare -U true',
      'unshare -n true',
      'mount -t tmpfs x /tmp',
      'ip link set eth0 down',
      'ip addr add 10.0.0.1/8 dev eth0',
      'mknod /tmp/d b 8 0',
      'chroot / true',
      'hostname otro',
    ]) {
      expect([attempt, await run(`${attempt} >/dev/null 2>&1 && echo hecho`)]).toEqual([attempt, '']);
    }
  });

  it('sees no file of the machine but its programs, and can write to none of those', async () => {
    const secret = join(folder, 'secreto.txt');
    await writeFile(secret, 'de la máquina');
    expect(await run(`cat ${secret} /etc/shadow 2>/dev/null; ls /home /proc/1/root/home 2>/dev/null`)).toBe(
      '',
    );
    expect(
      await run('for d in /usr /usr/bin /opt/lab/bin /lib; do touch $d/x 2>/dev/null && echo $d; done'),
    ).toBe('');
    expect((await run('ls /')).split(/\s+/).sort().filter(Boolean)).toEqual(
      expect.arrayContaining(['etc', 'proc', 'root', 'run', 'usr', 'var']),
    );
    expect(await run('ls /srv /boot /home /mnt /sys 2>/dev/null')).toBe('');
  });

  it('sees on the host of the application its tools too, read-only, and no other package', async () => {
    const see = on('cliente');
    expect(await see('ls /node_modules')).toContain('ioredis');
    expect(await see('ls /node_modules | grep -E "fastify|node-pty|vite|reveal"')).toBe('');
    expect(await see('touch /node_modules/ioredis/x 2>/dev/null && echo escrito')).toBe('');
    expect(await see('grep -E "Cap(Eff|Bnd)" /proc/self/status')).toMatch(/^(Cap\w+:\t0{16}\n){2}$/);
    expect(await see('ls /home /srv /mnt 2>/dev/null')).toBe('');
  });

  it('sees no process but its node’s, and no variable of the server', async () => {
    expect(Number(await run('ls -d /proc/[0-9]* | wc -l'))).toBeLessThan(12);
    expect(await run('env')).not.toMatch(/CURSO_|PORT=|npm_/);
  });

  it('reaches no address outside its lab, loopback of the machine included', async () => {
    const server = createServer((_request, response) => response.end('fuera'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const reach = (host: string, at: number) =>
      `timeout 1 bash -c 'exec 3<>/dev/tcp/${host}/${at}' 2>/dev/null && echo ${host}`;
    const attempts = ['127.0.0.1', '192.168.157.1', '10.0.0.1'].map((host) => reach(host, port));
    expect(await run(attempts.join('; '))).toBe('');
    // The same words find what is in the lab.
    await waitFor(
      'el Redis del laboratorio escucha',
      async () => (await run(reach('127.0.0.1', 6379))) === '127.0.0.1\n',
      { deadlineMs: 15_000 },
    );
    server.close();
  });

  it('cannot lead the server out of the lab with a link or a FIFO where the server reads', async () => {
    await run(
      'mv /etc/sentinel.conf /etc/s; ln -s /proc/version /etc/sentinel.conf; rm /run/redis.sock; ln -s /run/redis-sentinel.sock /run/redis.sock; mv /var/log/redis/redis.log /tmp/; mkfifo /var/log/redis/redis.log',
    );
    await expect(lab.readFile('maestro', '/etc/sentinel.conf')).rejects.toMatchObject({
      name: 'FileUnreadable',
    });
    await expect(lab.readFile('maestro', '/var/log/redis/redis.log')).rejects.toMatchObject({
      name: 'FileUnreadable',
    });
    await expect(lab.connect('maestro', 'redis')).rejects.toMatchObject({ name: 'ServiceRefused' });
  });

  it('meets a limit when it starts processes without end, and the lab goes on', async () => {
    const forks = `my @all; for (1..600) { my $p = fork; last unless defined $p; if (!$p) { sleep 60; exit } push @all, $p } print scalar @all, " $!"; kill 9, @all`;
    const [, started, reason] = /^(\d+) (.*)$/.exec(await run(`perl -e '${forks}'`)) ?? [];
    expect([Number(started) > 100, Number(started) < 400, reason]).toEqual([
      true,
      true,
      'Resource temporarily unavailable',
    ]);
    expect(await run('echo vivo')).toBe('vivo\n');
  });
});

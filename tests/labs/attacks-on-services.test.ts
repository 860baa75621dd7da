/** Through what Redis and Sentinel can be made to do, and through what the server reads of a lab: attacks on the machine and on the judge. */
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cluster } from '../../labs/cluster.ts';
import type { HostName } from '../../labs/define.ts';
import { waitFor } from '../../server/base/wait.ts';
import { runScript } from './run-script.ts';
import { startTestLab, type TestLab } from './test-lab.ts';

describe('an attack through Redis, Sentinel or what the server reads', () => {
  let test: TestLab;
  let outside: Server;
  let port = 0;
  let callers = 0;
  beforeAll(async () => {
    test = await startTestLab('caso-1');
    outside = createServer((socket) => {
      callers += 1;
      socket.destroy();
    });
    outside.listen(0, '0.0.0.0');
    await once(outside, 'listening');
    const address = outside.address();
    port = typeof address === 'object' && address ? address.port : 0;
  });
  afterAll(async () => {
    outside.close();
    await test[Symbol.asyncDispose]();
  });

  const run = async (script: string, host: HostName = 'maestro') =>
    (await runScript(test.running(), host, script)).output;
  const machine = (): string[] => [
    '127.0.0.1',
    ...Object.values(networkInterfaces()).flatMap((all) =>
      (all ?? [])
        .filter(({ family, internal }) => family === 'IPv4' && !internal)
        .map(({ address }) => address),
    ),
  ];

  it('gets nothing out of Redis that the shell did not have: CONFIG, MODULE, DEBUG, Lua', async () => {
    const refused = [
      'CONFIG SET dir /usr/bin',
      'CONFIG SET dbfilename ../x',
      'CONFIG SET logfile /usr/x',
      'CONFIG SET enable-module-command yes',
      'MODULE LOAD /usr/lib/x.so',
      'DEBUG SLEEP 0',
      'EVAL \'return io.open("/etc/passwd")\' 0',
      'EVAL \'return os.execute("id")\' 0',
      'EVAL \'return loadfile("/etc/passwd")\' 0',
      'EVAL \'return require("os")\' 0',
      'EVAL \'return package.loadlib("libc.so.6", "system")\' 0',
    ];
    const answers = await run(refused.map((command) => `redis-cli ${command} 2>&1 | head -1`).join('; '));
    expect(answers.trim().split('\n')).toHaveLength(refused.length);
    for (const line of answers.trim().split('\n')) expect(line).toMatch(/ERR/);
    // With a Redis of its own, where all that is allowed, there is still nothing to write to.
    expect(
      await run(
        'redis-server --port 7000 --dir /root --daemonize yes --enable-protected-configs yes --enable-debug-command yes --enable-module-command yes >/dev/null; sleep 0.3; for d in / /usr /usr/bin /opt/lab/bin /dev /proc/1/root/usr; do redis-cli -p 7000 CONFIG SET dir $d >/dev/null; redis-cli -p 7000 SAVE | grep -x OK; done; redis-cli -p 7000 MODULE LOAD /lib/x86_64-linux-gnu/libc.so.6; redis-cli -p 7000 SHUTDOWN NOSAVE',
      ),
    ).toMatch(/^\(error\) ERR Error loading|^ERR Error loading/);
  });

  it('brings Redis and Sentinel to call nobody outside: REPLICAOF, SENTINEL MONITOR, MIGRATE', async () => {
    const before = callers;
    const commands = machine().flatMap((address, index) => [
      `redis-cli REPLICAOF ${address} ${port}`,
      `redis-cli -p 26379 SENTINEL MONITOR fuera${index} ${address} ${port} 1`,
      `redis-cli MIGRATE ${address} ${port} clave 0 100`,
      `timeout 0.3 bash -c 'exec 3<>/dev/tcp/${address}/${port}'`,
    ]);
    await run(`redis-cli SET clave x; ${commands.join('; ')}; sleep 1.2`, 'replica1');
    expect(callers).toBe(before);
    const undo = machine().map((_address, index) => `redis-cli -p 26379 SENTINEL REMOVE fuera${index}`);
    await run(
      `${undo.join('; ')}; redis-cli REPLICAOF 192.168.157.144 6379; redis-cli DEL clave`,
      'replica1',
    );
  });

  it('runs the scripts of Sentinel with no more than a shell has, and only if its own file says so', async () => {
    const set = (option: string) =>
      `redis-cli -p 26379 SENTINEL SET ${cluster.masterName} ${option} /root/s.sh`;
    expect(await run(`${set('notification-script')}; ${set('client-reconfig-script')}`, 'replica2')).toMatch(
      /^(\(error\) )?ERR[^\n]*\n+(\(error\) )?ERR[^\n]*\n+$/,
    );
    await run(
      `printf '#!/bin/sh\\ngrep -E "CapEff|NoNewPrivs|Seccomp:" /proc/self/status >/root/lo-que-puede; mount -t tmpfs x /tmp && echo mal >>/root/lo-que-puede\\n' >/root/s.sh; chmod +x /root/s.sh; rc-service redis-sentinel stop; echo "sentinel notification-script ${cluster.masterName} /root/s.sh" >>/etc/sentinel.conf; rc-service redis-sentinel start`,
      'replica2',
    );
    const seen = await waitFor(
      'el guion de aviso se ha ejecutado',
      async () => (await run('cat /root/lo-que-puede 2>/dev/null', 'replica2')) || undefined,
      { deadlineMs: 10_000, everyMs: 100 },
    );
    expect(seen).toBe('CapEff:\t0000000000000000\nNoNewPrivs:\t1\nSeccomp:\t2\n');
  });

  it('is not believed when a Redis at the socket of Sentinel publishes what Sentinel would', async () => {
    const words = `+switch-master "${cluster.masterName} 192.168.157.144 6379 192.168.157.148 6379"`;
    await run(
      `rc-service redis-sentinel stop; redis-server --port 0 --unixsocket /run/redis-sentinel.sock --dir /root --daemonize yes >/dev/null; for _ in 1 2 3 4 5 6 7 8; do sleep 0.2; redis-cli -s /run/redis-sentinel.sock PUBLISH ${words}; done >/dev/null`,
      'maestro',
    );
    expect(test.events.filter(({ name }) => name === '+switch-master')).toEqual([]);
    expect(test.lab.view(new Map()).nodes[0]?.sentinel.up).toBe(false);
    // Nor when the Sentinel that is there is made to say much more than a Sentinel says.
    await run(
      'redis-cli -s /run/redis-sentinel.sock SHUTDOWN NOSAVE; rm -f /run/redis-sentinel.sock; rc-service redis-sentinel start',
    );
    const before = test.events.length;
    await run(
      `for _ in $(seq 5000); do echo SENTINEL RESET ${cluster.masterName}; done | redis-cli -p 26379 >/dev/null`,
      'replica1',
    );
    expect(test.events.length - before).toBeLessThan(3000);
  });

  it('does not hold or fill the server with a socket that says nothing, or never stops', async () => {
    const fake = (reply: string) =>
      `use IO::Socket::UNIX; unlink "/run/redis.sock"; my $l = IO::Socket::UNIX->new(Local => "/run/redis.sock", Listen => 9) or die; $SIG{ALRM} = sub { exit }; $SIG{PIPE} = "IGNORE"; alarm 2; while (my $c = $l->accept) { ${reply} }`;
    const memory = process.memoryUsage.rss();
    for (const reply of ['push @kept, $c', 'my $x = "x" x 1e6; 1 while syswrite $c, $x']) {
      await run(
        `mv /run/redis.sock /run/otro; perl -e '${fake(reply)}'; rm -f /run/redis.sock; mv /run/otro /run/redis.sock`,
      );
      const view = test.lab.view(new Map());
      expect(view.nodes[1]?.redis.up).toBe(true);
    }
    expect(process.memoryUsage.rss() - memory).toBeLessThan(200 * 1024 * 1024);
  });

  it('leads the server nowhere with a link, a FIFO, a folder or a hole where it follows a file', async () => {
    const secret = join(test.labsFolder, 'secreto.txt');
    await writeFile(secret, 'cortar\n'.repeat(9));
    const heard: string[] = [];
    for (const make of [
      `ln -s ${secret} F`,
      'ln -s /run/otro F',
      'mkfifo F',
      'mkdir F',
      'truncate -s 200M F',
    ]) {
      const follower = test
        .running()
        .follow('replica2', '/run/seguido', (line) => heard.push(line.slice(0, 9)));
      await run(
        `cd /run; rm -rf seguido; echo fuera >otro; ${make.replace('F', 'seguido')}; sleep 0.2`,
        'replica2',
      );
      follower.stop();
    }
    await run('rm -rf /run/seguido /run/otro', 'replica2');
    expect(heard).toEqual([]);
  });
});

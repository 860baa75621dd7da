/** From every program of a terminal, and through what Redis and Sentinel can be made to do: attacks on the machine and on the judge. */
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cluster } from '../../labs/cluster.ts';
import type { HostName } from '../../labs/define.ts';
import { absent, forbidden } from '../../server/driver/sandbox/seccomp.ts';
import { waitFor } from '../../server/wait.ts';
import { startTestLab, type TestLab } from './test-lab.ts';

describe('an attack from a terminal', () => {
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

  const run = async (script: string, host: HostName = 'maestro'): Promise<string> => {
    const pty = test.running().spawn(host, ['bash', '-c', script], { cols: 200, rows: 50 });
    let output = '';
    pty.onData((bytes) => {
      output += bytes.toString();
    });
    await new Promise((resolve) => pty.onExit(resolve));
    return output.replaceAll('\r\n', '\n');
  };
  const machine = (): string[] => [
    '127.0.0.1',
    ...Object.values(networkInterfaces()).flatMap((all) =>
      (all ?? [])
        .filter(({ family, internal }) => family === 'IPv4' && !internal)
        .map(({ address }) => address),
    ),
  ];

  it('meets the filter in every process, the ones that were there before any terminal included', async () => {
    const seen = await run(
      'for p in /proc/[0-9]*; do echo $(grep -E "^(CapEff|CapPrm|CapAmb|NoNewPrivs|Seccomp):" $p/status); done | sort -u',
    );
    expect(seen).toBe(
      'CapPrm: 0000000000000000 CapEff: 0000000000000000 CapAmb: 0000000000000000 NoNewPrivs: 1 Seccomp: 2\n',
    );
  });

  it('makes none of the system calls that a shell does not need', async () => {
    const column = process.arch === 'x64' ? 0 : 1;
    const numbers = Object.entries({ ...forbidden, ...absent }).flatMap(([name, of]) =>
      of[column] === null ? [] : [`${name} ${of[column]}`],
    );
    const attempt = `for (@ARGV) { my ($name, $n) = split; $! = 0; print "$name $!\\n" if syscall($n, 0, 0, 0, 0, 0) != -1 || $! !~ /not permitted|not implemented/ }`;
    expect(await run(`perl -e '${attempt}' ${numbers.map((each) => `"${each}"`).join(' ')}`)).toBe('');
    // What a thread or a fork needs of clone stays; a new namespace of any kind does not, nor does typing into a terminal.
    const clone = column === 0 ? 56 : 220;
    const kinds = [
      '0x20000',
      '0x2000000',
      '0x4000000',
      '0x8000000',
      '0x10000000',
      '0x20000000',
      '0x40000000',
    ];
    expect(
      await run(
        `perl -e 'for (@ARGV) { syscall(${clone}, hex($_) | 17, 0, 0, 0, 0) == -1 or print "$_\\n" } my $x = "x"; ioctl(STDIN, 0x5412, $x) and print "TIOCSTI\\n"' ${kinds.join(' ')}; (echo fork)`,
      ),
    ).toBe('fork\n');
  });

  it('opens no socket but those of its network and unix: not vsock, which leaves a virtual machine, nor raw packets', async () => {
    const families = { unix: 1, inet: 2, inet6: 10, packet: 17, alg: 38, vsock: 40, xdp: 44 };
    const list = Object.entries(families).map(([name, number]) => `"${name} ${number}"`);
    expect(
      await run(
        `perl -e 'for (@ARGV) { my ($n, $f) = split; print "$n " if socket(my $s, $f, 1, 0) }' ${list.join(' ')}`,
      ),
    ).toBe('unix inet inet6 ');
  });

  it('fills no memory through the file systems that are not the disk, and finds no other device', async () => {
    expect(
      await run(
        'for d in / /dev /dev/shm /opt /var /var/lib /proc /usr; do touch $d/x 2>/dev/null && echo $d; done',
      ),
    ).toBe('');
    expect(
      await run(
        'for f in $(find /dev ! -type l); do [ -b $f ] && echo $f; [ -c $f ] && echo $f; done | sort | xargs',
      ),
    ).toBe('/dev/full /dev/null /dev/pts/ptmx /dev/random /dev/tty /dev/urandom /dev/zero\n');
    expect(
      await run('head -c 20000000 /dev/zero >/tmp/x 2>/dev/null || stat -c %s /tmp/x; rm -f /tmp/x'),
    ).toBe('16777216\n');
    expect(await run('ipcmk -M 1000000 2>/dev/null; echo')).toBe('\n');
    // mmap(NULL, 1 MB, PROT_READ | PROT_WRITE, …): MAP_SHARED of nothing and of /dev/zero, then MAP_PRIVATE.
    const mmap = process.arch === 'x64' ? 9 : 222;
    const map = `open my $f, '+<', '/dev/zero'; $! = 0; print join ' ', (map { syscall(${mmap}, 0, 1e6, 3, @$_, 0) == -1 ? $! : 'mapped' } [0x21, -1], [1, fileno $f], [3, fileno $f], [2, fileno $f]), "\\n"`;
    expect(await run(`perl -e '${map.replaceAll("'", '"')}'`)).toBe(
      `${'No such device '.repeat(3)}mapped \n`,
    );
  });

  it('cannot have a library of its own loaded by what enters the node with capabilities', async () => {
    expect(
      await run(
        'cd /etc; for f in ld.so.preload ld.so.cache; do echo /root/x.so >$f && echo "wrote $f"; mv $f otro && echo "moved $f"; rm $f && echo "removed $f"; ln -sf /root/x $f && echo "linked $f"; done 2>/dev/null; mv /etc /etc2 2>/dev/null && echo moved; cat ld.so.preload 2>/dev/null',
      ),
    ).toBe('');
  });

  it('gains nothing with a set-uid program, and writes to no switch of the kernel', async () => {
    expect(
      await run(
        'cp /bin/cat /root/c; chmod 4755 /root/c; /root/c /proc/self/status | grep -E "CapEff|NoNewPrivs"; rm /root/c',
      ),
    ).toBe('CapEff:\t0000000000000000\nNoNewPrivs:\t1\n');
    const switches =
      '/proc/sys/kernel/core_pattern /proc/sys/net/ipv4/ip_forward /proc/sys/user/max_user_namespaces /proc/sysrq-trigger /proc/1/oom_score_adj /proc/sys/vm/overcommit_memory';
    expect(
      await run(`for f in ${switches}; do (echo 1 >$f) 2>/dev/null && echo $f; done | grep -v oom`),
    ).toBe('');
    expect(await run('dmesg >/dev/null 2>&1 && echo leido; cat /proc/kcore 2>/dev/null | head -c 4')).toBe(
      '',
    );
  });

  it('takes no more of the CPU than its share: no session of its own, which would have one, and no niceness taken back', async () => {
    const alone = `perl -MPOSIX -e 'if (my $pid = fork) { wait } else { POSIX::setsid() == -1 and print "$!\\n" }'`;
    expect(await run(alone)).toBe('Operation not permitted\n');
    // Where sessions are not grouped there is no such file.
    const group = 'cat /proc/self/autogroup 2>/dev/null || echo nice 1';
    await waitFor(
      'la sesión está en su sitio',
      async () => /nice 1$/m.test(await run(`sleep 0.2; ${group}`)),
      {
        deadlineMs: 10_000,
      },
    );
    expect(
      await run(`for p in self 1; do (echo 0 >/proc/$p/autogroup) 2>/dev/null && echo $p; done; nice`),
    ).toBe('1\n');
    expect(await run('renice -n 0 $$ 2>&1 | grep -c denied; chrt -f 1 true 2>&1 | grep -c permitted')).toBe(
      '1\n1\n',
    );
  });

  it('neither sees nor signals a process outside, and its own SIGKILL to all ends only its node', async () => {
    expect(
      await run(
        `for p in ${process.pid} ${process.ppid}; do kill -0 $p 2>/dev/null && echo $p; done; ls /proc/1/root/home 2>/dev/null`,
      ),
    ).toBe('');
    await run('kill -9 -1', 'replica2');
    expect(await run('rc-service redis status', 'replica1')).toContain('started');
    expect(await run('rc-service redis start; rc-service redis-sentinel start', 'replica2')).toContain(
      '[ ok ]',
    );
  });

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

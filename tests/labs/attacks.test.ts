/** From every program of a terminal: attacks on the machine and on the other labs. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HostName } from '../../labs/define.ts';
import { waitFor } from '../../server/base/wait.ts';
import { absent, forbidden } from '../../server/driver/sandbox/limits/seccomp.ts';
import { runScript } from './run-script.ts';
import { startTestLab, type TestLab } from './test-lab.ts';

/** Where the kernel makes no scheduling group of each session there is no such file. */
const sessionsAreGrouped = existsSync('/proc/self/autogroup');

describe('an attack from a terminal', () => {
  let test: TestLab;
  beforeAll(async () => {
    test = await startTestLab('caso-1');
  });
  afterAll(() => test[Symbol.asyncDispose]());

  const run = async (script: string, host: HostName = 'maestro') =>
    (await runScript(test.running(), host, script)).output;

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
    if (sessionsAreGrouped)
      await waitFor(
        'la sesión está en su sitio',
        async () => /nice 1$/m.test(await run('sleep 0.2; cat /proc/self/autogroup')),
        { deadlineMs: 10_000 },
      );
    expect(
      await run(`for p in self 1; do (echo 0 >/proc/$p/autogroup) 2>/dev/null && echo $p; done; nice`),
    ).toBe('1\n');
    expect(await run('renice -n 0 $$ 2>&1 | grep -c denied; chrt -f 1 true 2>&1 | grep -c permitted')).toBe(
      '1\n1\n',
    );
  });

  it.skipIf(!sessionsAreGrouped)(
    'comes last for the CPU while it floods its terminal, and has its share back afterwards',
    async () => {
      const place = 'cat /proc/self/autogroup';
      // As soon as it is so, and within 20 s: how soon a flood is one depends on how fast the machine lets it write.
      const until = (niceness: number) =>
        `for _ in $(seq 40); do sleep 0.5; ${place} | grep -q "nice ${niceness}$" && break; done`;
      // Many lines for each program that is started: where to start one takes 10 ms, it floods too.
      const flood = '(while :; do seq 20000; sleep 0.05; done) & flood=$!';
      const seen = await run(
        `${place}; ${flood}; ${until(19)}; there=$(${place}); kill $flood; wait; ${until(1)}; echo; echo "$there"; ${place}`,
      );
      const places = [...seen.matchAll(/nice (\d+)/g)].map(([, niceness]) => niceness);
      expect(places).toContain('19');
      expect(places.at(-1)).toBe('1');
    },
  );

  it('neither sees nor signals a process outside, and its own SIGKILL to all ends only its node', async () => {
    expect(
      await run(
        `for p in ${process.pid} ${process.ppid}; do kill -0 $p 2>/dev/null && echo $p; done; ls /proc/1/root/home 2>/dev/null`,
      ),
    ).toBe('');
    // Another user's process could not be signalled even if it were seen.
    const outside = spawn('sleep', ['86399.5']);
    const find = "grep -ls '[8]6399.5' /proc/[0-9]*/cmdline | wc -l";
    try {
      expect(await run(find)).toBe('0\n');
      expect(await run(`sleep 8639$((9)).5 & sleep 0.2; ${find}; kill $!`)).toBe('1\n');
    } finally {
      outside.kill();
    }
    await run('kill -9 -1', 'replica2');
    expect(await run('rc-service redis status', 'replica1')).toContain('started');
    expect(await run('rc-service redis start; rc-service redis-sentinel start', 'replica2')).toContain(
      '[ ok ]',
    );
  });
});

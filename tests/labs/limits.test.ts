/** Labs that take all they can get: each meets a limit, its learner is told which, no other lab notices, and a reset makes it whole. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HostName } from '../../labs/define.ts';
import { waitFor } from '../../server/base/wait.ts';
import type { Pty } from '../../server/driver/driver.ts';
import { processesOf } from '../lab-processes.ts';
import { runScript } from './run-script.ts';
import { startTestLab, type TestLab } from './test-lab.ts';

const toldDeadlineMs = 90_000;

describe('a lab that takes all it can get', () => {
  let greedy: TestLab;
  let other: TestLab;
  beforeAll(async () => {
    [greedy, other] = await Promise.all([startTestLab('caso-1'), startTestLab('caso-1')]);
  });
  afterAll(() => Promise.all([greedy[Symbol.asyncDispose](), other[Symbol.asyncDispose]()]));

  const size = { cols: 100, rows: 30 };
  const start = (script: string, host: HostName = 'maestro'): Pty =>
    greedy.running().spawn(host, ['bash', '-c', script], size);
  const run = async (test: TestLab, script: string, host: HostName = 'replica1') =>
    (await runScript(test.running(), host, script)).output;
  const error = (): string => greedy.lab.view(new Map()).error ?? '';
  const told = (words: RegExp) =>
    waitFor(`se dice ${words}`, () => words.test(error()), { deadlineMs: toldDeadlineMs });
  const othersAreWell = async () => {
    expect(other.lab.view(new Map())).toMatchObject({ state: 'running', converged: true, error: null });
    expect(await run(other, 'redis-cli PING')).toBe('PONG\n');
  };
  const wholeAfterReset = async () => {
    await greedy.lab.reset('caso-1');
    expect(greedy.lab.view(new Map())).toMatchObject({ state: 'running', converged: true, error: null });
    expect(await run(greedy, 'redis-cli PING; ls /root')).toBe('PONG\n');
  };

  it('of processes: a fork bomb', async () => {
    start('bomba() { bomba | bomba & }; bomba; sleep 60');
    await told(/límite de 400 procesos/);
    expect(greedy.lab.view(new Map()).state).toBe('running');
    expect((await processesOf(greedy.labsFolder)).length).toBeLessThan(450);
    await othersAreWell();
    await wholeAfterReset();
  });

  it('of memory: a process meets its own limit, and many the lab’s', async () => {
    expect(await run(greedy, `perl -e 'my $x = "x" x shift; print "cabe"' 600000000 2>&1 | tail -1`)).toMatch(
      /Out of memory/,
    );
    // Node.js starts in `cliente` whatever it reserves for its code (limits.ts), and there too a process has a limit of its own.
    expect(await run(greedy, `node -p '"arranca"'`, 'cliente')).toBe('arranca\n');
    expect(
      await run(greedy, `perl -e 'my $x = "x" x shift; print "cabe"' 1200000000 2>&1 | tail -1`, 'cliente'),
    ).toMatch(/Out of memory/);
    start(`for _ in 1 2 3 4 5 6; do perl -e 'my $x = "x" x shift; sleep 120' 220000000 & done; wait`);
    await told(/1 GiB de memoria.*se ha apagado/);
    await waitFor(
      'no queda ningún proceso',
      async () => (await processesOf(greedy.labsFolder)).length === 0,
      {
        deadlineMs: 10_000,
      },
    );
    await othersAreWell();
    await wholeAfterReset();
  });

  it('of disk: large files', async () => {
    start('cd /var/lib/redis; for n in 1 2 3 4 5 6; do fallocate -l 200M lleno-$n; done; sleep 60');
    await told(/1 GiB de disco o de 20000 ficheros.*se ha apagado/);
    await othersAreWell();
    await wholeAfterReset();
  });

  it('of disk: files that are removed and still open', async () => {
    start(
      'cd /root; for n in 3 4 5 6 7 8; do eval "exec $n>x$n"; fallocate -l 200M x$n; rm x$n; done; sleep 60',
    );
    await told(/1 GiB de disco o de 20000 ficheros.*se ha apagado/);
    await wholeAfterReset();
  });

  it('of disk: many files', async () => {
    const pty = start(`cd /root; perl -e 'for (1..25000) { open my $f, ">", "f$_" }'; echo hechos; sleep 60`);
    let made = false;
    pty.onData((bytes) => {
      made ||= bytes.includes('hechos');
    });
    // At the pace of a disk that others use; how soon it is told counts from there.
    await waitFor('los ficheros están hechos', () => made || error() !== '', { deadlineMs: 60_000 });
    await told(/1 GiB de disco o de 20000 ficheros.*se ha apagado/);
    await wholeAfterReset();
  });

  it('of disk: folders in folders, deeper than a path may be long', async () => {
    start(`cd /root; perl -e 'my $n = "x" x 200; for (1..30) { mkdir $n; chdir $n }'; sleep 60`);
    await told(/4096 bytes de ruta.*se ha apagado/);
    await wholeAfterReset();
  });

  it('of Redis: a hundred thousand keys, a value of half a gigabyte, a script that never ends', async () => {
    const fill = "for n = 1, 100000 do redis.call('SET', 'k' .. n, n) end return redis.call('DBSIZE')";
    const commands = `redis-cli -h maestro EVAL "${fill}" 0; redis-cli -h maestro SETRANGE enorme 536870000 x; timeout 1 redis-cli -h maestro EVAL 'while true do end' 0; echo fin`;
    expect(await run(greedy, commands)).toMatch(/^(\(integer\) )?100000\n[\s\S]*fin\n$/);
    await othersAreWell();
    await wholeAfterReset();
  });

  it('of what terminals can show: twelve that never stop, and are read', async () => {
    const ptys = (['maestro', 'replica1', 'replica2', 'cliente'] as const).flatMap((host) => [
      start('yes', host),
      start('cat /dev/urandom', host),
      start('yes $(seq 99)', host),
    ]);
    const shown = ptys.map((pty) => {
      let bytes = 0;
      pty.onData((some) => {
        bytes += some.length;
      });
      return () => bytes;
    });
    // Each floods for as long as the others are looked at.
    for (const least of [200_000, 400_000]) {
      await waitFor('todos escriben sin parar', () => shown.every((bytes) => bytes() > least), {
        deadlineMs: 30_000,
      });
      await othersAreWell();
    }
    for (const pty of ptys) pty.kill();
    await wholeAfterReset();
  });
});

import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Pty } from './driver.ts';
import { openPty } from './pty.ts';

const env = { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8' };

function open(script: string): Pty {
  return openPty('/bin/sh', ['-c', script], { cols: 80, rows: 24, env });
}

/** Everything a program writes, and how it ended. */
function collect(pty: Pty): Promise<{ output: string; code: number; signal: number | null }> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    pty.onData((bytes) => chunks.push(Buffer.from(bytes)));
    pty.onExit((exit) => resolve({ output: Buffer.concat(chunks).toString(), ...exit }));
  });
}

async function childrenNamed(name: string): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const files = ['cmdline', 'status'].map((file) =>
        readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => ''),
      );
      const [command = '', status = ''] = await Promise.all(files);
      return command.includes(name) && status.includes(`\nPPid:\t${process.pid}\n`) ? Number(pid) : null;
    }),
  );
  return found.filter((pid) => pid !== null);
}

describe('a pty', () => {
  it('loses nothing of a program that writes and ends, 200 times', async () => {
    const script =
      "i=0; while [ $i -lt 400 ]; do printf 'line %d\\n' $i; i=$((i+1)); done; printf last; exit 3";
    for (let batch = 0; batch < 20; batch += 1) {
      const runs = Array.from({ length: 10 }, () => collect(open(script)));
      for (const run of await Promise.all(runs)) {
        expect(run.code).toBe(3);
        expect(run.output.split('\r\n')).toHaveLength(401);
        expect(run.output.endsWith('last')).toBe(true);
      }
    }
  });

  it('loses nothing of a program that ends while it is paused, and says the end after the last byte', async () => {
    const runs = Array.from({ length: 40 }, async () => {
      const pty = open("printf 'first '; head -c 3000 /dev/zero | tr '\\0' x; printf last");
      pty.pause();
      const whole = collect(pty);
      let ended = false;
      pty.onExit(() => {
        ended = true;
      });
      await delay(100);
      expect(ended).toBe(false);
      pty.resume();
      return whole;
    });
    for (const run of await Promise.all(runs)) {
      expect(run.output).toBe(`first ${'x'.repeat(3000)}last`);
    }
  });

  it('gives bytes, so that a character split between reads stays whole', async () => {
    const { output } = await collect(open("printf '\\303'; sleep 0.05; printf '\\261'"));
    expect(output).toBe('ñ');
  });

  it('erases an accented letter as one (IUTF8)', async () => {
    const { output } = await collect(open('stty -a'));
    expect(output).toMatch(/[^-]iutf8/);
  });

  it('ends a program that is asked to, and one that ignores SIGHUP', async () => {
    const polite = open('sleep 60');
    const polited = collect(polite);
    polite.kill();
    expect((await polited).signal).toBe(1);

    const deaf = open("trap '' HUP; echo ready; sleep 60");
    const deafened = collect(deaf);
    await new Promise<void>((resolve) => deaf.onData(() => resolve()));
    deaf.kill();
    deaf.kill();
    expect((await deafened).signal).toBe(9);
  });

  it('ends although a background process keeps the terminal open', async () => {
    const { output, code } = await collect(open("(trap '' HUP; sleep 3) & printf done"));
    expect(output).toBe('done');
    expect(code).toBe(0);
  });

  it('says of a program that there is not why it ends, on its terminal', async () => {
    const { output, code } = await collect(openPty('/no/existe', [], { cols: 80, rows: 24, env }));
    expect([output, code]).toEqual(['/no/existe: No such file or directory\r\n', 127]);
  });

  it('gives a program its environment, folder and words as they are, whatever is in them', async () => {
    const word = 'una línea\nde «palabras» 100 % = raras';
    const script = 'printf "%s|%s|%s" "$PWD" "$RARA" "$1"';
    const { output } = await collect(
      openPty('/bin/sh', ['-c', script, 'sh', word], {
        cols: 80,
        rows: 24,
        cwd: '/usr',
        env: { ...env, RARA: word },
      }),
    );
    expect(output.replaceAll('\r', '')).toBe(`/usr|${word}|${word}`);
  });

  it('ends with what starts its program, and the next one starts', async () => {
    const ends = [open('sleep 60'), open("trap '' HUP; echo ready; sleep 60")].map(collect);
    // Labs have one of their own, and this process may have made some.
    const launchers = await childrenNamed('launcher.pl\0terminals\0');
    expect(launchers).toHaveLength(1);
    for (const pid of launchers) process.kill(pid, 'SIGKILL');
    for (const end of ends) expect(await end).toMatchObject({ signal: 1 });
    expect(await collect(open('echo otra vez'))).toMatchObject({ output: 'otra vez\r\n', code: 0 });
  });

  it('tells the program its size, then and later', async () => {
    const pty = openPty('/bin/sh', ['-c', 'stty size; read _; stty size'], { cols: 91, rows: 17, env });
    const whole = collect(pty);
    await new Promise<void>((resolve) => pty.onData(() => resolve()));
    pty.resize(70, 11);
    const { writeSync } = await import('node:fs');
    writeSync(pty.fd, '\n');
    expect((await whole).output).toMatch(/^17 91\r\n\r\n11 70\r\n$/);
  });
});

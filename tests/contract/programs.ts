/** What every driver gives of a host that is on: programs with a terminal of their own, and files that are followed. */
import { expect, it } from 'vitest';
import { waitFor } from '../../server/base/wait.ts';
import { type MakeTrial, run, size } from './kit.ts';

export function programsContract(makeTrial: MakeTrial): void {
  it('spawns with the size it is given, follows a resize, and passes the exit code', async () => {
    await using trial = await makeTrial();
    const lab = await trial.started('uno');
    const pty = lab.spawn('replica1', ['sh', '-c', 'stty size; read x; stty size; exit 7'], {
      cols: 91,
      rows: 17,
    });
    let output = '';
    pty.onData((bytes) => {
      output += bytes.toString();
    });
    const exit = new Promise<{ code: number }>((resolve) => pty.onExit(resolve));
    await waitFor('el tamaño inicial', () => output.includes('17 91'), { deadlineMs: 5000 });
    pty.resize(100, 30);
    (await import('node:fs')).writeSync(pty.fd, '\n');
    expect((await exit).code).toBe(7);
    expect(output).toContain('30 100');
  });

  it('gives a program its own terminal, and nothing else that the server has open', async () => {
    await using trial = await makeTrial();
    const lab = await trial.started('uno');
    const other = lab.spawn('replica1', ['bash'], size);
    const { output } = await run(lab, 'maestro', 'ls -l /proc/self/fd');
    const open = output.match(/ \d+ -> \S+/g)?.map((line) => line.trim());
    expect(open?.slice(0, 3).map((line) => line.replace(/pts\/\d+/, 'pts/N'))).toEqual(
      ['0', '1', '2'].map((number) => `${number} -> /dev/pts/N`),
    );
    // The folder that ls is listing.
    expect(open?.slice(3)).toEqual([expect.stringMatching(/^3 -> \/proc\/\d+\/fd$/)]);
    const inits = await run(
      lab,
      'maestro',
      'cd /proc && ls -l 1/fd $(pidof redis-server)/fd 2>/dev/null | grep -c ptmx',
    );
    expect(inits.output).toBe('0\n');
    other.kill();
  });

  it('follows what is added to a file, whole lines only, once', async () => {
    await using trial = await makeTrial();
    const lab = await trial.started('uno');
    const path = '/root/notas'; // Nobody else writes to it between the two halves of a line.
    const seen: string[] = [];
    const follower = lab.follow('maestro', path, (line) => seen.push(line));
    await waitFor(
      'el primer vistazo del seguidor',
      async () => {
        await run(lab, 'maestro', `echo marca >>${path}`);
        return seen.includes('marca');
      },
      { deadlineMs: 5000 },
    );
    await run(lab, 'maestro', `for i in 1 2 3; do printf 'lin' >>${path}; printf "ea $i\\n" >>${path}; done`);
    await waitFor('tres líneas', () => seen.includes('linea 3'), { deadlineMs: 5000 });
    expect(seen.filter((line) => line.startsWith('linea'))).toEqual(['linea 1', 'linea 2', 'linea 3']);
    follower.stop();
  });
}

/** How fast a lot of output arrives, whether all of it does, and what reading it costs. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Rival } from './rivals.ts';
import { watch } from './terminal.ts';

const megabytes = 100;

export interface BigFile extends AsyncDisposable {
  readonly path: string;
  readonly size: number;
}

/** Numbered lines, as a log has them: a lost or doubled one changes the count. */
export async function makeBigFile(): Promise<BigFile> {
  const folder = await mkdtemp(join(tmpdir(), 'medidas-'));
  const path = join(folder, 'grande.log');
  const lines: string[] = [];
  let size = 0;
  for (let line = 0; size < megabytes * 1e6; line += 1) {
    const text = `${String(line).padStart(9, '0')}:X 22 Nov 2026 21:51:54.123 # +sdown master curso 10.0.0.14 6379 quorum 2\n`;
    lines.push(text);
    size += text.length;
  }
  await writeFile(path, lines.join(''));
  return { path, size, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

export interface OutputFigures {
  readonly megabytesPerSecond: number;
  readonly lostBytes: number;
  /** Of the reading side. */
  readonly cpuMsPerMegabyte: number;
}

const [begin, end] = ['EMPIEZA-1', 'ACABA-2'];

export async function measureOutput(rival: Rival, file: BigFile, parses: boolean): Promise<OutputFigures> {
  await using terminal = await watch(await rival.connect(), { parses });
  await terminal.run('stty -onlcr -echo');
  const cpuBefore = process.cpuUsage();
  const started = terminal.sees(begin);
  // The marks are put together by the shell, so that the echo of the command does not hold them.
  terminal.client.type(
    `printf 'EMPIEZA-%s' 1; sleep 0.2; cat ${file.path}; printf 'ACABA-%s' 2; sleep 0.2\r`,
  );
  await started;
  const before = terminal.bytes;
  const ended = terminal.sees(end);
  // The file is asked for 200 ms after its mark, which the shell sleeps.
  const from = performance.now() + 200;
  const at = await ended;
  const cpu = process.cpuUsage(cpuBefore);
  const received = terminal.bytes - before;
  return {
    megabytesPerSecond: file.size / 1000 / (at - from),
    lostBytes: file.size + end.length - received,
    cpuMsPerMegabyte: (cpu.user + cpu.system) / 1000 / (file.size / 1e6),
  };
}

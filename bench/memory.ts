/** What a lab at rest holds in memory: the proportional set size (PSS) of all its processes, shared pages shared out. */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Figure } from './figure.ts';
import { withColdLab, withDriver } from './lab.ts';
import { descendantsOf, type Process } from './processes.ts';

const times = 3;
/** Replication buffers and start-up pages have settled by then. */
const restMs = 2000;

function pssBytes({ pid }: Pick<Process, 'pid'>): number {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  return Number(/^Pss:\s+(\d+) kB$/m.exec(text)?.[1] ?? 0) * 1024;
}

export const megabytes = (found: readonly Pick<Process, 'pid'>[]): number =>
  found.reduce((sum, process) => sum + pssBytes(process), 0) / 1e6;

export async function measureMemory(): Promise<readonly Figure[]> {
  const whole: number[] = [];
  const redis: number[] = [];
  await withDriver(async (driver) => {
    for (let time = 0; time < times; time += 1) {
      await withColdLab(driver, async () => {
        await sleep(restMs);
        // The lab is all that this process has started but the launcher, of which a server has one for all its labs.
        const found = descendantsOf(process.pid).filter(({ parent }) => parent !== process.pid);
        whole.push(megabytes(found));
        redis.push(megabytes(found.filter(({ name }) => /^(redis|valkey)-/.test(name))));
      });
    }
  });
  return [
    { what: 'memoria de un laboratorio (PSS)', unit: 'MB', samples: whole, aim: 26 },
    { what: 'de ella, los seis procesos de Redis y Sentinel', unit: 'MB', samples: redis, aim: null },
  ];
}

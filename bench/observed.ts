/** What it costs to watch a lab: the CPU of its processes and of the server's part, observed and left alone. */
import { setTimeout as sleep } from 'node:timers/promises';
import { cluster, initialState } from '../labs/cluster.ts';
import { createCaseProgress } from '../server/lab/judging/case-progress.ts';
import { Lab } from '../server/lab/lab.ts';
import { createLabPower } from '../server/lab/power/lab-power.ts';
import type { Figure } from './figure.ts';
import { withDriver } from './lab.ts';
import { cpuSeconds, descendantsOf } from './processes.ts';

const spanMs = 10_000;
const times = 3;
/** Starting has a tail: replication, and Sentinels that meet. */
const restMs = 5000;

/** Of this process and all that it started, in s. */
const cpuNow = (): number =>
  [{ pid: process.pid }, ...descendantsOf(process.pid)].reduce((sum, one) => sum + cpuSeconds(one), 0);

/** The share of a core that is in use for a while, per cent. */
async function usage(): Promise<number> {
  const [cpu, clock] = [cpuNow(), performance.now()];
  await sleep(spanMs);
  return ((cpuNow() - cpu) / (performance.now() - clock)) * 100_000;
}

export async function measureObserved(): Promise<readonly Figure[]> {
  const alone: number[] = [];
  const watched: number[] = [];
  await withDriver(async (driver) => {
    const settings = { downAfterMs: cluster.defaultDownAfterMs, timeZone: 'UTC' };
    const power = createLabPower(driver, 'observado', settings);
    for (let time = 0; time < times; time += 1) {
      await power.start(initialState);
      await sleep(restMs);
      alone.push(await usage());
      const caseProgress = createCaseProgress(null, settings.downAfterMs, Date.now());
      // What goes to the page is written out here too.
      const send = (value: unknown) => void JSON.stringify(value);
      const lab: Lab = new Lab({ power, caseProgress, ...settings }, (event) => {
        if (event.type === 'changed') send(lab.view(new Map()));
        if (event.type === 'snapshot' || event.type === 'event') send(event);
      });
      await lab.watch();
      await sleep(restMs);
      watched.push(await usage());
      await lab.dispose();
    }
  });
  const more = watched.map((value, index) => value - (alone[index] ?? 0));
  const unit = '% de un núcleo';
  return [
    { what: 'CPU de un laboratorio que nadie mira', unit, samples: alone, aim: null },
    { what: 'CPU de más cuando alguien lo mira', unit, samples: more, aim: 1 },
  ];
}

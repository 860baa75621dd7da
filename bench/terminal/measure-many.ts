/** Many terminals: what an idle one weighs, and how long a class waits that opens them all at once. */
import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from '../figure.ts';
import type { Rival } from './rivals.ts';
import { type Watched, watch } from './terminal.ts';

const many = 200;
const settleMs = 1000;

async function openMany(rival: Rival, times: number[]): Promise<readonly Watched[]> {
  return Promise.all(
    Array.from({ length: many }, async () => {
      const from = performance.now();
      const terminal = await watch(await rival.connect());
      times.push(performance.now() - from);
      return terminal;
    }),
  );
}

export interface ManyFigures {
  readonly p99Ms: number;
  readonly idleKiB: number;
}

export async function measureMany(rival: Rival): Promise<ManyFigures> {
  const before = rival.server.memoryKiB();
  const times: number[] = [];
  const terminals = await openMany(rival, times);
  await sleep(settleMs);
  const idleKiB = (rival.server.memoryKiB() - before) / many;
  await Promise.all(terminals.map((terminal) => terminal[Symbol.asyncDispose]()));
  await sleep(settleMs);
  return { p99Ms: percentile(times, 0.99), idleKiB };
}

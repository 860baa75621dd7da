/** How long a key takes to come back, alone and while another terminal of the same server is flooded. */
import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from '../figure.ts';
import type { Rival } from './rivals.ts';
import { watch } from './terminal.ts';

/** Six of them lie beyond the 99th percentile: with two, of 200, who was ahead changed from run to run. */
const keys = 600;

export interface EchoFigures {
  readonly p50: number;
  readonly p99: number;
}

export async function measureEcho(rival: Rival, flooded: boolean): Promise<EchoFigures> {
  const flood = flooded ? await watch(await rival.connect()) : null;
  flood?.client.type('yes\r');
  try {
    await using terminal = await watch(await rival.connect());
    // The kernel echoes for cat: what is measured is the way there and back, not a line editor.
    terminal.client.type('cat > /dev/null\r');
    await sleep(300);
    const times: number[] = [];
    for (let key = 0; key < keys; key += 1) {
      const seen = terminal.sees('x');
      const from = performance.now();
      terminal.client.type('x');
      times.push((await seen) - from);
      await sleep(3 + (key % 5));
    }
    return { p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
  } finally {
    await flood?.[Symbol.asyncDispose]();
  }
}

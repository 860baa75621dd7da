/** How soon Ctrl-C brings the prompt back, and what a reader that has stalled costs meanwhile. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Rival } from './rivals.ts';
import { prompt } from './servers/shell.ts';
import { type Watched, watch } from './terminal.ts';

const stallMs = 10_000;
const floodMs = 1500;
const interrupt = '\x03';

async function interruptMs(terminal: Watched): Promise<number> {
  const seen = terminal.sees(prompt);
  const from = performance.now();
  terminal.client.type(interrupt);
  return (await seen) - from;
}

/** From the key to the parsed prompt, while a program writes as fast as xterm.js reads. */
export async function measureInterrupt(rival: Rival): Promise<number> {
  await using terminal = await watch(await rival.connect(), { parses: true });
  terminal.client.type('yes "una línea de una inundación de texto"\r');
  await sleep(floodMs);
  // Awaited here: the terminal is closed when this function ends.
  return await interruptMs(terminal);
}

export interface StallFigures {
  readonly growthMiB: number;
  /** Null when the terminal did not survive. */
  readonly interruptMs: number | null;
}

export async function measureStall(rival: Rival): Promise<StallFigures> {
  await using terminal = await watch(await rival.connect(), { parses: true });
  terminal.client.type('yes "una línea de una inundación de texto"\r');
  await sleep(floodMs);
  const before = rival.server.memoryKiB();
  terminal.client.stall();
  await sleep(stallMs);
  const growthMiB = (rival.server.memoryKiB() - before) / 1024;
  terminal.client.resume();
  const answer = await interruptMs(terminal).catch(() => null);
  return { growthMiB, interruptMs: answer };
}

/**
 * How many labs this machine makes at once. To make one is CPU and waiting: too few leave the cores idle; too many make each take as long as all
 * of them together, and whoever plays waits too. Machines differ by six times in what a lab costs them (a fork takes 1 to 5 ms), and a class
 * that plays leaves less of the same machine, so the number follows what is measured: it grows while a start takes little longer than the
 * fastest one did, the faster the more of the CPU is free, and shrinks when it takes several times as long.
 */
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';

/**
 * For each core, to begin with and at most: more never made a class of labs sooner. Fewer to begin with made one later, by half, where others
 * took all of the CPU, for what is made has its share of it by the number of its processes.
 */
const mostPerCore = 4;
/** The share of the time in which the CPU was free, from which one more is made at once with each that was made. */
const idleMuch = 0.4;
/** So many times the fastest start, and no more are made at once; and fewer are, by a fifth. */
const [longEnough, tooLong] = [2, 4];
const shrink = 0.8;
/** The fastest start is forgotten slowly, for the machine may have become slower. */
const forgetting = 1.001;

/** Where Linux tells how long programs waited for a CPU, µs since the machine started; not every kernel does. */
const pressureFile = '/proc/pressure/cpu';

function readPressure(): string | null {
  try {
    return readFileSync(pressureFile, 'utf8');
  } catch {
    return null; // A kernel without it: see idle cores, below.
  }
}

/**
 * Tells, when asked, which share of the time since it was asked before the CPU was free: no program waited for it, or, where the kernel does not tell
 * that, the share of all cores' time that was idle.
 */
export function createIdleMeter(
  read: { readonly pressure: () => string | null; readonly cores: typeof cpus } = {
    pressure: readPressure,
    cores: cpus,
  },
  clock = () => performance.now(),
): () => number {
  const counters = (): { free: number; all: number } => {
    const all = clock();
    const waited = /^some .*total=(\d+)$/m.exec(read.pressure() ?? '')?.[1];
    if (waited !== undefined) return { free: all - Number(waited) / 1000, all };
    const times = read.cores().map((core) => core.times);
    const total = times.reduce(
      (sum, { user, nice, sys, idle, irq }) => sum + user + nice + sys + idle + irq,
      0,
    );
    return { free: times.reduce((sum, { idle }) => sum + idle, 0), all: total };
  };
  let before = counters();
  let share = 0;
  return () => {
    const now = counters();
    // Its ticks are of 10 ms: two questions in the same one have the same answer.
    if (now.all > before.all) {
      // The kernel's clock and this process's differ by some millionths.
      share = Math.min(1, Math.max(0, (now.free - before.free) / (now.all - before.all)));
      before = now;
    }
    return share;
  };
}

export interface StartPace {
  /** How many are made at once now; at least one. */
  readonly atOnce: number;
  /** A lab was made from nothing, in so many ms. */
  took(ms: number): void;
}

export function createStartPace(cores = availableParallelism(), idle = createIdleMeter()): StartPace {
  const most = mostPerCore * cores;
  let limit = most;
  let fastest = Number.POSITIVE_INFINITY;
  return {
    get atOnce() {
      return Math.max(1, Math.floor(limit));
    },
    took(ms) {
      fastest = Math.min(fastest * forgetting, ms);
      const idleShare = idle();
      if (ms > tooLong * fastest) limit = Math.max(1, limit * shrink);
      // By one when as many were made as are made at once.
      else if (ms < longEnough * fastest)
        limit = Math.min(most, limit + (idleShare >= idleMuch ? 1 : 1 / Math.max(1, limit)));
    },
  };
}

/** The same number always: for tests, and for who makes one lab. */
export const steadyPace = (atOnce: number): StartPace => ({ atOnce, took: () => undefined });

/** When this server last stood still: the machine slept, or all of it was stopped. Its labs stood still with it. */
import { uptime } from 'node:os';

/** How often it is looked, ms, and how much later a look must come to be more than a busy machine, ms. */
const lookEveryMs = 1000;
const shortestMs = 4000;

export interface Standstill {
  /** When it was over, by clock.ts, ms since the Unix epoch. */
  readonly at: number;
  readonly lastedMs: number;
}

let last: Standstill | null = null;

/** The last one; null for none, and where nobody watches. */
export const lastStandstill = (): Standstill | null => last;

/** Begins to watch, until the result is called. `now`: clock.ts's. */
export function watchForStandstills(now: () => number): () => void {
  // The kernel's uptime counts the time that the machine slept; a monotonic clock does not.
  const sinceBoot = () => uptime() * 1000;
  let lookedAt = sinceBoot();
  const timer = setInterval(() => {
    const gap = sinceBoot() - lookedAt - lookEveryMs;
    lookedAt += gap + lookEveryMs;
    if (gap >= shortestMs) last = { at: now(), lastedMs: gap };
  }, lookEveryMs).unref();
  return () => clearInterval(timer);
}

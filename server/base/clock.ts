/**
 * The clock by which labs are judged: the machine's own when the server began, and steady from there. The machine's may be set
 * forward or back by hours in the middle of a case (NTP after a start without network, a hand on it): then events would lie
 * before the run that they belong to, or a wait would be over at once. Time that the machine sleeps counts.
 */
import { uptime } from 'node:os';

/** How often it is asked whether the machine slept, and what is more than a rounding of /proc/uptime, ms. */
const wakeCheckMs = 5000;
const shortestSleepMs = 1000;

const began = Date.now() - performance.now();
/** The kernel's uptime counts sleep, `performance.now()` does not. */
const uncounted = (): number => uptime() * 1000 - performance.now();
const uncountedAtStart = uncounted();
let sleptMs = 0;
let checkedAt = performance.now();

/** Milliseconds since the Unix epoch. */
export function now(): number {
  const running = performance.now();
  if (running - checkedAt > wakeCheckMs) {
    checkedAt = running;
    const slept = uncounted() - uncountedAtStart;
    if (slept - sleptMs > shortestSleepMs) sleptMs = slept;
  }
  return Math.floor(began + running + sleptMs);
}

/** How far the machine's clock has been set from this one, in whole minutes. */
export function setBy(): number {
  return Math.round((Date.now() - now()) / 60_000);
}

/**
 * Whether the machine's clock has been set back under a running lab. Redis and Sentinel go by it: what they did last lies in the
 * future then, and until that time has come again Sentinel asks no replica for its INFO, so no failover ends. (Set forward it
 * costs them TILT, 30 s.) What is started anew knows of no such time.
 */
import { ClockSetBack } from './errors.ts';

/** Less than this is over before anybody would have reset anything, ms. */
const tolerableMs = 60_000;

export interface ClockWatch {
  /** A lab was started. */
  begin(): void;
  trouble(): ClockSetBack | null;
}

export function createClockWatch(clock: () => number = Date.now): ClockWatch {
  let latest = clock();
  return {
    begin() {
      latest = clock();
    },
    trouble() {
      const time = clock();
      latest = Math.max(latest, time);
      const left = latest - time;
      return left < tolerableMs ? null : new ClockSetBack(Math.ceil(left / 60_000));
    },
  };
}

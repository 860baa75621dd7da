/**
 * Whether the machine's clock was set back since a lab was started. Redis and Sentinel go by it: what they did last lies in the
 * future then, and until that time has come again Sentinel asks no replica for its INFO, so no failover ends. (Set forward it
 * costs them TILT, 30 s.) What is started anew knows of no such time.
 */
import { now, setBy } from '../../../base/clock.ts';
import { ClockSetBack } from '../../errors.ts';

export interface ClockWatch {
  trouble(): ClockSetBack | null;
}

const minuteMs = 60_000;

/** Begins now. `clock`: as clock.ts has it, steady and in ms, and how far the machine's has been set from that, in minutes. */
export function createClockWatch(clock = { now, setBy }): ClockWatch {
  let furthest = clock.setBy();
  let back = 0;
  let until = 0;
  return {
    trouble() {
      const set = clock.setBy();
      furthest = Math.max(furthest, set);
      if (furthest - set !== back) {
        back = furthest - set;
        until = clock.now() + back * minuteMs;
      }
      if (back === 0) return null;
      if (clock.now() < until) return new ClockSetBack(back);
      // That time has come again.
      furthest = set;
      back = 0;
      return null;
    },
  };
}

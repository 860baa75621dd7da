/** Whether a lab that ended by itself is turned on again: not one that does so over and over, until someone acts. */

/** More often than this within a minute is over and over. */
const most = 3;
const windowMs = 60_000;

export interface Revivals {
  /** Notes an end at that moment, ms; false when there have been too many. */
  another(at: number): boolean;
}

export function createRevivals(): Revivals {
  let ends: readonly number[] = [];
  return {
    another(at) {
      ends = [...ends.filter((end) => at - end < windowMs), at];
      return ends.length <= most;
    },
  };
}

/** Whether a lab that ended by itself is turned on again: not one that does so over and over, until someone acts. */

/** More often than this within a minute is over and over. */
const mostRestarts = 3;
const windowMs = 60_000;

export interface RestartBudget {
  /** Notes an end at that moment, ms; false when the budget of restarts is spent. */
  spend(at: number): boolean;
}

export function createRestartBudget(): RestartBudget {
  let ends: readonly number[] = [];
  return {
    spend(at) {
      ends = [...ends.filter((end) => at - end < windowMs), at];
      return ends.length <= mostRestarts;
    },
  };
}

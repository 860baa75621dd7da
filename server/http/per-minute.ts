/** Counts by address, and forgets each minute. */
export interface PerMinute {
  /** Counts one more. @returns whether there were no more than the most */
  add(address: string): boolean;
  /** Whether one more would be too many. */
  full(address: string): boolean;
}

export function createPerMinute(most: number): PerMinute {
  const seen = new Map<string, number>();
  let since = performance.now();
  const countOf = (address: string): number => {
    if (performance.now() - since > 60_000) {
      since = performance.now();
      seen.clear();
    }
    return seen.get(address) ?? 0;
  };
  return {
    add(address) {
      const count = countOf(address) + 1;
      seen.set(address, count);
      return count <= most;
    },
    full: (address) => countOf(address) >= most,
  };
}

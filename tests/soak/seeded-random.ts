/** Chance that can be had again: the same seed, the same draws. */
export interface SeededRandom {
  /** From 0 up to, and without, that many. */
  below(count: number): number;
  between(least: number, most: number): number;
  pick<T>(things: readonly T[]): T;
  shuffled<T>(things: readonly T[]): T[];
}

/** Mulberry32: small, and even enough to choose what breaks next. */
export function createSeededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count: number): number => Math.floor(next() * count);
  return {
    below,
    between: (least, most) => least + below(most - least + 1),
    pick(things) {
      const thing = things[below(things.length)];
      if (thing === undefined) throw new RangeError('nothing to pick from');
      return thing;
    },
    shuffled(things) {
      return things
        .map((thing) => [next(), thing] as const)
        .toSorted(([a], [b]) => a - b)
        .map(([, thing]) => thing);
    },
  };
}

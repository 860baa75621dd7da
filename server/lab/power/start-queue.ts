/** Whose turn it is to have a lab made or turned on: some at once, in the order asked, newcomers and prepared cases alike. */
import { LabUnavailable } from '../errors.ts';
import { createStartPace, type StartPace } from './start-pace.ts';

/** Starts that have to have ended before anybody is told how long theirs will take: as many as are made at once, and at least these. */
const fewest = 4;

/** Where a start stands that has to wait. */
export interface StartPlace {
  /** From 1. */
  readonly number: number;
  /** Until the lab is on, by what the last starts took, ms; null before a round of them has ended. */
  readonly waitMs: number | null;
}

export interface StartOptions {
  /** Hears one's place whenever it changes; not when there is no wait. */
  readonly onPlace?: (place: StartPlace) => void;
  /** For what nobody waits for: everyone else's turn comes before. */
  readonly yields?: boolean;
}

export interface StartQueue {
  /** Runs the task when its turn comes. @throws LabUnavailable when the queue was closed before. */
  take<T>(task: () => Promise<T>, options?: StartOptions): Promise<T>;
  /** A lab was made from nothing, in so many ms: see start-pace.ts. */
  took(ms: number): void;
  /** How many wait, for whom somebody waits; and how many are made at once now. */
  readonly waiting: number;
  readonly atOnce: number;
  /** Whoever waits now, or asks later, is turned away. */
  close(): void;
}

interface Waiting extends StartOptions {
  begin(): void;
  turnAway(): void;
}

/** What an operator is told of a queue, at most once a minute. */
export interface Crowd {
  readonly waiting: number;
  readonly atOnce: number;
  /** Of the last in it, ms. */
  readonly waitMs: number | null;
}
const tellEveryMs = 60_000;

/** `onCrowd`: somebody has to wait. */
export function createStartQueue(
  pace: StartPace = createStartPace(),
  onCrowd: (crowd: Crowd) => void = () => undefined,
): StartQueue {
  let busy = 0;
  let closed = false;
  let queue: readonly Waiting[] = [];
  /** How long each of the last starts took, over how many were being made meanwhile, ms: one ends so often. */
  let costs: readonly number[] = [];

  // The machine may be faster or slower than a minute ago, so one round counts. The time between two ends would tell less: those that begin together
  // end together.
  const lastRound = () => costs.slice(-Math.max(pace.atOnce, fewest));
  const estimate = (place: number): number | null => {
    const round = lastRound();
    if (round.length < Math.max(pace.atOnce, fewest)) return null;
    const each = round.reduce((sum, ms) => sum + ms, 0) / round.length;
    return (place + pace.atOnce) * each;
  };
  const people = () => queue.filter(({ yields }) => !yields);
  let toldAt = Number.NEGATIVE_INFINITY;
  const tell = () => {
    const waiting = people().length;
    if (waiting === 0 || performance.now() - toldAt < tellEveryMs) return;
    toldAt = performance.now();
    onCrowd({ waiting, atOnce: pace.atOnce, waitMs: estimate(waiting) });
  };
  const next = () => {
    while (busy < pace.atOnce) {
      const first = people()[0] ?? queue[0];
      if (!first) break;
      queue = queue.filter((other) => other !== first);
      busy += 1;
      first.begin();
    }
    tell();
    people().forEach(({ onPlace }, index) => {
      onPlace?.({ number: index + 1, waitMs: estimate(index + 1) });
    });
  };
  const turn = (options: StartOptions) =>
    new Promise<void>((begin, turnAway) => {
      if (closed) return turnAway(new LabUnavailable());
      queue = [...queue, { ...options, begin, turnAway: () => turnAway(new LabUnavailable()) }];
      next();
    });
  const ended = (ms: number, beside: number) => {
    costs = [...lastRound(), ms / beside];
  };

  return {
    async take(task, options = {}) {
      await turn(options);
      const [began, busyThen] = [performance.now(), busy];
      try {
        return await task();
      } finally {
        // The first of a class begin almost alone, and end among many.
        ended(performance.now() - began, (busyThen + busy) / 2);
        busy -= 1;
        next();
      }
    },
    took: (ms) => pace.took(ms),
    get waiting() {
      return people().length;
    },
    get atOnce() {
      return pace.atOnce;
    },
    close() {
      closed = true;
      for (const { turnAway } of queue) turnAway();
      queue = [];
    },
  };
}

/**
 * Whose turn it is to have a lab made: a few at a time, in the order asked. All at once, each would take as long as all of
 * them together, and the labs in use would wait too.
 */
import { availableParallelism } from 'node:os';
import { LabUnavailable } from './errors.ts';

/** Of a lab's second most is waiting for Sentinels: four for each core keep it busy, also where others want the cores too. */
const atOncePerCore = 4;

export interface TurnOptions {
  /** Hears one's place in the line, from 1, whenever it changes; not when there is no line. */
  readonly onPlace?: (place: number) => void;
  /** For what nobody waits for: everyone else's turn comes before. */
  readonly yields?: boolean;
}

export interface Turns {
  /** Runs the task when its turn comes. @throws LabUnavailable when the line was closed before. */
  take<T>(task: () => Promise<T>, options?: TurnOptions): Promise<T>;
  /** Whoever waits now, or asks later, is turned away. */
  close(): void;
}

interface Waiting extends TurnOptions {
  begin(): void;
  turnAway(): void;
}

export function createTurns(atOnce = atOncePerCore * availableParallelism()): Turns {
  let busy = 0;
  let closed = false;
  let line: readonly Waiting[] = [];

  const next = () => {
    while (busy < atOnce) {
      const first = line.find(({ yields }) => !yields) ?? line[0];
      if (!first) return;
      line = line.filter((other) => other !== first);
      busy += 1;
      first.begin();
    }
    line.filter(({ yields }) => !yields).forEach(({ onPlace }, index) => void onPlace?.(index + 1));
  };
  const turn = (options: TurnOptions) =>
    new Promise<void>((begin, turnAway) => {
      if (closed) return turnAway(new LabUnavailable());
      line = [...line, { ...options, begin, turnAway: () => turnAway(new LabUnavailable()) }];
      next();
    });

  return {
    async take(task, options = {}) {
      await turn(options);
      try {
        return await task();
      } finally {
        busy -= 1;
        next();
      }
    },
    close() {
      closed = true;
      for (const { turnAway } of line) turnAway();
      line = [];
    },
  };
}

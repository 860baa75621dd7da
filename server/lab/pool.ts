/** Labs that are on and converged before anyone asks for one, so that a newcomer's is there at once. */
import { randomBytes } from 'node:crypto';
import { initialState } from '../../labs/cluster.ts';
import type { Driver, LabSettings, RunningLab } from '../driver/driver.ts';
import { LabUnavailable } from './errors.ts';
import { untilConverged } from './machine.ts';
import { createTurns, type Turns } from './turns.ts';

export interface WarmLab {
  readonly id: string;
  readonly lab: RunningLab;
}

export interface Pool {
  /** How many are ready. */
  readonly size: number;
  /** A warm lab, which is the caller's from now on; null when there is none ready. */
  take(): WarmLab | null;
  /** Resolves when the pool is as full as it is going to be. */
  filled(): Promise<void>;
  dispose(): Promise<void>;
}

export const newLabId = (): string => `lab-${randomBytes(8).toString('hex')}`;

export function createPool(
  driver: Driver,
  size: number,
  settings: LabSettings,
  onError: (error: unknown) => void,
  turns: Turns = createTurns(1),
): Pool {
  const ready: WarmLab[] = [];
  let filling: Promise<void> | null = null;
  let disposed = false;

  const discard = async ({ id, lab }: WarmLab) => {
    await lab.stop();
    await driver.destroy(id);
  };

  const addOne = async () => {
    const id = newLabId();
    await driver.create(id, initialState, settings);
    const lab = await driver.start(id);
    const warm = { id, lab };
    try {
      await untilConverged(lab, initialState);
    } catch (error) {
      await discard(warm);
      throw error;
    }
    lab.onEnd(() => {
      const index = ready.indexOf(warm);
      if (index >= 0) ready.splice(index, 1);
    });
    ready.push(warm);
  };

  const fill = (): Promise<void> => {
    filling ??= (async () => {
      while (!disposed && ready.length < size) await turns.take(addOne, { yields: true });
    })()
      .catch((error: unknown) => {
        // Without a warm lab the next learner waits a second: no reason to stop.
        if (!(error instanceof LabUnavailable)) onError(error);
      })
      .finally(() => {
        filling = null;
      });
    return filling;
  };
  void fill();

  return {
    get size() {
      return ready.length;
    },
    take() {
      const warm = ready.shift() ?? null;
      if (warm) void fill();
      return warm;
    },
    filled: () => fill(),
    async dispose() {
      disposed = true;
      await filling;
      await Promise.all(ready.splice(0).map(discard));
    },
  };
}

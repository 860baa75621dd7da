/**
 * The power switch of one lab: on, off, made anew. One thing at a time, in the order asked; nothing above has to know
 * that a start takes a second or that two were asked for at once.
 */
import type { LabState } from '../../labs/define.ts';
import type { Driver, LabSettings, RunningLab } from '../driver/driver.ts';
import { hastenFor } from './hasten.ts';
import { makeLab } from './make-lab.ts';
import { steadyPace } from './start-pace.ts';
import { createStartQueue, type StartPlace, type StartQueue } from './start-queue.ts';

/** How long the Sentinels of a lab that is turned on again ask more often: 1 s would do, if all labs did not come back together. */
const resumeHasteMs = 10_000;

type OnPlace = (place: StartPlace) => void;

export interface MachineParts {
  /** A lab that is on and converged already. */
  readonly warm?: RunningLab | null;
  /** Shared with other machines; without it, this one waits for none. */
  readonly starts?: StartQueue;
}

export interface RemakeHooks {
  readonly onPlace?: OnPlace;
  /** What was there goes: until then it is as it was. */
  readonly onOff?: () => void;
}

export interface Machine {
  readonly id: string;
  readonly lab: RunningLab | null;
  /** Turns it on with the files it has; made in `state` where it has none. Harmless when it is on. `onPlace`: see start-queue.ts. */
  on(state: LabState, onPlace?: OnPlace): Promise<RunningLab>;
  off(): Promise<void>;
  /** Made anew in that state, on, and converged. */
  remake(state: LabState, hooks?: RemakeHooks): Promise<RunningLab>;
  destroy(): Promise<void>;
}

export function createMachine(
  driver: Driver,
  id: string,
  settings: LabSettings,
  { warm = null, starts = createStartQueue(steadyPace(1)) }: MachineParts = {},
): Machine {
  let lab: RunningLab | null = null;
  let last: Promise<unknown> = Promise.resolve();

  const inOrder = <T>(task: () => Promise<T>): Promise<T> => {
    const result = last.then(task, task);
    last = result.catch(() => undefined);
    return result;
  };
  const adopt = (started: RunningLab): RunningLab => {
    lab = started;
    started.onEnd(() => {
      if (lab === started) lab = null;
    });
    return started;
  };
  const turnOff = async () => {
    await lab?.stop();
    lab = null;
  };
  const make = (state: LabState, stop?: () => Promise<void>) =>
    makeLab(driver, id, state, settings, { stop, onStarted: adopt, onMade: starts.took });
  const turnOn = async (state: LabState) => {
    if (!(await driver.exists(id))) return make(state);
    const started = adopt(await driver.start(id));
    // It takes up its own state: what that is, nobody waits for, but it is hastened.
    hastenFor(started, resumeHasteMs);
    return started;
  };
  const placed = (onPlace: OnPlace | undefined) => (onPlace ? { onPlace } : {});
  if (warm) adopt(warm);

  return {
    id,
    get lab() {
      return lab;
    },
    on: (state, onPlace) =>
      inOrder(async () => lab ?? (await starts.take(() => turnOn(state), placed(onPlace)))),
    off: () => inOrder(turnOff),
    remake: (state, { onPlace, onOff } = {}) =>
      inOrder(async () => {
        const stop = async () => {
          onOff?.();
          await turnOff();
        };
        return starts.take(() => make(state, stop), placed(onPlace));
      }),
    destroy: () =>
      inOrder(async () => {
        await turnOff();
        await driver.destroy(id);
      }),
  };
}

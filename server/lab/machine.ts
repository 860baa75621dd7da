/**
 * The power switch of one lab: on, off, made anew. One thing at a time, in the order asked; nothing above has to know
 * that a start takes a second or that two were asked for at once.
 */
import type { LabState } from '../../labs/define.ts';
import type { Driver, LabSettings, RunningLab } from '../driver/driver.ts';
import { waitFor } from '../wait.ts';
import { convergedTo } from './converged.ts';
import { NotConverged } from './errors.ts';
import { hasten } from './hasten.ts';
import { observe } from './observer.ts';

/** Seeded, a lab converges in about 1 s; a loaded machine may need some more. */
const convergeDeadlineMs = 20_000;

/** How long the Sentinels of a lab that is turned on again ask more often: 1 s would do, if all labs did not come back together. */
const resumeHasteMs = 10_000;

/** Waits until a running lab is what it was declared to be. @throws NotConverged */
export async function untilConverged(lab: RunningLab, state: LabState): Promise<void> {
  const observer = observe(lab, { onView: () => undefined, onEvent: () => undefined });
  const haste = hasten(lab);
  const declared = async () =>
    convergedTo(await observer.look(), state) && (await haste.readyToPromote(state));
  try {
    await waitFor('el clúster declarado', declared, {
      deadlineMs: convergeDeadlineMs,
      everyMs: 20,
    });
  } catch (cause) {
    throw new NotConverged({ cause });
  } finally {
    observer.stop();
    await haste.stop();
  }
}

/** A lab that is turned on again takes up its own state: what that is, nobody waits for, but it is hastened. */
function hastenFor(lab: RunningLab, ms: number): void {
  const haste = hasten(lab);
  const timer = setTimeout(() => void haste.stop(), ms);
  lab.onEnd(() => {
    clearTimeout(timer);
    void haste.stop();
  });
}

export interface Machine {
  readonly id: string;
  readonly lab: RunningLab | null;
  /** Turns it on with the files it has; made in `state` where it has none. Harmless when it is on. */
  on(state: LabState): Promise<RunningLab>;
  off(): Promise<void>;
  /** Made anew in that state, on, and converged. `onOff` is called when what was there goes: until then it is as it was. */
  remake(state: LabState, onOff: () => void): Promise<RunningLab>;
  destroy(): Promise<void>;
}

export function createMachine(
  driver: Driver,
  id: string,
  settings: LabSettings,
  warm: RunningLab | null = null,
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
  if (warm) adopt(warm);

  return {
    id,
    get lab() {
      return lab;
    },
    on: (state) =>
      inOrder(async () => {
        if (lab) return lab;
        const isNew = !(await driver.exists(id));
        if (isNew) await driver.create(id, state, settings);
        const started = adopt(await driver.start(id));
        if (isNew) await untilConverged(started, state);
        else hastenFor(started, resumeHasteMs);
        return started;
      }),
    off: () => inOrder(turnOff),
    remake: (state, onOff) =>
      inOrder(async () => {
        await driver.create(id, state, settings, async () => {
          onOff();
          await turnOff();
        });
        const started = adopt(await driver.start(id));
        await untilConverged(started, state);
        return started;
      }),
    destroy: () =>
      inOrder(async () => {
        await turnOff();
        await driver.destroy(id);
      }),
  };
}

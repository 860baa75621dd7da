/**
 * The power of one lab: started, powered off, made anew. One thing at a time, in the order asked; nothing above has to know
 * that a start takes a second or that two were asked for at once.
 */
import type { DeclaredState } from '../../../labs/define.ts';
import { type Log, silentLog } from '../../base/log.ts';
import type { Driver, LabSettings, RunningLab } from '../../driver/driver.ts';
import { pollInfoFastFor } from '../monitor/fast-info-polling.ts';
import { makeLab } from './make-lab.ts';
import { steadyPace } from './start-pace.ts';
import { createStartQueue, type StartPlace, type StartQueue } from './start-queue.ts';

/** How long the Sentinels of a lab that is turned on again ask more often: 1 s would do, if all labs did not come back together. */
const resumeFastPollingMs = 10_000;

type OnPlace = (place: StartPlace) => void;

export interface LabPowerParts {
  /** A lab that is on and converged already. */
  readonly warm?: RunningLab | null;
  /** Shared with other labs; without it, this one waits for none. */
  readonly starts?: StartQueue;
  readonly log?: Log;
}

export interface RemakeHooks {
  readonly onPlace?: OnPlace;
  /** What was there goes: until then it is as it was. */
  readonly onOff?: () => void;
}

export interface LabPower {
  readonly id: string;
  readonly lab: RunningLab | null;
  /** Turns it on with the files it has; made in `state` where it has none. Harmless when it is on. `onPlace`: see start-queue.ts. */
  start(state: DeclaredState, onPlace?: OnPlace): Promise<RunningLab>;
  powerOff(): Promise<void>;
  /** Made anew in that state, on, and converged. */
  remake(state: DeclaredState, hooks?: RemakeHooks): Promise<RunningLab>;
  destroy(): Promise<void>;
}

export function createLabPower(
  driver: Driver,
  id: string,
  settings: LabSettings,
  { warm = null, starts = createStartQueue(steadyPace(1)), log = silentLog }: LabPowerParts = {},
): LabPower {
  let lab: RunningLab | null = null;
  let last: Promise<unknown> = Promise.resolve();

  const inOrder = <T>(task: () => Promise<T>): Promise<T> => {
    const result = last.then(task, task);
    // Whoever asked for it hears of it.
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
  const powerOff = async () => {
    if (!lab) return;
    await lab.stop();
    lab = null;
    log.info('laboratorio apagado');
  };
  const onMade = (ms: number) => {
    starts.took(ms);
    log.info({ ms: Math.round(ms) }, 'laboratorio hecho');
  };
  const make = (state: DeclaredState, stop?: () => Promise<void>) =>
    makeLab(driver, id, state, settings, { stop, onStarted: adopt, onMade });
  const start = async (state: DeclaredState) => {
    if (!(await driver.exists(id))) return make(state);
    const began = performance.now();
    const started = adopt(await driver.start(id));
    log.info({ ms: Math.round(performance.now() - began) }, 'laboratorio encendido con lo que tenía');
    // It takes up its own state: what that is, nobody waits for, but its Sentinels ask often.
    pollInfoFastFor(started, resumeFastPollingMs);
    return started;
  };
  const placed = (onPlace: OnPlace | undefined) => (onPlace ? { onPlace } : {});
  if (warm) adopt(warm);

  return {
    id,
    get lab() {
      return lab;
    },
    start: (state, onPlace) =>
      inOrder(async () => lab ?? (await starts.take(() => start(state), placed(onPlace)))),
    powerOff: () => inOrder(powerOff),
    remake: (state, { onPlace, onOff } = {}) =>
      inOrder(async () => {
        const stop = async () => {
          onOff?.();
          await powerOff();
        };
        return starts.take(() => make(state, stop), placed(onPlace));
      }),
    destroy: () =>
      inOrder(async () => {
        await powerOff();
        await driver.destroy(id);
      }),
  };
}

/** Labs that are on and converged before anyone asks for one, so that a newcomer's is there at once. */
import { initialState } from '../../../labs/cluster.ts';
import { type Log, silentLog } from '../../base/log.ts';
import type { Driver, LabSettings, RunningLab } from '../../driver/driver.ts';
import { LabUnavailable } from '../errors.ts';
import { newLabId } from '../lab-id.ts';
import { makeLab } from './make-lab.ts';
import type { Reserve } from './reserve.ts';
import { steadyPace } from './start-pace.ts';
import { createStartQueue, type StartQueue } from './start-queue.ts';

/** How soon it is tried again to make one that could not be made, ms: twice as late each time. */
const [soonestRetryMs, latestRetryMs] = [2000, 60_000];

export interface WarmLab {
  readonly id: string;
  readonly lab: RunningLab;
}

export interface Pool {
  /** How many are ready. */
  readonly size: number;
  /** A warm lab of that time zone, which is the caller's from now on; null when there is none ready. A class is mostly of one zone: the next are made in it. */
  take(timeZone: string): Promise<WarmLab | null>;
  /** Resolves when the pool is full, or one could not be made, which is tried again later. */
  filled(): Promise<void>;
  dispose(): Promise<void>;
}

export interface PoolParts {
  readonly driver: Driver;
  /** Knows after a crash which labs were of the reserve. */
  readonly reserve: Reserve;
  /** How many labs it keeps ready. */
  readonly size: number;
  readonly settings: LabSettings;
  readonly log?: Log;
  /** In which labs are made. */
  readonly starts?: StartQueue;
}

export function createPool({
  driver,
  reserve,
  size,
  settings,
  log = silentLog,
  starts = createStartQueue(steadyPace(1)),
}: PoolParts): Pool {
  const ready: WarmLab[] = [];
  /** In which the next are made. */
  let { timeZone } = settings;
  let filling: Promise<void> | null = null;
  let retryMs = soonestRetryMs;
  let retry: NodeJS.Timeout | undefined;
  const tidying = new Set<Promise<void>>();
  let disposed = false;
  const onError = (error: unknown) =>
    log.error({ err: error }, 'no se ha podido con un laboratorio de reserva');

  /** Its mark goes last: what a crash leaves of it is then still known to be of the reserve. */
  const destroy = async (id: string) => {
    await driver.destroy(id);
    await reserve.remove(id);
  };
  const discard = async ({ id, lab }: WarmLab) => {
    await lab.stop();
    await destroy(id);
  };

  /** Out of the reserve, for good, before its learner is recorded: from here on no start of a server may remove it. */
  const give = async (warm: WarmLab): Promise<WarmLab | null> => {
    try {
      if (await reserve.remove(warm.id)) return warm;
    } catch (error) {
      onError(error);
    }
    tidy(discard(warm).catch(onError));
    return null;
  };

  const tidy = (work: Promise<void>) => {
    const tidied = work.finally(() => tidying.delete(tidied));
    tidying.add(tidied);
  };

  /** One that ended by itself while it waited: nobody else knows of its files. */
  const lose = async (warm: WarmLab) => {
    const index = ready.indexOf(warm);
    if (index < 0) return; // It was taken, or is being discarded.
    ready.splice(index, 1);
    await destroy(warm.id).catch(onError);
    await fill();
  };

  const addOne = async () => {
    const id = newLabId();
    const made = { ...settings, timeZone };
    const started: RunningLab[] = [];
    await reserve.add(id);
    const lab = await makeLab(driver, id, initialState, made, {
      onStarted: (each) => void started.push(each),
      onMade(ms) {
        starts.took(ms);
        log.info({ lab: id, ms: Math.round(ms) }, 'laboratorio de reserva hecho');
      },
    }).catch(async (error: unknown) => {
      await Promise.all(started.map((each) => each.stop()));
      await destroy(id);
      throw error;
    });
    const warm = { id, lab };
    ready.push(warm);
    retryMs = soonestRetryMs;
    lab.onEnd(() => tidy(lose(warm)));
  };

  const fill = (): Promise<void> => {
    filling ??= (async () => {
      while (!disposed && ready.length < size) await starts.take(addOne, { yields: true });
    })()
      .catch((error: unknown) => {
        // Without a warm lab the next learner waits a second: no reason to stop.
        if (error instanceof LabUnavailable || disposed) return;
        onError(error);
        fillLater();
      })
      .finally(() => {
        filling = null;
      });
    return filling;
  };
  /** What kept it from being made may have passed by then, and nobody need come to find out. */
  const fillLater = () => {
    clearTimeout(retry);
    retry = setTimeout(() => void fill(), retryMs).unref();
    retryMs = Math.min(2 * retryMs, latestRetryMs);
  };
  void fill();

  return {
    get size() {
      return ready.length;
    },
    async take(wanted) {
      const at = ready.findIndex(({ lab }) => lab.timeZone === wanted);
      const [warm = null] = at < 0 ? [] : ready.splice(at, 1);
      timeZone = wanted;
      // Of another zone, and likely to stay for ever: it makes room for one of this.
      const [stale] = warm === null && ready.length >= size ? ready.splice(0, 1) : [];
      if (stale) tidy(discard(stale).catch(onError));
      // Also when there was none: what kept it from being made may have passed.
      void fill();
      return warm && (await give(warm));
    },
    filled: () => fill(),
    async dispose() {
      disposed = true;
      clearTimeout(retry);
      await Promise.all([filling, ...tidying]);
      await Promise.all(ready.splice(0).map(discard));
    },
  };
}

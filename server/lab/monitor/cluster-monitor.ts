/** Watches a running lab and says what it is, again and again, for as long as it is looked at. */
import type { ClusterView, SentinelEvent } from '../../../labs/define.ts';
import type { WatchableLab } from '../../driver/driver.ts';
import type { OnMonitorEvent } from './monitor-event.ts';
import { watchCluster } from './watch-cluster.ts';

/** How often the cluster is asked: with the judge's own work, a change is on the page well within 1 s. */
const lookEveryMs = 400;
/**
 * Looks that begin in a second, of all labs together: with more than fifty in sight each is looked at more seldom, or the
 * server has no time for keys. An event still brings one at once.
 */
const mostLooksASecond = 75;
/** How soon after an event it is asked, so that several events of one change make one question. */
const settleMs = 25;

export interface ClusterMonitor {
  /** The last view; null until the first. */
  readonly view: ClusterView | null;
  /** Asks the cluster now, and tells it too. */
  look(): Promise<ClusterView>;
  stop(): void;
}

/** The keys that the checks want to see at this moment. */
export type WatchedKeys = () => readonly string[];

/** How many of them there are. */
let monitorCount = 0;

const untilNextLook = (): number => Math.max(lookEveryMs, (monitorCount * 1000) / mostLooksASecond);

export function monitorCluster(
  lab: WatchableLab,
  tell: OnMonitorEvent,
  watchedKeys: WatchedKeys = () => [],
): ClusterMonitor {
  let stopped = false;
  let view: ClusterView | null = null;
  let timer: NodeJS.Timeout | null = null;
  let looking: Promise<ClusterView> | null = null;

  let dueAt = Number.POSITIVE_INFINITY;
  let heardMeanwhile = false;

  const heard = (event: SentinelEvent) => {
    if (stopped) return;
    tell({ type: 'event', event });
    // An answer under way may be older than the event.
    if (looking) heardMeanwhile = true;
    else schedule(settleMs);
  };
  const watch = watchCluster(lab, heard);

  const look = (fresh: boolean): Promise<ClusterView> => {
    looking ??= watch
      .look(watchedKeys(), fresh)
      .then((seen) => {
        view = seen;
        if (!stopped) tell({ type: 'view', view: seen });
        return seen;
      })
      .finally(() => {
        looking = null;
        schedule(heardMeanwhile ? settleMs : untilNextLook());
        heardMeanwhile = false;
      });
    return looking;
  };

  const schedule = (ms: number) => {
    const at = performance.now() + ms;
    // Only ever sooner: events in a row must not put it off.
    if (stopped || (timer && dueAt <= at)) return;
    if (timer) clearTimeout(timer);
    dueAt = at;
    timer = setTimeout(() => {
      timer = null;
      // A look fails when the lab has ended, which whoever keeps it hears; the next one is scheduled all the same.
      void look(false).catch(() => undefined);
    }, ms);
  };

  monitorCount += 1;
  schedule(0);
  return {
    get view() {
      return view;
    },
    async look() {
      await looking; // What was asked before now may not show what just happened.
      return look(true);
    },
    stop() {
      if (!stopped) monitorCount -= 1;
      stopped = true;
      if (timer) clearTimeout(timer);
      watch.stop();
    },
  };
}

/** Watches a running lab and says what it is, again and again, for as long as it is looked at. */
import { nodeNames } from '../../labs/cluster.ts';
import type { NodeName, NodeView, SentinelEvent } from '../../labs/define.ts';
import type { RunningLab } from '../driver/driver.ts';
import { watchNode } from './node-watch.ts';

/** How often the cluster is asked: with the judge's own work, a change is on the page well within 1 s. */
const lookEveryMs = 400;
/** How soon after an event it is asked, so that several events of one change make one question. */
const settleMs = 25;

/** A node that hangs (a stopped process, DEBUG SLEEP) must not hide the others: until it answers, its last view stands. */
const lateMs = 250;

export type ClusterView = Readonly<Record<NodeName, NodeView>>;

export interface Observer {
  /** The last view; null until the first. */
  readonly view: ClusterView | null;
  /** Asks the cluster now, and tells `onView` too. */
  look(): Promise<ClusterView>;
  stop(): void;
}

export interface ObserverListeners {
  readonly onView: (view: ClusterView) => void;
  readonly onEvent: (event: SentinelEvent) => void;
  /** The keys that the checks want to see at this moment; none without it. */
  readonly watchedKeys?: () => readonly string[];
}

/** What is asked for, or after a while what is known already. */
function inTime<T>(asked: Promise<T> | undefined, known: T | undefined): Promise<T> | undefined {
  if (!asked || known === undefined) return asked;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(known), lateMs);
    asked.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

export function observe(
  lab: RunningLab,
  { onView, onEvent, watchedKeys = () => [] }: ObserverListeners,
): Observer {
  let stopped = false;
  let view: ClusterView | null = null;
  let timer: NodeJS.Timeout | null = null;
  let looking: Promise<ClusterView> | null = null;

  let dueAt = Number.POSITIVE_INFINITY;
  let heardMeanwhile = false;

  const heard = (event: SentinelEvent) => {
    if (stopped) return;
    onEvent(event);
    // An answer under way may be older than the event.
    if (looking) heardMeanwhile = true;
    else schedule(settleMs);
  };
  const watches = nodeNames.map((name) => watchNode(lab, name, heard));

  const ask = async (fresh: boolean): Promise<ClusterView> => {
    const known = view;
    const keys = watchedKeys();
    const looks = nodeNames.map((name, index) => inTime(watches[index]?.look(keys, fresh), known?.[name]));
    const [maestro, replica1, replica2] = await Promise.all(looks);
    if (!maestro || !replica1 || !replica2) throw new RangeError('a lab has three nodes');
    return { maestro, replica1, replica2 };
  };

  const look = (fresh: boolean): Promise<ClusterView> => {
    looking ??= ask(fresh)
      .then((seen) => {
        view = seen;
        if (!stopped) onView(seen);
        return seen;
      })
      .finally(() => {
        looking = null;
        schedule(heardMeanwhile ? settleMs : lookEveryMs);
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
      void look(false).catch(() => undefined);
    }, ms);
  };

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
      stopped = true;
      if (timer) clearTimeout(timer);
      for (const watch of watches) watch.stop();
    },
  };
}

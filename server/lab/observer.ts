/** Watches a running lab and says what it is, again and again, for as long as it is looked at. */
import { nodeNames } from '../../labs/cluster.ts';
import type { NodeName, NodeView, SentinelEvent } from '../../labs/define.ts';
import type { RunningLab } from '../driver/driver.ts';
import { watchNode } from './node-watch.ts';

/** How often the cluster is asked: with the judge's own work, a change is on the page well within 1 s. */
const lookEveryMs = 400;
/** How soon after an event it is asked, so that several events of one change make one question. */
const settleMs = 25;

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

export function observe(
  lab: RunningLab,
  { onView, onEvent, watchedKeys = () => [] }: ObserverListeners,
): Observer {
  let stopped = false;
  let view: ClusterView | null = null;
  let timer: NodeJS.Timeout | null = null;
  let looking: Promise<ClusterView> | null = null;

  const heard = (event: SentinelEvent) => {
    if (stopped) return;
    onEvent(event);
    schedule(settleMs);
  };
  const watches = nodeNames.map((name) => watchNode(lab, name, heard));

  const ask = async (): Promise<ClusterView> => {
    const keys = watchedKeys();
    const [maestro, replica1, replica2] = await Promise.all(watches.map((watch) => watch.look(keys)));
    if (!maestro || !replica1 || !replica2) throw new RangeError('a lab has three nodes');
    return { maestro, replica1, replica2 };
  };

  const look = (): Promise<ClusterView> => {
    looking ??= ask()
      .then((seen) => {
        view = seen;
        if (!stopped) onView(seen);
        return seen;
      })
      .finally(() => {
        looking = null;
        schedule(lookEveryMs);
      });
    return looking;
  };

  const schedule = (ms: number) => {
    if (stopped) return;
    if (timer) clearTimeout(timer);
    timer = setTimeout(() => void look().catch(() => undefined), ms);
  };

  schedule(0);
  return {
    get view() {
      return view;
    },
    async look() {
      await looking; // What was asked before now may not show what just happened.
      return look();
    },
    stop() {
      stopped = true;
      if (timer) clearTimeout(timer);
      for (const watch of watches) watch.stop();
    },
  };
}

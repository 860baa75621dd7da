/** The three nodes of a lab, asked together. */
import { nodeNames } from '../../../labs/cluster.ts';
import type { ClusterView, SentinelEvent } from '../../../labs/define.ts';
import { openTogether } from '../../base/opened.ts';
import type { ClusterWatch, LabReading, WatchableLab } from '../../driver/driver.ts';
import { monitorNode } from './node-monitor.ts';

/** A node that hangs (a stopped process, DEBUG SLEEP) must not hide the others: until it answers, its last view stands. */
const lateMs = 250;

type OnEvent = (event: SentinelEvent) => void;

/** What is asked for, or after a while what is known already. */
function inTime<T>(asked: Promise<T> | undefined, known: T | undefined): Promise<T> | undefined {
  if (!asked || known === undefined) return asked;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(known), lateMs);
    asked.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** In this thread. @throws FileUnreadable, LabNotRunning */
export function watchHere(lab: LabReading, onEvent: OnEvent): ClusterWatch {
  const { opened: watches, stop } = openTogether((keep) =>
    nodeNames.map((name) => keep(monitorNode(lab, name, onEvent))),
  );
  let known: ClusterView | null = null;
  return {
    async look(keys, fresh) {
      const looks = nodeNames.map((name, index) => inTime(watches[index]?.look(keys, fresh), known?.[name]));
      const [maestro, replica1, replica2] = await Promise.all(looks);
      if (!maestro || !replica1 || !replica2) throw new RangeError('a lab has three nodes');
      known = { maestro, replica1, replica2 };
      return known;
    },
    stop,
  };
}

/** Where the driver reads labs in a thread of their own, there. */
export const watchCluster = (lab: WatchableLab, onEvent: OnEvent): ClusterWatch =>
  lab.reader?.watch(onEvent) ?? watchHere(lab, onEvent);

/** The monitor of a lab that is on, opened and closed together: its nodes, its network requests, its application's notes. */
import { client, files } from '../../../labs/cluster.ts';
import type { ClientSeen, ClusterView } from '../../../labs/define.ts';
import type { ClientView } from '../../../protocol/lab.ts';
import { now } from '../../base/clock.ts';
import { openTogether } from '../../base/opened.ts';
import { waitFor } from '../../base/wait.ts';
import type { RunningLab } from '../../driver/driver.ts';
import { createClientLog } from './client-log.ts';
import { monitorCluster, type WatchedKeys } from './cluster-monitor.ts';
import type { OnMonitorEvent } from './monitor-event.ts';
import { watchRequests } from './node-requests.ts';

/** How long a first look may take once the lab is on. */
const firstLookMs = 5000;

export interface LabMonitor {
  /** The last observation; null before the first. */
  readonly view: ClusterView | null;
  /** What the application's program says, for the checks and for the page; null while it has said nothing. */
  clientSeen(): ClientSeen | null;
  clientView(): ClientView | null;
  /** Observes now. */
  look(): Promise<void>;
  /** @throws WaitExpired */
  firstLook(): Promise<void>;
  stop(): void;
}

/** @throws FileUnreadable, LabNotRunning */
export function startLabMonitor(
  lab: RunningLab,
  tell: OnMonitorEvent,
  watchedKeys?: WatchedKeys,
): LabMonitor {
  const clientLog = createClientLog();
  const { opened: clusterMonitor, stop } = openTogether((keep) => {
    const monitoring = keep(monitorCluster(lab, tell, watchedKeys));
    // As with every look: see cluster-monitor.ts.
    keep(watchRequests(lab, () => void monitoring.look().catch(() => undefined)));
    keep(lab.follow(client.name, files.clientWrites, (line) => clientLog.add(line, now())));
    return monitoring;
  });
  return {
    get view() {
      return clusterMonitor.view;
    },
    clientSeen: () => clientLog.seen(),
    clientView: () => clientLog.view(now()),
    async look() {
      await clusterMonitor.look();
    },
    async firstLook() {
      await waitFor('la primera observación del clúster', () => clusterMonitor.view !== null, {
        deadlineMs: firstLookMs,
        everyMs: 10,
      });
    },
    stop,
  };
}

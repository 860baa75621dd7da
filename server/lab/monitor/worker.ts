/** The thread that reads labs: asks their services, hears their Sentinels, and looks at what they use. Started by lab-thread.ts. */
import { parentPort } from 'node:worker_threads';
import type { NodeName } from '../../../labs/define.ts';
import type { ClusterWatch, LabReading } from '../../driver/driver.ts';
import { monitorResources } from '../../driver/sandbox/limits/resource-monitor.ts';
import { readingOf } from '../../driver/sandbox/reading.ts';
import type { Order, Report } from './messages.ts';
import { convergeHere } from './until-converged.ts';
import { watchHere } from './watch-cluster.ts';

interface Watched {
  readonly watch: ClusterWatch;
  cut: readonly NodeName[];
}

const watched = new Map<number, Watched>();
const resourceMonitors = new Map<number, { stop(): void }>();

const report = (what: Report) => parentPort?.postMessage(what);

function watch({ id, folder }: Extract<Order, { type: 'watch' }>): void {
  const lab: LabReading = {
    ...readingOf(folder),
    isCut: (node) => watched.get(id)?.cut.some((each) => each === node) ?? false,
  };
  watched.set(id, { watch: watchHere(lab, (event) => report({ type: 'event', id, event })), cut: [] });
}

async function look({ id, question, keys, fresh, cut }: Extract<Order, { type: 'look' }>): Promise<void> {
  const one = watched.get(id);
  if (!one) return;
  one.cut = cut;
  report({ type: 'view', id, question, view: await one.watch.look(keys, fresh) });
}

async function converge({ id, folder, state }: Extract<Order, { type: 'converge' }>): Promise<void> {
  const lab = { ...readingOf(folder), isCut: () => false };
  const failure = await convergeHere(lab, state).then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  report({ type: 'converged', id, failure });
}

function monitor({ id, lab }: Extract<Order, { type: 'monitor-resources' }>): void {
  resourceMonitors.set(
    id,
    monitorResources(lab, (limit) => report({ type: 'limit', id, limit })),
  );
}

function stop(id: number): void {
  watched.get(id)?.watch.stop();
  watched.delete(id);
  resourceMonitors.get(id)?.stop();
  resourceMonitors.delete(id);
}

function obey(order: Order): void {
  if (order.type === 'watch') watch(order);
  else if (order.type === 'look') void look(order);
  else if (order.type === 'converge') void converge(order);
  else if (order.type === 'monitor-resources') monitor(order);
  else stop(order.id);
}

parentPort?.on('message', obey);

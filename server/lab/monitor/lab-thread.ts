/**
 * The server's side of the thread that reads labs. A hundred labs are watched with some thousand system calls a second, and what
 * they answer makes garbage: in the thread that answers keys, all that would stand before a key in the same turn of the event loop.
 */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ClusterView, NodeName } from '../../../labs/define.ts';
import { projectFolder } from '../../base/project-folder.ts';
import { within } from '../../base/wait.ts';
import type { LabReader } from '../../driver/driver.ts';
import type { MonitorResources } from '../../driver/sandbox/limits/resource-monitor.ts';
import type { LabThread } from '../../driver/sandbox/reading.ts';
import { LabUnavailable } from '../errors.ts';
import type { Order, Report } from './messages.ts';
import { longestMs } from './until-converged.ts';

export interface StartedThread extends LabThread {
  stop(): Promise<void>;
}

/** How long the thread may owe an answer, ms: it gives one about a service that hangs within two seconds, and about a start before it gives it up. */
const lookDeadlineMs = 10_000;
const convergeDeadlineMs = longestMs + 10_000;

interface Asked {
  resolve(view: ClusterView): void;
  reject(error: LabUnavailable): void;
}

type Listener = (report: Report) => void;

/** Compiled: a worker is started from a file that Node itself can read. */
const entry = (): string => join(projectFolder(), 'dist/server/lab/monitor/worker.js');

/** What goes wrong in the thread and is caught nowhere ends the server, as it would without a thread. */
export function startLabThread(): StartedThread {
  const worker = new Worker(entry());
  const listeners = new Map<number, Listener>();
  let last = 0;

  worker.on('message', (report: Report) => listeners.get(report.id)?.(report));
  worker.on('error', (error) => {
    throw error;
  });
  // A server that has nothing else to do may end.
  worker.unref();

  const order = (what: Order) => worker.postMessage(what);
  const open = (listener: Listener): number => {
    last += 1;
    listeners.set(last, listener);
    return last;
  };
  const close = (id: number) => {
    if (listeners.delete(id)) order({ type: 'stop', id });
  };

  const monitorResources: MonitorResources = (lab, onLimit) => {
    const id = open((report) => report.type === 'limit' && onLimit(report.limit));
    order({ type: 'monitor-resources', id, lab });
    return { stop: () => close(id) };
  };

  const readerOf = (folder: string, cut: () => readonly NodeName[]): LabReader => ({
    watch(onEvent) {
      const asked = new Map<number, Asked>();
      let [questions, stopped] = [0, false];
      const id = open((report) => {
        if (report.type === 'event') onEvent(report.event);
        if (report.type !== 'view') return;
        asked.get(report.question)?.resolve(report.view);
      });
      order({ type: 'watch', id, folder });
      return {
        async look(keys, fresh) {
          if (stopped) throw new LabUnavailable();
          questions += 1;
          const question = questions;
          const answer = new Promise<ClusterView>((resolve, reject) => {
            asked.set(question, { resolve, reject });
          });
          order({ type: 'look', id, question, keys, fresh, cut: cut() });
          try {
            return await within('la respuesta del hilo que lee los laboratorios', answer, lookDeadlineMs);
          } catch (cause) {
            throw cause instanceof LabUnavailable ? cause : new LabUnavailable({ cause });
          } finally {
            asked.delete(question);
          }
        },
        stop() {
          stopped = true;
          for (const { reject } of asked.values()) reject(new LabUnavailable());
          close(id);
        },
      };
    },

    async untilConverged(state) {
      let id = 0;
      const answer = new Promise<void>((resolve, reject) => {
        id = open((report) => {
          if (report.type !== 'converged') return;
          if (report.failure === null) resolve();
          else reject(new Error(report.failure));
        });
      });
      order({ type: 'converge', id, folder, state });
      await within(
        'el clúster declarado, en el hilo que lee los laboratorios',
        answer,
        convergeDeadlineMs,
      ).finally(() => listeners.delete(id));
    },
  });

  return {
    monitorResources,
    readerOf,
    async stop() {
      await worker.terminate();
    },
  };
}

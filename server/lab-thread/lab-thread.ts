/**
 * The server's side of the thread that reads labs. A hundred labs are watched with some thousand system calls a second, and what
 * they answer makes garbage: in the thread that answers keys, all that would stand before a key in the same turn of the event loop.
 */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ClusterView, NodeName } from '../../labs/define.ts';
import type { LabReader } from '../driver/driver.ts';
import type { GuardLab } from '../driver/sandbox/guard.ts';
import { LabUnavailable } from '../lab/errors.ts';
import { projectFolder } from '../project-folder.ts';
import type { Order, Report } from './messages.ts';

export interface LabThread {
  readonly guardLab: GuardLab;
  /** Reads the lab in that folder. `cut`: the nodes that are cut from its network at this moment. */
  readerOf(folder: string, cut: () => readonly NodeName[]): LabReader;
  stop(): Promise<void>;
}

interface Asked {
  resolve(view: ClusterView): void;
  reject(error: LabUnavailable): void;
}

type Listener = (report: Report) => void;

/** Compiled: a worker is started from a file that Node itself can read. */
const entry = (): string => join(projectFolder(), 'dist/server/lab-thread/worker.js');

/** What goes wrong in the thread and is caught nowhere ends the server, as it would without a thread. */
export function startLabThread(): LabThread {
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

  const guardLab: GuardLab = (folder, hosts, onLimit) => {
    const id = open((report) => report.type === 'limit' && onLimit(report.limit));
    order({ type: 'guard', id, folder, hosts });
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
        asked.delete(report.question);
      });
      order({ type: 'watch', id, folder });
      return {
        look: (keys, fresh) =>
          new Promise((resolve, reject) => {
            if (stopped) return reject(new LabUnavailable());
            questions += 1;
            asked.set(questions, { resolve, reject });
            order({ type: 'look', id, question: questions, keys, fresh, cut: cut() });
          }),
        stop() {
          stopped = true;
          for (const { reject } of asked.values()) reject(new LabUnavailable());
          asked.clear();
          close(id);
        },
      };
    },

    untilConverged: (state) =>
      new Promise((resolve, reject) => {
        const id = open((report) => {
          if (report.type !== 'converged') return;
          listeners.delete(id);
          if (report.failure === null) resolve();
          else reject(new Error(report.failure));
        });
        order({ type: 'converge', id, folder, state });
      }),
  });

  return {
    guardLab,
    readerOf,
    async stop() {
      await worker.terminate();
    },
  };
}

/** What is known of the learner's lab. One value, replaced at each change. */
import type { LabView } from '../../protocol/lab.ts';

export interface LabSnapshot {
  readonly connected: boolean;
  /** The last view the server sent, kept while the connection is lost. */
  readonly lab?: LabView;
  /** How far the server's clock is ahead of this machine's, ms. */
  readonly ahead?: number;
  /** What the server refused, for the learner. */
  readonly refusal?: string;
}

export interface Store<T> {
  readonly get: () => T;
  set(value: T): void;
  /** Calls at once, then at each change; the result ends it. */
  subscribe(listener: (value: T) => void): () => void;
}

export function createStore<T>(first: T): Store<T> {
  let value = first;
  const listeners = new Set<(value: T) => void>();
  return {
    get: () => value,
    set(next) {
      value = next;
      for (const listener of listeners) listener(next);
    },
    subscribe(listener) {
      listeners.add(listener);
      listener(value);
      return () => void listeners.delete(listener);
    },
  };
}

/** Resolves when the value is as wanted, with true, or after `ms`, with false. */
export function until<T>(store: Store<T>, wanted: (value: T) => boolean, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    if (wanted(store.get())) return resolve(true);
    const timer = setTimeout(() => settle(false), ms);
    const leave = store.subscribe((value) => {
      if (wanted(value)) settle(true);
    });
    function settle(met: boolean) {
      clearTimeout(timer);
      leave();
      resolve(met);
    }
  });
}

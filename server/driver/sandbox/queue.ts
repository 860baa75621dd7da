/** Tasks that are done one at a time, in the order in which they came. */
import { setImmediate as breath } from 'node:timers/promises';

export type Queue = <T>(task: () => T | Promise<T>) => Promise<T>;

/** Each in a turn of the event loop of its own: a hundred that are due together would keep every key waiting. */
export function createQueue(): Queue {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const done = last.then(() => breath()).then(task);
    // Whoever asked for it hears of it: the next need not wait for one that failed.
    last = done.catch(() => undefined);
    return done;
  };
}

/** What components of several pages have in common. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Store } from '../lab/store.ts';

/** The value of a store, drawn again at each change. */
export function useStore<T>(store: Store<T>): T {
  const [value, setValue] = useState(store.get);
  useEffect(() => store.subscribe(setValue), [store]);
  return value;
}

/** This machine's clock, ms, drawn again so often. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

/** Runs what a control asks for, one after the other, so that the last choice is the one that stands; and keeps why it went wrong. */
export function useTask() {
  const [waiting, setWaiting] = useState(0);
  const [trouble, setTrouble] = useState<string | null>(null);
  const last = useRef<Promise<void>>(Promise.resolve());
  const perform = async (task: () => Promise<unknown>) => {
    setTrouble(null);
    try {
      await task();
    } catch (error) {
      setTrouble(error instanceof Error ? error.message : String(error));
    } finally {
      setWaiting((count) => count - 1);
    }
  };
  const run = (task: () => Promise<unknown>): Promise<void> => {
    setWaiting((count) => count + 1);
    last.current = last.current.then(() => perform(task));
    return last.current;
  };
  return { busy: waiting > 0, trouble, run };
}

/** What is opened together is closed together, also when not all of it can be opened. */

interface Stoppable {
  stop(): void;
}

export interface Opened<T> {
  readonly opened: T;
  /** Stops all that was kept, last opened first; once and only once, however often it is asked. */
  stop(): void;
}

/** `open` hands each thing that it opens to `keep`; if it throws, what it has opened until then is stopped. @throws what `open` throws */
export function openTogether<T>(open: (keep: <S extends Stoppable>(one: S) => S) => T): Opened<T> {
  const kept: Stoppable[] = [];
  const stop = () => {
    for (const one of kept.splice(0).reverse()) one.stop();
  };
  try {
    const opened = open((one) => {
      kept.push(one);
      return one;
    });
    return { opened, stop };
  } catch (error) {
    stop();
    throw error;
  }
}

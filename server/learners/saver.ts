/** Keeps what a learner did, in the order in which it was done. */
import type { Log } from '../base/log.ts';

/** How soon what could not be saved is tried again. */
const saveAgainMs = 2000;

/** Saves one thing after the other, and again until it is kept: what was done is not lost while Redis is away. `onChange`: `unsaved` reads differently. */
export function createSaver(onChange: () => void, log: Log) {
  let last: Promise<void> = Promise.resolve();
  let closed = false;
  let unsaved: string | null = null;
  const say = (why: string | null) => {
    if (why === unsaved) return;
    unsaved = why;
    onChange();
  };
  const persist = async (task: () => Promise<unknown>) => {
    while (!closed) {
      try {
        await task();
        if (unsaved !== null) log.info('el progreso vuelve a guardarse');
        say(null);
        return;
      } catch (error) {
        if (unsaved === null) log.error({ err: error }, 'el progreso no se guarda; se sigue intentando');
        say(`Tu progreso no se está guardando. ${error instanceof Error ? error.message : String(error)}`);
        await new Promise((resolve) => setTimeout(resolve, saveAgainMs));
      }
    }
  };
  return {
    /** Why what was given last is not kept; null while there is no trouble. */
    get unsaved() {
      return unsaved;
    },
    save(task: () => Promise<unknown>) {
      last = last.then(() => persist(task));
    },
    async close() {
      const deadline = new Promise<void>((resolve) => setTimeout(resolve, saveAgainMs).unref());
      await Promise.race([last, deadline]);
      closed = true;
    },
  };
}

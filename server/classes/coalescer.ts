/** What is wanted again and again, done at once and then at most once a second. */
import type { Log } from '../base/log.ts';

/** A person glances at what comes of it: more often tells nobody more, ms. */
const everyMs = 1000;

export interface Coalescer {
  want(): void;
  /** What was wanted and is not begun is not done any more. */
  stop(): void;
}

/** Never does the task twice at once, and does it once more when it was wanted meanwhile, or went wrong: Redis may be away for a moment. */
export function createCoalescer(task: () => Promise<void>, log: Log): Coalescer {
  let timer: NodeJS.Timeout | null = null;
  let running = false;
  let last = Number.NEGATIVE_INFINITY;
  let [again, stopped] = [false, false];
  const run = async () => {
    timer = null;
    running = true;
    last = performance.now();
    await task().catch((error: unknown) => {
      log.debug({ err: error }, 'la clase no se lee o no se guarda; se intenta otra vez');
      again = true;
    });
    running = false;
    if (again) want();
  };
  const want = () => {
    again = running;
    if (running || timer !== null || stopped) return;
    timer = setTimeout(() => void run(), Math.max(0, everyMs - (performance.now() - last)));
  };
  return {
    want,
    stop() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      stopped = true;
    },
  };
}

/**
 * When output goes out: at once after a quiet spell, so that an echoed key waits for nothing, else by time or by size, so
 * that a flood travels in few frames.
 */

/** A frame's size, bytes. */
export const batchSize = 64 * 1024;
/** Both the quiet spell and the longest wait, in ms: under a frame of a 120 Hz display. */
const batchMs = 4;

export class Batcher {
  readonly #flush: () => void;
  #held = 0;
  #lastFlush = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(flush: () => void) {
    this.#flush = flush;
  }

  added(bytes: number): void {
    this.#held += bytes;
    const quiet = this.#timer === undefined && performance.now() - this.#lastFlush >= batchMs;
    if (quiet || this.#held >= batchSize) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), batchMs);
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#held = 0;
    this.#lastFlush = performance.now();
    this.#flush();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

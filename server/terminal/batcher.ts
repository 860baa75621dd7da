/**
 * When output goes out: at once after a quiet spell or after a key, so that an echo waits for nothing, else by time or by
 * size, so that a flood travels in few frames.
 */

/** The longest frame, bytes. */
export const frameSize = 64 * 1024;
/** Both the quiet spell and the longest wait, in ms: under a frame of a 120 Hz display. */
const batchMs = 4;

export class Batcher {
  readonly #flush: () => void;
  readonly #enough: () => number;
  #held = 0;
  #lastFlush = 0;
  #answersKey = false;
  #timer: NodeJS.Timeout | undefined;

  /** @param enough how many bytes are worth a frame now */
  constructor(flush: () => void, enough: () => number) {
    this.#flush = flush;
    this.#enough = enough;
  }

  added(bytes: number): void {
    this.#held += bytes;
    if (this.#answersKey || this.#held >= this.#enough() || this.#isQuiet()) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), batchMs);
  }

  /** A key went to the program: what it writes next is likely its echo. */
  keyTyped(): void {
    this.#answersKey = true;
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#held = 0;
    this.#answersKey = false;
    this.#lastFlush = performance.now();
    this.#flush();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #isQuiet(): boolean {
    return this.#timer === undefined && performance.now() - this.#lastFlush >= batchMs;
  }
}

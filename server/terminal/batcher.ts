/**
 * When output goes out: at once after a quiet spell or after a key, so that an echo waits for nothing; a flood with the
 * turns of the event loop, as much as each turn has read; what drips, by time.
 */

/** The longest frame, bytes. */
export const frameSize = 64 * 1024;
/** As much as the kernel hands over of a pty at once. To wait for whole frames would let the server sleep while the pty is refilled. */
const worthAFrame = 4096;
/** Both the quiet spell and the longest wait, in ms: under a frame of a 120 Hz display. */
const batchMs = 4;

export class Batcher {
  readonly #flush: () => void;
  #held = 0;
  #lastFlush = 0;
  #answersKey = false;
  #timer: NodeJS.Timeout | undefined;
  #turnEnd: NodeJS.Immediate | undefined;

  constructor(flush: () => void) {
    this.#flush = flush;
  }

  added(bytes: number): void {
    this.#held += bytes;
    if (this.#answersKey || this.#held >= frameSize || this.#isQuiet()) this.flush();
    else if (this.#held >= worthAFrame) this.#turnEnd ??= setImmediate(() => this.flush());
    else this.#timer ??= setTimeout(() => this.flush(), batchMs);
  }

  /** A key went to the program: what it writes next is likely its echo. */
  keyTyped(): void {
    this.#answersKey = true;
  }

  flush(): void {
    this.dispose();
    this.#held = 0;
    this.#answersKey = false;
    this.#lastFlush = performance.now();
    this.#flush();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    clearImmediate(this.#turnEnd);
    this.#turnEnd = undefined;
  }

  #isQuiet(): boolean {
    return !this.#timer && !this.#turnEnd && performance.now() - this.#lastFlush >= batchMs;
  }
}

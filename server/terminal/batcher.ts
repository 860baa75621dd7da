/**
 * When output goes out: at once after a quiet spell or after a key, so that an echo waits for nothing; a flood with the
 * turns of the event loop, as much as each turn has read; what drips, by time.
 */

/** The longest frame, bytes. */
export const frameSize = 64 * 1024;
/**
 * Half of what the kernel hands over of a pty at once (4095 bytes), so that a flood goes out with each turn. To wait for more lets the
 * server sleep while the pty is refilled, and costs a tenth (every other turn) to a third (16 KiB) of the throughput.
 */
const worthAFrame = 2048;
/** Both the quiet spell and the longest wait, in ms: under a frame of a 120 Hz display. */
const batchMs = 4;

export class Batcher {
  readonly #flush: () => void;
  /** One for all turns and timers: a flood has thousands in a second. */
  readonly #due = () => this.flush();
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
    else if (this.#held >= worthAFrame) this.#turnEnd ??= setImmediate(this.#due);
    else this.#timer ??= setTimeout(this.#due, batchMs);
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

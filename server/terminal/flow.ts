/** How much may be under way to a subscriber: a pure state machine, told the time by its caller. */

/** Least and most unacknowledged bytes. Below the least a slow start costs round trips; above the most memory is at risk. */
export const minWindow = 128 * 1024;
export const maxWindow = 2 * 1024 * 1024;
const firstWindow = 256 * 1024;
/**
 * A subscriber is kept supplied for this long beyond the round trip, in ms: long enough for a timer, short enough for Ctrl-C,
 * whose prompt comes after all that is under way. Twice or four times as long brings no more bytes per second.
 */
const aheadMs = 10;
/** Acknowledgements are counted over at least this long, ms: shorter spans measure bursts. */
const sampleMs = 60;
/** A longer span than this had a pause in it and measures the program, not the subscriber. */
const longestSampleMs = 400;
const maxRoundTripMs = 500;
/** Blocked, and nothing acknowledged for this long: the subscriber has stalled. */
export const stallMs = 5000;

export class SubscriberFlow {
  #unacked = 0;
  #window = firstWindow;
  #blocked = false;
  #roundTripMs = 0;
  /** Bytes per ms. */
  #rate = 0;
  #sampleStart = 0;
  #sampleBytes = 0;
  #lastAck: number;

  constructor(now: number) {
    this.#lastAck = now;
  }

  get unacked(): number {
    return this.#unacked;
  }

  get window(): number {
    return this.#window;
  }

  /** The window was filled and is not yet half empty. */
  get blocked(): boolean {
    return this.#blocked;
  }

  isStalled(now: number): boolean {
    return this.#blocked && now - this.#lastAck >= stallMs;
  }

  sent(bytes: number, now: number): void {
    if (this.#unacked === 0) this.#lastAck = now;
    this.#unacked += bytes;
    if (this.#unacked >= this.#window) this.#blocked = true;
  }

  /** More than was sent is not believed. */
  acked(bytes: number, now: number): void {
    const believed = Math.min(bytes, this.#unacked);
    this.#unacked -= believed;
    this.#lastAck = now;
    this.#measure(believed, now);
    if (this.#unacked <= this.#window / 2) this.#blocked = false;
  }

  roundTrip(ms: number): void {
    this.#roundTripMs = Math.min(Math.max(0, ms), maxRoundTripMs);
  }

  #measure(bytes: number, now: number): void {
    this.#sampleBytes += bytes;
    const elapsed = now - this.#sampleStart;
    if (elapsed < sampleMs) return;
    if (elapsed <= longestSampleMs) {
      // Falls slowly, rises at once: one slow span must not halve the speed of the next.
      this.#rate = Math.max(this.#sampleBytes / elapsed, this.#rate * 0.85);
      const wanted = this.#rate * (aheadMs + this.#roundTripMs);
      this.#window = Math.round(Math.min(maxWindow, Math.max(minWindow, wanted)));
    }
    this.#sampleStart = now;
    this.#sampleBytes = 0;
  }
}

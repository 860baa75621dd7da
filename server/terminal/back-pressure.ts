/** Holds a program back while no subscriber can take more, and slows it down while nobody reads. */
import { stallMs } from './flow.ts';
import type { PauseReason } from './pause-reasons.ts';
import type { Subscriber } from './subscriber.ts';

/** With nobody reading, a program goes on at this many bytes each `unwatchedMs`: a forgotten flood must not cost a core. */
const unwatchedBytes = 64 * 1024;
const unwatchedMs = 50;

export class BackPressure {
  readonly #subscribers: ReadonlySet<Subscriber>;
  readonly #setPause: (reason: PauseReason, on: boolean) => void;
  #unwatched = 0;
  #stallTimer: NodeJS.Timeout | null = null;
  #unwatchedTimer: NodeJS.Timeout | null = null;
  #disposed = false;

  constructor(subscribers: ReadonlySet<Subscriber>, setPause: (reason: PauseReason, on: boolean) => void) {
    this.#subscribers = subscribers;
    this.#setPause = setPause;
  }

  /** The program waits when every subscriber that is alive has its window full. */
  update(): void {
    const full = this.#isWatched() && this.#everyWindowIsFull();
    this.#setPause('subscribers', full);
    if (!full || this.#stallTimer || this.#disposed) return;
    this.#stallTimer = setTimeout(() => {
      this.#stallTimer = null;
      this.update();
    }, stallMs);
    this.#stallTimer.unref();
  }

  /** The program wrote that much. */
  wrote(bytes: number): void {
    if (this.#isWatched()) {
      this.#unwatched = 0;
      return;
    }
    this.#unwatched += bytes;
    if (this.#unwatched < unwatchedBytes) return;
    this.#setPause('unwatched', true);
    if (this.#unwatchedTimer || this.#disposed) return;
    this.#unwatchedTimer = setTimeout(() => this.watched(), unwatchedMs);
    this.#unwatchedTimer.unref();
  }

  /** Somebody reads after all, or it has waited for long enough. */
  watched(): void {
    if (this.#unwatchedTimer) clearTimeout(this.#unwatchedTimer);
    this.#unwatchedTimer = null;
    this.#unwatched = 0;
    this.#setPause('unwatched', false);
  }

  dispose(): void {
    this.#disposed = true;
    for (const timer of [this.#stallTimer, this.#unwatchedTimer]) if (timer) clearTimeout(timer);
  }

  /** Whether a subscriber is alive: not stalled. Asked for each piece of output: without a list made for it. */
  #isWatched(): boolean {
    const now = performance.now();
    for (const { flow } of this.#subscribers) if (!flow.isStalled(now)) return true;
    return false;
  }

  #everyWindowIsFull(): boolean {
    for (const { flow } of this.#subscribers) if (!flow.blocked) return false;
    return true;
  }
}

/** Why a pty is paused. Several reasons may hold it at once; it goes on when the last has gone. */

export type PauseReason = 'subscribers' | 'screen' | 'unwatched';

export class PauseReasons {
  readonly #reasons = new Set<PauseReason>();
  readonly #pty: { pause(): void; resume(): void };

  constructor(pty: { pause(): void; resume(): void }) {
    this.#pty = pty;
  }

  set(reason: PauseReason, on: boolean): void {
    const was = this.#reasons.size > 0;
    if (on) this.#reasons.add(reason);
    else this.#reasons.delete(reason);
    const is = this.#reasons.size > 0;
    if (!was && is) this.#pty.pause();
    else if (was && !is) this.#pty.resume();
  }
}

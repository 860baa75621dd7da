/**
 * What silence on one websocket means. Over a network that is lost a websocket stays open for many minutes, and nothing that
 * is sent comes back as an error: only asking tells. Pure: it is told what happens, and when, in milliseconds.
 */

/** Something was sent and nothing was heard of it for so long: the other end is asked. */
export const unprovenMs = 2000;
/** What is heard so long after something was sent proves that it arrived: the network was there in both directions. */
const provesMs = 1000;
/** A socket that keeps watch asks after so much silence. */
export const watchMs = 3000;
/** A question is open for so long: the page's other sockets ask too. */
export const suspectMs = 1000;
/** A question is open and nothing was heard for so long: the connection is lost. */
export const lostMs = 3000;

export class Silence {
  readonly #keepsWatch: boolean;
  #heardAt: number;
  /** When the question that is open was asked. */
  #askedAt: number | null = null;
  /** When the first and the last of what may not have arrived were sent. */
  #unproven: { readonly first: number; readonly last: number } | null = null;

  /** `keepsWatch`: it asks after any silence, not only after something was sent. */
  constructor(now: number, keepsWatch: boolean) {
    this.#heardAt = now;
    this.#keepsWatch = keepsWatch;
  }

  /** Something was sent that must not be lost unsaid. */
  sent(now: number): void {
    this.#unproven = { first: this.#unproven?.first ?? now, last: now };
  }

  /** Anything came. */
  heard(now: number): void {
    this.#heardAt = now;
    if (this.#unproven && now - this.#unproven.last >= provesMs) this.#unproven = null;
  }

  /** The answer to the open question came. */
  answered(now: number): void {
    this.heard(now);
    const asked = this.#askedAt;
    this.#askedAt = null;
    if (asked === null || this.#unproven === null) return;
    const { last } = this.#unproven;
    this.#unproven = last <= asked ? null : { first: last, last };
  }

  /** The question was sent. Asked again, the deadline is a new one. */
  asked(now: number): void {
    this.#askedAt = now;
  }

  /** Whether something was sent that may not have arrived. */
  get unproven(): boolean {
    return this.#unproven !== null;
  }

  get asks(): boolean {
    return this.#askedAt !== null;
  }

  isDue(now: number): boolean {
    if (this.#askedAt !== null) return false;
    if (this.#unproven && now - this.#unproven.first >= unprovenMs) return true;
    return this.#keepsWatch && now - this.#heardAt >= watchMs;
  }

  isSuspect(now: number): boolean {
    return this.#openFor(now) >= suspectMs;
  }

  isLost(now: number): boolean {
    return this.#openFor(now) >= lostMs;
  }

  /** How long the open question and the silence have lasted together, ms. */
  #openFor(now: number): number {
    return this.#askedAt === null ? 0 : now - Math.max(this.#askedAt, this.#heardAt);
  }
}

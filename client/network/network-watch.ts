/**
 * One clock for all websockets of the page, for they share one network: what one of them finds out makes the others ask, and
 * when one is back the others try at once. After a sleep of the machine, and whenever the browser says that something about the
 * network or the page has changed, all are asked.
 */

/** A websocket of the page, as the watch sees it. Times are `performance.now()`, ms. */
export interface Watched {
  /** Asks, or gives up, if it is time to. True while its question is open for suspiciously long. */
  look(now: number): boolean;
  /** Asks the other end whether it is there, anew if it was asked already. */
  ask(now: number): void;
  /** Asks, unless it was asked already. */
  askOnce(now: number): void;
  /** Tries now what it would try in a while, and anew what has been trying for long. */
  retry(): void;
}

const lookEveryMs = 500;
/** Two looks further apart than this: the page, or the whole machine, stood still, and what came meanwhile has not been read yet. */
const gapMs = 2000;

export class NetworkWatch {
  readonly #sockets = new Set<Watched>();
  #timer: ReturnType<typeof setInterval> | undefined;
  #lookedAt = { steady: 0, wall: 0 };

  add(socket: Watched): void {
    if (this.#sockets.has(socket)) return;
    this.#sockets.add(socket);
    if (this.#sockets.size > 1) return;
    this.#lookedAt = { steady: performance.now(), wall: Date.now() };
    this.#timer = setInterval(() => this.#look(), lookEveryMs);
    for (const type of ['online', 'pageshow']) window.addEventListener(type, this.#changed);
    document.addEventListener('visibilitychange', this.#changed);
  }

  remove(socket: Watched): void {
    if (!this.#sockets.delete(socket) || this.#sockets.size > 0) return;
    clearInterval(this.#timer);
    for (const type of ['online', 'pageshow']) window.removeEventListener(type, this.#changed);
    document.removeEventListener('visibilitychange', this.#changed);
  }

  /** The server was reached. */
  reached(by: Watched): void {
    for (const socket of this.#sockets) if (socket !== by) socket.retry();
  }

  readonly #changed = (): void => {
    if (document.hidden) return;
    for (const socket of this.#sockets) {
      socket.retry();
      socket.ask(performance.now());
    }
  };

  #look(): void {
    const now = performance.now();
    const wall = Date.now();
    const gap = Math.max(now - this.#lookedAt.steady, wall - this.#lookedAt.wall);
    this.#lookedAt = { steady: now, wall };
    if (gap > gapMs) {
      this.#changed();
      return;
    }
    let suspect = false;
    for (const socket of this.#sockets) if (socket.look(now)) suspect = true;
    if (suspect) for (const socket of this.#sockets) socket.askOnce(now);
  }
}

/** The page's. */
export const networkWatch = new NetworkWatch();

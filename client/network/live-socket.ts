/** A websocket to the page's server that notices when it is lost, also where nothing says so, and opens another. */
import type { Ping } from '../../protocol/ping.ts';
import { type NetworkWatch, networkWatch, type Watched } from './network-watch.ts';
import { refusalOfPage } from './refusal.ts';
import { Silence } from './silence.ts';

/** The first wait before the next try, ms; doubled at each failure in a row. */
const firstWaitMs = 250;
/**
 * How long a websocket may take to open, ms: the longest until the page has opened one, and then four times what the last one took, but at
 * least so much. After some that took too long each next has half as much again: a server may be slow, and then it would never be reached.
 */
const longestOpeningMs = 10_000;
const leastOpeningMs = 2000;
const [patience, afterSlow] = [1.5, 4];
let openingMs = longestOpeningMs;
let slow = 0;
/** One that has been opening for so long is begun anew when there is reason to think that the network is back, ms. */
const staleMs = 1000;

const ping: Ping = { type: 'ping' };

/** The wait after so many failures in a row, ms. */
export function delayAfter(failures: number, longestMs: number): number {
  return Math.min(longestMs, firstWaitMs * 2 ** Math.max(0, failures - 1));
}

export interface Loss {
  /** When the next try begins, `performance.now()`. */
  readonly at: number;
  /** Something was sent that may not have arrived. */
  readonly unproven: boolean;
}

export interface LiveSocketOptions {
  readonly address: () => URL;
  /** The longest wait between two tries, ms. */
  readonly longestWaitMs: number;
  /** It asks after any silence, for the whole page. */
  readonly keepsWatch?: boolean;
  /** A try begins. */
  readonly onConnecting?: () => void;
  readonly onOpen?: () => void;
  readonly onMessage: (data: unknown) => void;
  /** It was closed, or nothing is heard of it any more. False where no other try is wanted. */
  readonly onLost: (loss: Loss) => boolean;
  /** Why the server refuses it, for a person; null where trying again may help. Without it: whether the learner is known. */
  readonly refusal?: () => Promise<string | null>;
  /** The server refuses it for good: no other try is made. `sentence`: what to do, for the learner. */
  readonly onRefused: (sentence: string) => void;
}

export class LiveSocket implements Watched {
  readonly #options: LiveSocketOptions;
  readonly #watch: NetworkWatch;
  #socket: WebSocket | null = null;
  #silence = new Silence(0, false);
  #beganAt = 0;
  #failures = 0;
  /** Set while the next try waits. */
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(options: LiveSocketOptions, watch = networkWatch) {
    this.#options = options;
    this.#watch = watch;
  }

  /** The present websocket, to tell what belongs to it from what belonged to an older one. */
  get token(): unknown {
    return this.#socket;
  }

  /** Opens one now, unless there is one. */
  connect(): void {
    if (this.#socket) return;
    this.#stopWaiting();
    this.#options.onConnecting?.();
    const now = performance.now();
    const socket = new WebSocket(this.#options.address());
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    this.#beganAt = now;
    this.#silence = new Silence(now, this.#options.keepsWatch ?? false);
    let opened = false;
    socket.addEventListener('open', () => {
      opened = true;
      if (socket === this.#socket) this.#opened();
    });
    socket.addEventListener('message', ({ data }) => {
      if (socket !== this.#socket) return;
      this.#silence.heard(performance.now());
      this.#options.onMessage(data);
    });
    socket.addEventListener('close', () => {
      if (socket !== this.#socket) return;
      this.#lost();
      if (!opened) void this.#endIfRefused();
    });
    this.#watch.add(this);
  }

  /** What it is for has been reached: a loss from here on is the first. */
  works(): void {
    this.#failures = 0;
  }

  /** The server answered a ping. */
  answered(): void {
    this.#silence.answered(performance.now());
  }

  /** False when it was not sent. `matters`: the learner is told when it may not have arrived. */
  send(data: string | Uint8Array<ArrayBuffer>, matters = false): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(data);
    if (matters) this.#silence.sent(performance.now());
    return true;
  }

  close(): void {
    this.#stopWaiting();
    this.#watch.remove(this);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  look(now: number): boolean {
    if (this.#socket?.readyState === WebSocket.CONNECTING) {
      // It took its time already: no other wait is due.
      if (now - this.#beganAt <= openingMs) return false;
      slow += 1;
      if (slow > afterSlow) openingMs = Math.min(longestOpeningMs, openingMs * patience);
      this.#lost(firstWaitMs);
      return false;
    }
    if (!this.#socket) return false;
    if (this.#silence.isLost(now)) {
      this.#lost();
      return false;
    }
    if (this.#silence.isDue(now)) this.ask(now);
    return this.#silence.isSuspect(now);
  }

  ask(now: number): void {
    if (this.send(JSON.stringify(ping))) this.#silence.asked(now);
  }

  askOnce(now: number): void {
    if (!this.#silence.asks) this.ask(now);
  }

  retry(): void {
    if (this.#timer !== null) this.connect();
    else if (this.#socket?.readyState === WebSocket.CONNECTING && performance.now() - this.#beganAt > staleMs)
      this.#lost(0);
  }

  #opened(): void {
    slow = 0;
    const took = performance.now() - this.#beganAt;
    openingMs = Math.min(longestOpeningMs, Math.max(leastOpeningMs, 4 * took));
    this.#options.onOpen?.();
    this.#watch.reached(this);
  }

  #lost(waitMs?: number): void {
    const socket = this.#socket;
    this.#socket = null;
    // Where packets are lost its end is not heard at the other side either; the server finds that out by itself.
    socket?.close();
    this.#failures += 1;
    const wait = waitMs ?? delayAfter(this.#failures, this.#options.longestWaitMs);
    const another = this.#options.onLost({
      at: performance.now() + wait,
      unproven: this.#silence.unproven,
    });
    if (another) this.#timer = setTimeout(() => this.connect(), wait);
    else this.#watch.remove(this);
  }

  /** Other tries are made meanwhile. One that is open has found a learner whom the server knows, and goes on. */
  async #endIfRefused(): Promise<void> {
    const sentence = await (this.#options.refusal ?? refusalOfPage)();
    const tries = this.#timer !== null || this.#socket?.readyState === WebSocket.CONNECTING;
    if (sentence === null || !tries) return;
    this.close();
    this.#options.onRefused(sentence);
  }

  #stopWaiting(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

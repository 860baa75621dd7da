/** One websocket to one terminal, opened again when it drops. Knows nothing of xterm.js or of the page. */
import type { TerminalNotice, TerminalRequest } from '../../protocol/terminal.ts';
import { partsOf, type SessionName } from './names.ts';
import { readNotice } from './notice.ts';

/** First and longest wait before the next try, ms. */
const firstWaitMs = 250;
const longestWaitMs = 5000;
/** Parsed bytes are reported in pieces of this size: a quarter of the server's least window. */
const ackBytes = 32 * 1024;
/** Errors that pass by themselves: the lab is on its way. */
const passing = new Set(['lab-restarted', 'lab-not-running', 'lab-unavailable', 'session-ended']);

export type ConnectionState =
  | { readonly name: 'connecting' }
  | { readonly name: 'open' }
  /** `at`: when it is tried again, in `performance.now()`. */
  | {
      readonly name: 'waiting';
      readonly at: number;
      readonly reason: string | null;
      /** Something was sent of which nothing was heard any more: it may not have arrived. */
      readonly unheard: boolean;
    }
  | { readonly name: 'refused'; readonly message: string }
  | { readonly name: 'closed' };

export interface ConnectionEvents {
  readonly size: () => { readonly cols: number; readonly rows: number };
  readonly onBytes: (bytes: Uint8Array) => void;
  readonly onNotice: (notice: TerminalNotice) => void;
  readonly onState: (state: ConnectionState) => void;
}

export class Connection {
  readonly #session: SessionName;
  readonly #events: ConnectionEvents;
  #socket: WebSocket | null = null;
  #state: ConnectionState = { name: 'closed' };
  #error: (TerminalNotice & { type: 'error' }) | null = null;
  #waitMs = firstWaitMs;
  #timer = 0;
  #parsed = 0;
  /** Input was sent since anything was received. */
  #unheard = false;

  constructor(session: SessionName, events: ConnectionEvents) {
    this.#session = session;
    this.#events = events;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** Connects now, whatever it was waiting for. */
  connect(): void {
    if (this.#socket) return;
    clearTimeout(this.#timer);
    this.#error = null;
    this.#parsed = 0;
    this.#unheard = false;
    this.#enter({ name: 'connecting' });
    const socket = new WebSocket(this.#address());
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    socket.addEventListener('message', (event) => this.#receive(socket, event.data));
    socket.addEventListener('close', () => this.#dropped(socket));
  }

  /** False when there is no terminal to type into. */
  input(bytes: Uint8Array<ArrayBuffer>): boolean {
    if (this.#state.name !== 'open') return false;
    this.#socket?.send(bytes);
    this.#unheard = true;
    return true;
  }

  send(request: TerminalRequest): void {
    if (this.#state.name === 'open') this.#socket?.send(JSON.stringify(request));
  }

  /** The socket whose bytes are being parsed: what an older one still had under way is not acknowledged to a newer. */
  get token(): unknown {
    return this.#socket;
  }

  parsed(bytes: number, token: unknown): void {
    if (token !== this.#socket) return;
    this.#parsed += bytes;
    if (this.#parsed < ackBytes) return;
    this.send({ type: 'ack', bytes: this.#parsed });
    this.#parsed = 0;
  }

  close(): void {
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
    this.#enter({ name: 'closed' });
  }

  #address(): URL {
    const { program, node } = partsOf(this.#session);
    const { cols, rows } = this.#events.size();
    const address = new URL('/ws/terminal', location.href);
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
    address.search = new URLSearchParams({ node, program, cols: `${cols}`, rows: `${rows}` }).toString();
    return address;
  }

  #enter(state: ConnectionState): void {
    this.#state = state;
    this.#events.onState(state);
  }

  #receive(socket: WebSocket, data: unknown): void {
    if (socket !== this.#socket) return;
    this.#unheard = false;
    if (data instanceof ArrayBuffer) {
      this.#events.onBytes(new Uint8Array(data));
      return;
    }
    const notice = typeof data === 'string' ? readNotice(data) : null;
    if (!notice) return;
    if (notice.type === 'error') {
      this.#error = notice;
      return;
    }
    if (notice.type === 'screen' && this.#state.name !== 'open') {
      this.#waitMs = firstWaitMs;
      this.#enter({ name: 'open' });
    }
    this.#events.onNotice(notice);
  }

  #dropped(socket: WebSocket): void {
    if (socket !== this.#socket) return;
    this.#socket = null;
    const error = this.#error;
    if (error && !passing.has(error.code)) {
      this.#enter({ name: 'refused', message: error.message });
      return;
    }
    this.#enter({
      name: 'waiting',
      at: performance.now() + this.#waitMs,
      reason: error?.message ?? null,
      unheard: this.#unheard,
    });
    this.#timer = window.setTimeout(() => this.connect(), this.#waitMs);
    this.#waitMs = Math.min(longestWaitMs, this.#waitMs * 2);
  }
}

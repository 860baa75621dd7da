/** The connection to one terminal, opened again when it is lost. Knows nothing of xterm.js or of the page. */
import type { TerminalNotice, TerminalRequest } from '../../protocol/terminal.ts';
import { LiveSocket, type Loss } from '../network/live-socket.ts';
import { partsOf, type SessionName } from './names.ts';
import { readNotice } from './notice.ts';

/** The longest wait between two tries, ms. */
const longestWaitMs = 5000;
/** Parsed bytes are reported in pieces of this size: a quarter of the server's least window. */
const ackBytes = 32 * 1024;
/** Errors that pass by themselves: the lab is on its way, or a machine of it will be turned on. */
const passing = new Set(['lab-restarted', 'lab-not-running', 'lab-unavailable', 'node-off', 'session-ended']);

export type ConnectionState =
  | { readonly name: 'connecting' }
  | { readonly name: 'open' }
  | ({ readonly name: 'waiting'; readonly reason: string | null } & Loss)
  /** `forPage`: the server knows the page's learner no more, so only a reload helps. */
  | { readonly name: 'refused'; readonly message: string; readonly forPage: boolean }
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
  readonly #socket: LiveSocket;
  #state: ConnectionState = { name: 'closed' };
  #error: (TerminalNotice & { type: 'error' }) | null = null;
  #token: unknown = null;
  #parsed = 0;

  constructor(session: SessionName, events: ConnectionEvents) {
    this.#session = session;
    this.#events = events;
    this.#socket = new LiveSocket({
      address: () => this.#address(),
      longestWaitMs,
      onConnecting: () => {
        this.#error = null;
        this.#enter({ name: 'connecting' });
      },
      onMessage: (data) => this.#receive(data),
      onLost: (loss) => this.#lost(loss),
      onRefused: (message) => this.#enter({ name: 'refused', message, forPage: true }),
    });
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** Connects now, whatever it was waiting for. */
  connect(): void {
    this.#socket.connect();
  }

  /** False when there is no terminal to type into. */
  input(bytes: Uint8Array<ArrayBuffer>): boolean {
    return this.#state.name === 'open' && this.#socket.send(bytes, true);
  }

  send(request: TerminalRequest): void {
    if (this.#state.name === 'open') this.#socket.send(JSON.stringify(request));
  }

  /** The socket whose bytes are being parsed: what an older one still had under way is not acknowledged to a newer. */
  get token(): unknown {
    return this.#socket.token;
  }

  parsed(bytes: number, token: unknown): void {
    if (token !== this.#socket.token) return;
    if (token !== this.#token) [this.#token, this.#parsed] = [token, 0];
    this.#parsed += bytes;
    if (this.#parsed < ackBytes) return;
    this.send({ type: 'ack', bytes: this.#parsed });
    this.#parsed = 0;
  }

  close(): void {
    this.#socket.close();
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

  #receive(data: unknown): void {
    if (data instanceof ArrayBuffer) {
      this.#events.onBytes(new Uint8Array(data));
      return;
    }
    const notice = typeof data === 'string' ? readNotice(data) : null;
    if (!notice) return;
    if (notice.type === 'pong') {
      this.#socket.answered();
      return;
    }
    if (notice.type === 'error') {
      this.#error = notice;
      return;
    }
    if (notice.type === 'screen' && this.#state.name !== 'open') {
      this.#socket.works();
      this.#enter({ name: 'open' });
    }
    this.#events.onNotice(notice);
  }

  #lost({ at, unproven }: Loss): boolean {
    const error = this.#error;
    if (error && !passing.has(error.code)) {
      this.#enter({ name: 'refused', message: error.message, forPage: false });
      return false;
    }
    // A server that says why it closes has lost nothing: what was typed went to a program that is no more.
    this.#enter({ name: 'waiting', at, reason: error?.message ?? null, unproven: unproven && !error });
    return true;
  }
}

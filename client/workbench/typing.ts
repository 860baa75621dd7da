/** What the learner types, on its way to the program: in pieces, with the write lock, and never to a program that is not there. */
import type { Connection } from './connection.ts';
import type { Emulator } from './emulator.ts';
import type { TerminalStatus } from './terminal-status.ts';

/** A paste travels in pieces, UTF-16 units, so that no frame passes the server's limit. */
const pieceSize = 16 * 1024;

const encoder = new TextEncoder();

export class Typing {
  readonly #connection: Connection;
  readonly #emulator: Emulator;
  readonly #status: TerminalStatus;
  readonly #changed: () => void;

  /** `changed` is called when there is something new to tell the learner. */
  constructor(connection: Connection, emulator: Emulator, status: TerminalStatus, changed: () => void) {
    this.#connection = connection;
    this.#emulator = emulator;
    this.#status = status;
    this.#changed = changed;
  }

  /** False when not all of it was sent. */
  type(text: string): boolean {
    if (this.#status.exited || !this.#takeWriteLock()) return false;
    this.#forgetLost();
    for (const piece of pieces(text, pieceSize)) if (!this.#send(encoder.encode(piece))) return false;
    return true;
  }

  /** Who types again has seen what arrived. */
  #forgetLost(): void {
    const status = this.#status;
    if (this.#connection.state.name !== 'open' || !(status.unproven || status.dropped)) return;
    status.unproven = false;
    status.dropped = false;
    this.#changed();
  }

  /** What the terminal says by itself. Nobody typed it: it takes no write lock, and where it cannot be sent nothing is missed. */
  report(data: string): void {
    this.#report(encoder.encode(data));
  }

  /** Mouse reports whose units are bytes. */
  reportBinary(data: string): void {
    this.#report(Uint8Array.from(data, (unit) => unit.charCodeAt(0) & 255));
  }

  resized(cols: number, rows: number): void {
    if (this.#status.writer) this.#connection.send({ type: 'resize', cols, rows });
  }

  restart(): void {
    this.#connection.send({ type: 'restart' });
  }

  /** The server said who writes, or this page takes the write lock. */
  setWriter(writer: boolean): void {
    const { terminal } = this.#emulator;
    this.#status.writer = writer;
    this.#emulator.follow(writer ? null : { cols: terminal.cols, rows: terminal.rows });
    // The server has the other page's size, which may happen to be what this pane showed too.
    this.resized(terminal.cols, terminal.rows);
    this.#changed();
  }

  /** The last page that is typed in has the write lock. */
  #takeWriteLock(): boolean {
    if (this.#status.writer) return true;
    if (this.#connection.state.name !== 'open') return this.#send(new Uint8Array());
    this.#connection.send({ type: 'take' });
    this.setWriter(true);
    return true;
  }

  #report(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.#status.writer && !this.#status.exited) this.#connection.input(bytes);
  }

  #send(bytes: Uint8Array<ArrayBuffer>): boolean {
    if (this.#connection.input(bytes)) return true;
    this.#status.dropped = true;
    this.#changed();
    return false;
  }
}

/** Pieces of at most that many UTF-16 units, never cut between the two halves of a character beyond U+FFFF. */
export function* pieces(text: string, size: number): Generator<string> {
  for (let from = 0; from < text.length; ) {
    let to = Math.min(text.length, from + size);
    if (to < text.length && /[\uD800-\uDBFF]/.test(text.charAt(to - 1))) to -= 1;
    yield text.slice(from, to);
    from = to;
  }
}

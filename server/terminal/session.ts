/** One program behind a terminal. It outlives the sockets of its readers, and the program's own end. */
import type { TerminalNotice } from '../../protocol/terminal.ts';
import type { Pty } from '../driver/driver.ts';
import { InputOverflow, SessionEnded, type TerminalError, toNotice } from './errors.ts';
import type { Size } from './headless-terminal.ts';
import { InputQueue, inputLimit } from './input-queue.ts';
import { Output } from './output.ts';
import { PauseReasons } from './pause-reasons.ts';
import { Reader, type Sink } from './reader.ts';

/** Starts the session's program with a pty of that size. */
export type Spawn = (size: Size) => Pty;

/** The page's size settles within this, ms: a divider that is dragged must not redraw a program a hundred times. */
const resizeMs = 30;

/**
 * Said to every terminal when a program ends: back from the alternate screen, modes and colours as usual, mouse and
 * bracketed paste off, on a line of its own. A program that was killed leaves all that behind.
 */
const afterProgram = Buffer.from(
  '\x1b[?1047l\x1b[!p\x1b[?9l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1004l\x1b[?1006l\x1b[?2004l\r\n',
);

interface Running {
  readonly pty: Pty;
  readonly input: InputQueue;
  readonly pauseReasons: PauseReasons;
}

export interface SessionOptions {
  readonly onError?: (error: unknown) => void;
}

export class TerminalSession {
  readonly #output: Output;
  #spawn: Spawn;
  #running: Running | null = null;
  #exit: TerminalNotice | null = null;
  #writer: Reader | null = null;
  #resizeTimer: NodeJS.Timeout | undefined;
  #wantedSize: Size;
  #lastActivity = performance.now();
  #disposed = false;

  /** @throws what `spawn` throws */
  constructor(size: Size, spawn: Spawn, options: SessionOptions = {}) {
    this.#spawn = spawn;
    this.#wantedSize = size;
    this.#output = new Output({
      size,
      setPause: (reason, on) => this.#running?.pauseReasons.set(reason, on),
      isWriter: (reader) => reader === this.#writer,
      onError: options.onError ?? (() => {}),
    });
    this.#start(size);
  }

  get exited(): boolean {
    return this.#exit !== null;
  }

  get watched(): boolean {
    return this.#output.readers.size > 0;
  }

  /** When something was last read, written or left, in `performance.now()`. */
  get lastActivity(): number {
    return this.#lastActivity;
  }

  /** A restart uses the newest way to start the program. */
  useSpawn(spawn: Spawn): void {
    this.#spawn = spawn;
  }

  /** The newest reader that may write takes the pen: it is the tab in front of the learner. */
  attach(sink: Sink, size: Size, mayWrite: boolean): Reader {
    const reader = new Reader(this.#output.log, sink, mayWrite);
    if (this.#disposed) {
      this.#refuse(reader, new SessionEnded());
      return reader;
    }
    if (mayWrite) {
      this.#giveThePenTo(reader);
      this.#applySize(size);
    }
    this.#output.join(reader);
    if (this.#exit) reader.notify(this.#exit);
    return reader;
  }

  detach(reader: Reader): void {
    this.#output.leave(reader);
    this.#lastActivity = performance.now();
    if (this.#writer !== reader) return;
    this.#writer = null;
    const next = [...this.#output.readers].findLast((other) => other.mayWrite);
    if (next) this.#giveThePenTo(next);
  }

  acked(reader: Reader, bytes: number): void {
    this.#output.acked(reader, bytes);
  }

  /** Keystrokes of the writer; anyone else's are dropped. */
  input(reader: Reader, bytes: Buffer): void {
    if (reader !== this.#writer || !this.#running) return;
    this.#lastActivity = performance.now();
    this.#output.keyTyped(reader);
    if (!this.#running.input.push(bytes)) this.#refuse(reader, new InputOverflow(inputLimit));
  }

  resize(reader: Reader, size: Size): void {
    if (reader !== this.#writer) return;
    this.#wantedSize = size;
    this.#resizeTimer ??= setTimeout(() => this.#applySize(this.#wantedSize), resizeMs);
  }

  /** A reader that gave the pen away takes it back. */
  take(reader: Reader): void {
    if (reader.mayWrite && reader !== this.#writer && this.#output.readers.has(reader)) {
      this.#giveThePenTo(reader);
    }
  }

  /** Starts the program again, after it has ended. @throws what `spawn` throws */
  restart(reader: Reader): void {
    if (reader !== this.#writer || !this.#exit || this.#disposed) return;
    this.#start(this.#output.size);
    this.#exit = null;
    this.#output.notifyAll({ type: 'started' });
  }

  /** Ends the program and tells the readers why. */
  dispose(reason: TerminalError = new SessionEnded()): void {
    if (this.#disposed) return;
    this.#disposed = true;
    clearTimeout(this.#resizeTimer);
    this.#running?.input.close();
    this.#running?.pty.kill();
    // A paused pty would not notice its end.
    this.#running?.pty.resume();
    for (const reader of [...this.#output.readers]) this.#refuse(reader, reason);
    this.#output.dispose();
  }

  #start(size: Size): void {
    const pty = this.#spawn(size);
    this.#running = { pty, input: new InputQueue(pty.fd), pauseReasons: new PauseReasons(pty) };
    pty.onData((bytes) => {
      this.#lastActivity = performance.now();
      this.#output.write(bytes);
    });
    pty.onExit(({ code, signal }) => this.#ended(code, signal));
  }

  #ended(code: number, signal: number | null): void {
    this.#running?.input.close();
    this.#running = null;
    this.#lastActivity = performance.now();
    if (this.#disposed) return;
    this.#output.write(afterProgram);
    this.#exit = { type: 'exit', code, signal };
    this.#output.notifyAll(this.#exit);
  }

  #giveThePenTo(reader: Reader): void {
    const before = this.#writer;
    if (before === reader) return;
    this.#writer = reader;
    before?.notify({ type: 'role', writer: false });
    if (this.#output.readers.has(reader)) reader.notify({ type: 'role', writer: true });
  }

  #applySize(size: Size): void {
    clearTimeout(this.#resizeTimer);
    this.#resizeTimer = undefined;
    this.#wantedSize = size;
    const { cols, rows } = this.#output.size;
    if (cols === size.cols && rows === size.rows) return;
    this.#output.resize(size);
    this.#running?.pty.resize(size.cols, size.rows);
    for (const reader of this.#output.readers) {
      if (reader !== this.#writer) reader.notify({ type: 'size', cols: size.cols, rows: size.rows });
    }
  }

  #refuse(reader: Reader, reason: TerminalError): void {
    reader.sink.sendNotice(toNotice(reason));
    reader.sink.close();
  }
}

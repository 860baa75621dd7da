/** One program behind a terminal. It outlives the sockets of its subscribers, and the program's own end. */
import type { TerminalNotice } from '../../protocol/terminal.ts';
import type { Pty } from '../driver/driver.ts';
import { InputOverflow, SessionEnded, type TerminalError, toNotice } from './errors.ts';
import type { Size } from './headless-terminal.ts';
import { InputQueue, inputLimit } from './input-queue.ts';
import { Output } from './output.ts';
import { PauseReasons } from './pause-reasons.ts';
import { type Sink, Subscriber } from './subscriber.ts';

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
  #writer: Subscriber | null = null;
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
      isWriter: (subscriber) => subscriber === this.#writer,
      onError: options.onError ?? (() => {}),
    });
    this.#start(size);
  }

  get exited(): boolean {
    return this.#exit !== null;
  }

  get watched(): boolean {
    return this.#output.subscribers.size > 0;
  }

  /** When something was last read, written or left, in `performance.now()`. */
  get lastActivity(): number {
    return this.#lastActivity;
  }

  /** A restart uses the newest way to start the program. */
  useSpawn(spawn: Spawn): void {
    this.#spawn = spawn;
  }

  /** The newest subscriber that may write takes the write lock: it is the tab in front of the learner. */
  attach(sink: Sink, size: Size, mayWrite: boolean): Subscriber {
    const subscriber = new Subscriber(this.#output.log, sink, mayWrite);
    if (this.#disposed) {
      this.#refuse(subscriber, new SessionEnded());
      return subscriber;
    }
    if (mayWrite) {
      this.#giveWriteLockTo(subscriber);
      this.#applySize(size);
    }
    this.#output.join(subscriber);
    if (this.#exit) subscriber.notify(this.#exit);
    return subscriber;
  }

  detach(subscriber: Subscriber): void {
    this.#output.leave(subscriber);
    this.#lastActivity = performance.now();
    if (this.#writer !== subscriber) return;
    this.#writer = null;
    const next = [...this.#output.subscribers].findLast((other) => other.mayWrite);
    if (next) this.#giveWriteLockTo(next);
  }

  acked(subscriber: Subscriber, bytes: number): void {
    this.#output.acked(subscriber, bytes);
  }

  /** Keystrokes of the writer; anyone else's are dropped. */
  input(subscriber: Subscriber, bytes: Buffer): void {
    if (subscriber !== this.#writer || !this.#running) return;
    this.#lastActivity = performance.now();
    this.#output.keyTyped(subscriber);
    if (!this.#running.input.push(bytes)) this.#refuse(subscriber, new InputOverflow(inputLimit));
  }

  resize(subscriber: Subscriber, size: Size): void {
    if (subscriber !== this.#writer) return;
    this.#wantedSize = size;
    this.#resizeTimer ??= setTimeout(() => this.#applySize(this.#wantedSize), resizeMs);
  }

  /** A subscriber that gave the write lock away takes it back. */
  take(subscriber: Subscriber): void {
    if (subscriber.mayWrite && subscriber !== this.#writer && this.#output.subscribers.has(subscriber)) {
      this.#giveWriteLockTo(subscriber);
    }
  }

  /** Starts the program again, after it has ended. @throws what `spawn` throws */
  restart(subscriber: Subscriber): void {
    if (subscriber !== this.#writer || !this.#exit || this.#disposed) return;
    this.#start(this.#output.size);
    this.#exit = null;
    this.#output.notifyAll({ type: 'started' });
  }

  /** Ends the program and tells the subscribers why. */
  dispose(reason: TerminalError = new SessionEnded()): void {
    if (this.#disposed) return;
    this.#disposed = true;
    clearTimeout(this.#resizeTimer);
    this.#running?.input.close();
    this.#running?.pty.kill();
    // A paused pty would not notice its end.
    this.#running?.pty.resume();
    for (const subscriber of [...this.#output.subscribers]) this.#refuse(subscriber, reason);
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

  #giveWriteLockTo(subscriber: Subscriber): void {
    const before = this.#writer;
    if (before === subscriber) return;
    this.#writer = subscriber;
    before?.notify({ type: 'role', writer: false });
    if (this.#output.subscribers.has(subscriber)) subscriber.notify({ type: 'role', writer: true });
  }

  #applySize(size: Size): void {
    clearTimeout(this.#resizeTimer);
    this.#resizeTimer = undefined;
    this.#wantedSize = size;
    const { cols, rows } = this.#output.size;
    if (cols === size.cols && rows === size.rows) return;
    this.#output.resize(size);
    this.#running?.pty.resize(size.cols, size.rows);
    for (const subscriber of this.#output.subscribers) {
      if (subscriber !== this.#writer) subscriber.notify({ type: 'size', cols: size.cols, rows: size.rows });
    }
  }

  #refuse(subscriber: Subscriber, reason: TerminalError): void {
    subscriber.sink.sendNotice(toNotice(reason));
    subscriber.sink.close();
  }
}

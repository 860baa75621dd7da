/**
 * The output of a program on its way to its readers: one bounded log, a screen for what the log no longer holds, and
 * readers that are positions in it. Memory is bounded whatever the readers do; the program is held back only when no
 * reader can take more.
 */
import { type TerminalNotice, terminalProtocolVersion } from '../../protocol/terminal.ts';
import { BackPressure } from './back-pressure.ts';
import { Batcher } from './batcher.ts';
import { incompleteTail, longestSequence } from './escape.ts';
import type { Size } from './headless-terminal.ts';
import type { PauseReason } from './pause-reasons.ts';
import { RawLog } from './raw-log.ts';
import type { Reader } from './reader.ts';
import { Screen } from './screen.ts';

/** A reader that the log has left behind gets a new screen at most this often, ms. */
const catchUpMs = 300;
/** How soon a screen that could not be drawn is tried again, ms: twice as late each time. */
const [soonestRetryMs, latestRetryMs] = [200, 10_000];

/** What the output needs of a screen; a test brings its own. */
export type ScreenKeeper = Pick<Screen, 'offset' | 'size' | 'resizeAt' | 'advance' | 'snapshot' | 'dispose'>;

export interface OutputOptions {
  readonly size: Size;
  /** Holds the program back, or lets it go on. */
  readonly setPause: (reason: PauseReason, on: boolean) => void;
  readonly isWriter: (reader: Reader) => boolean;
  /** A screen could not be drawn. */
  readonly onError: (error: unknown) => void;
  readonly screen?: ScreenKeeper;
}

export class Output {
  readonly log = new RawLog();
  readonly #options: OutputOptions;
  readonly #screen: ScreenKeeper;
  readonly #readers = new Set<Reader>();
  readonly #batcher = new Batcher(() => this.#pump());
  readonly #pressure: BackPressure;
  /** Readers of the screen that is being drawn; null when none is. */
  #drawing: Promise<void> | null = null;
  #advancing = 0;
  #lastScreen = Number.NEGATIVE_INFINITY;
  /** How long the next drawing waits because the last one failed, ms; 0 when it did not. */
  #retryMs = 0;
  #catchUp: NodeJS.Timeout | null = null;
  #disposed = false;

  constructor(options: OutputOptions) {
    this.#options = options;
    this.#screen = options.screen ?? new Screen(options.size);
    this.#pressure = new BackPressure(this.#readers, options.setPause);
  }

  get readers(): ReadonlySet<Reader> {
    return this.#readers;
  }

  get size(): Size {
    return this.#screen.size;
  }

  /** Output of the program. */
  write(bytes: Buffer): void {
    if (this.#disposed) return;
    this.#makeRoom(bytes.length);
    this.log.append(bytes);
    this.#pressure.wrote(bytes.length);
    this.#batcher.added(bytes.length);
  }

  /** A reader has typed: the answer must not wait for more output, nor for what spares a terminal that nobody reads. */
  keyTyped(reader: Reader): void {
    reader.typed();
    this.#batcher.keyTyped();
    if (this.#retryMs === 0) this.#lastScreen = Number.NEGATIVE_INFINITY;
    this.#pressure.watched();
    this.#drawScreens();
  }

  resize(size: Size): void {
    this.#screen.resizeAt(this.log.end, size);
  }

  join(reader: Reader): void {
    this.#readers.add(reader);
    this.#drawScreens();
    this.#pressure.update();
  }

  leave(reader: Reader): void {
    this.#readers.delete(reader);
    this.#pressure.update();
  }

  acked(reader: Reader, bytes: number): void {
    const waits = reader.flow.blocked || reader.wantsScreen;
    reader.acked(bytes);
    // One that has room goes on with the next batch, whole.
    if (!waits) return;
    reader.pump();
    this.#afterPump();
  }

  /** To every reader, after all output up to now. */
  notifyAll(notice: TerminalNotice): void {
    this.#batcher.flush();
    for (const reader of this.#readers) reader.notify(notice);
  }

  dispose(): void {
    this.#disposed = true;
    this.#batcher.dispose();
    this.#pressure.dispose();
    if (this.#catchUp) clearTimeout(this.#catchUp);
    this.#screen.dispose();
  }

  #pump(): void {
    for (const reader of this.#readers) reader.pump();
    this.#afterPump();
  }

  #afterPump(): void {
    this.#drawScreens();
    this.#pressure.update();
  }

  /** Drops the older half of a full log; what is dropped goes onto the screen. */
  #makeRoom(size: number): void {
    const wanted = this.log.cutFor(size);
    if (wanted === null) return;
    const from = this.#screen.offset;
    if (wanted > from) {
      const cut = this.#beforeIncomplete(from, wanted);
      const done = this.#screen.advance(this.log.parts(from, cut), this.log.parts(cut));
      if (done) this.#pauseWhile(done);
    }
    this.#forgetBefore(Math.min(wanted, this.#screen.offset));
  }

  /** Where the last sequence or character before `to` begins, if it is not whole there; else `to`. */
  #beforeIncomplete(from: number, to: number): number {
    return to - incompleteTail(this.log.view(Math.max(from, to - longestSequence), to));
  }

  #forgetBefore(offset: number): void {
    this.log.dropBefore(
      offset,
      this.#anyReader(({ sink }) => sink.holdsBytes),
    );
  }

  #pauseWhile(work: Promise<void>): void {
    this.#advancing += 1;
    this.#options.setPause('screen', true);
    work.catch(this.#options.onError).finally(() => {
      this.#advancing -= 1;
      if (this.#advancing === 0) this.#options.setPause('screen', false);
    });
  }

  /** Newcomers at once; readers that were left behind in their turn; and all of them later when the last drawing failed. */
  #drawScreens(): void {
    if (this.#drawing || this.#disposed || !this.#anyReader((reader) => reader.wantsScreen)) return;
    const waiting = [...this.#readers].filter((reader) => reader.wantsScreen);
    const wait = this.#lastScreen + this.#pauseFor(waiting) - performance.now();
    if (wait > 0) {
      this.#drawSoon(wait);
      return;
    }
    const work = this.#drawFor(waiting).finally(() => {
      this.#drawing = null;
      this.#lastScreen = performance.now();
      this.#pump();
    });
    this.#drawing = work;
    this.#pauseWhile(work);
  }

  /** How long after the last drawing the next one begins, ms. */
  #pauseFor(waiting: readonly Reader[]): number {
    if (this.#retryMs > 0) return this.#retryMs;
    return waiting.every((reader) => reader.position !== null) ? catchUpMs : 0;
  }

  async #drawFor(waiting: readonly Reader[]): Promise<void> {
    // It counts as failed until it is done.
    this.#retryMs = Math.min(Math.max(soonestRetryMs, 2 * this.#retryMs), latestRetryMs);
    const from = this.#screen.offset;
    const offset = this.#beforeIncomplete(from, this.log.end);
    const { drawing, size } = await this.#screen.snapshot(
      this.log.parts(from, offset),
      waiting.every((reader) => reader.asks),
    );
    for (const reader of waiting) {
      if (!this.#readers.has(reader)) continue;
      reader.begin({ drawing, size, offset }, this.#options.isWriter(reader), terminalProtocolVersion);
    }
    this.#retryMs = 0;
    this.#release();
  }

  /** Forgets what the screen shows and every reader has. */
  #release(): void {
    let needed = this.#screen.offset;
    for (const { position } of this.#readers) if (position !== null) needed = Math.min(needed, position);
    this.#forgetBefore(needed);
  }

  /** Asked for each piece of output: without a list made for it. */
  #anyReader(has: (reader: Reader) => boolean): boolean {
    for (const reader of this.#readers) if (has(reader)) return true;
    return false;
  }

  #drawSoon(ms: number): void {
    this.#catchUp ??= setTimeout(() => {
      this.#catchUp = null;
      this.#drawScreens();
    }, ms).unref();
  }
}

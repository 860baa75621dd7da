/**
 * The output of a program on its way to its subscribers: one bounded log, a screen for what the log no longer holds, and
 * subscribers that are positions in it. Memory is bounded whatever the subscribers do; the program is held back only when no
 * subscriber can take more.
 */
import { type TerminalNotice, terminalProtocolVersion } from '../../protocol/terminal.ts';
import { BackPressure } from './back-pressure.ts';
import { Batcher } from './batcher.ts';
import { incompleteTail, longestSequence } from './escape.ts';
import type { Size } from './headless-terminal.ts';
import type { PauseReason } from './pause-reasons.ts';
import { RawLog } from './raw-log.ts';
import { Screen } from './screen.ts';
import type { Subscriber } from './subscriber.ts';

/** A subscriber that the log has left behind gets a new screen at most this often, ms. */
const catchUpMs = 300;
/** How soon a screen that could not be drawn is tried again, ms: twice as late each time. */
const [soonestRetryMs, latestRetryMs] = [200, 10_000];

/** What the output needs of a screen; a test brings its own. */
export type ScreenKeeper = Pick<Screen, 'offset' | 'size' | 'resizeAt' | 'advance' | 'snapshot' | 'dispose'>;

export interface OutputOptions {
  readonly size: Size;
  /** Holds the program back, or lets it go on. */
  readonly setPause: (reason: PauseReason, on: boolean) => void;
  readonly isWriter: (subscriber: Subscriber) => boolean;
  /** A screen could not be drawn. */
  readonly onError: (error: unknown) => void;
  readonly screen?: ScreenKeeper;
}

export class Output {
  readonly log = new RawLog();
  readonly #options: OutputOptions;
  readonly #screen: ScreenKeeper;
  readonly #subscribers = new Set<Subscriber>();
  readonly #batcher = new Batcher(() => this.#pump());
  readonly #pressure: BackPressure;
  /** Subscribers of the screen that is being drawn; null when none is. */
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
    this.#pressure = new BackPressure(this.#subscribers, options.setPause);
  }

  get subscribers(): ReadonlySet<Subscriber> {
    return this.#subscribers;
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

  /** A subscriber has typed: the answer must not wait for more output, nor for what spares a terminal that nobody reads. */
  keyTyped(subscriber: Subscriber): void {
    subscriber.typed();
    this.#batcher.keyTyped();
    if (this.#retryMs === 0) this.#lastScreen = Number.NEGATIVE_INFINITY;
    this.#pressure.watched();
    this.#drawScreens();
  }

  resize(size: Size): void {
    this.#screen.resizeAt(this.log.end, size);
  }

  join(subscriber: Subscriber): void {
    this.#subscribers.add(subscriber);
    this.#drawScreens();
    this.#pressure.update();
  }

  leave(subscriber: Subscriber): void {
    this.#subscribers.delete(subscriber);
    this.#pressure.update();
  }

  acked(subscriber: Subscriber, bytes: number): void {
    const waits = subscriber.flow.blocked || subscriber.wantsScreen;
    subscriber.acked(bytes);
    // One that has room goes on with the next batch, whole.
    if (!waits) return;
    subscriber.pump();
    this.#afterPump();
  }

  /** To every subscriber, after all output up to now. */
  notifyAll(notice: TerminalNotice): void {
    this.#batcher.flush();
    for (const subscriber of this.#subscribers) subscriber.notify(notice);
  }

  dispose(): void {
    this.#disposed = true;
    this.#batcher.dispose();
    this.#pressure.dispose();
    if (this.#catchUp) clearTimeout(this.#catchUp);
    this.#screen.dispose();
  }

  #pump(): void {
    for (const subscriber of this.#subscribers) subscriber.pump();
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
      this.#anySubscriber(({ sink }) => sink.holdsBytes),
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

  /** Newcomers at once; subscribers that were left behind in their turn; and all of them later when the last drawing failed. */
  #drawScreens(): void {
    if (this.#drawing || this.#disposed || !this.#anySubscriber((subscriber) => subscriber.wantsScreen))
      return;
    const waiting = [...this.#subscribers].filter((subscriber) => subscriber.wantsScreen);
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
  #pauseFor(waiting: readonly Subscriber[]): number {
    if (this.#retryMs > 0) return this.#retryMs;
    return waiting.every((subscriber) => subscriber.position !== null) ? catchUpMs : 0;
  }

  async #drawFor(waiting: readonly Subscriber[]): Promise<void> {
    // It counts as failed until it is done.
    this.#retryMs = Math.min(Math.max(soonestRetryMs, 2 * this.#retryMs), latestRetryMs);
    const from = this.#screen.offset;
    const offset = this.#beforeIncomplete(from, this.log.end);
    const { drawing, size } = await this.#screen.snapshot(
      this.log.parts(from, offset),
      waiting.every((subscriber) => subscriber.asks),
    );
    for (const subscriber of waiting) {
      if (!this.#subscribers.has(subscriber)) continue;
      subscriber.begin(
        { drawing, size, offset },
        this.#options.isWriter(subscriber),
        terminalProtocolVersion,
      );
    }
    this.#retryMs = 0;
    this.#release();
  }

  /** Forgets what the screen shows and every subscriber has. */
  #release(): void {
    let needed = this.#screen.offset;
    for (const { position } of this.#subscribers) if (position !== null) needed = Math.min(needed, position);
    this.#forgetBefore(needed);
  }

  /** Asked for each piece of output: without a list made for it. */
  #anySubscriber(has: (subscriber: Subscriber) => boolean): boolean {
    for (const subscriber of this.#subscribers) if (has(subscriber)) return true;
    return false;
  }

  #drawSoon(ms: number): void {
    this.#catchUp ??= setTimeout(() => {
      this.#catchUp = null;
      this.#drawScreens();
    }, ms).unref();
  }
}

/**
 * One subscriber of a terminal: a position in the output, and what is under way to it. It holds no output of its own, so that
 * a subscriber that stalls costs nothing; when the log has moved past it, it is given a new screen instead.
 */
import type { TerminalNotice } from '../../protocol/terminal.ts';
import { frameSize } from './batcher.ts';
import { SubscriberFlow } from './flow.ts';
import type { Size } from './headless-terminal.ts';

/** Where a subscriber's frames go: a websocket, or a test. */
export interface Sink {
  /** Bytes that it was given are not all on their way: they must stay as they are. */
  readonly holdsBytes: boolean;
  sendBytes(bytes: Buffer): void;
  sendNotice(notice: TerminalNotice): void;
  close(): void;
}

/** The output as a subscriber sees it. */
export interface Source {
  readonly start: number;
  readonly end: number;
  /** It does not change while the sink says that it holds bytes. */
  view(from: number, to: number): Buffer;
}

export interface ScreenImage {
  readonly drawing: Buffer;
  readonly size: Size;
  /** Output from here on is not on it. */
  readonly offset: number;
}

export class Subscriber {
  readonly sink: Sink;
  /** A watcher never writes; a writer does while it has the write lock. */
  readonly mayWrite: boolean;
  readonly flow: SubscriberFlow;
  readonly #source: Source;
  /** It has typed, and wants to see what came of it. */
  #asks = false;
  /** It has read something since it was last given a screen for what it typed. */
  #reads = true;
  /** Null until the first screen, and again while a newer one is drawn. */
  #position: number | null = null;
  /** Notices that must not pass the output before them, with the offset they follow. */
  #later: { readonly at: number; readonly notice: TerminalNotice }[] = [];

  constructor(source: Source, sink: Sink, mayWrite: boolean, now = performance.now()) {
    this.#source = source;
    this.sink = sink;
    this.mayWrite = mayWrite;
    this.flow = new SubscriberFlow(now);
  }

  get position(): number | null {
    return this.#position;
  }

  /**
   * It has no screen, or the log has forgotten what it should read next; and it shows life: a screen is drawn for a subscriber
   * that was stalled as soon as it types or its window is less than full, while it still reads what was under way.
   */
  get wantsScreen(): boolean {
    if (this.flow.unacked >= this.flow.window && !this.#asks) return false;
    return this.#position === null || this.#position < this.#source.start;
  }

  /** It is given a screen for what it typed. */
  get asks(): boolean {
    return this.#asks;
  }

  /** What it types asks for a screen only if it also reads: else each key would put another under way. */
  typed(): void {
    this.#asks = this.#reads;
  }

  acked(bytes: number): void {
    this.flow.acked(bytes, performance.now());
    // One that reads sees what came of its keys: a later stall has nothing to do with them.
    [this.#asks, this.#reads] = [false, true];
  }

  /** Begins again from a screen; output goes on where the screen ends. */
  begin(image: ScreenImage, writer: boolean, version: number): void {
    if (this.#asks) [this.#asks, this.#reads] = [false, false];
    this.sink.sendNotice({
      type: 'screen',
      version,
      cols: image.size.cols,
      rows: image.size.rows,
      bytes: image.drawing.length,
      writer,
    });
    for (let from = 0; from < image.drawing.length; from += frameSize) {
      this.#send(image.drawing.subarray(from, from + frameSize));
    }
    this.#position = image.offset;
    this.pump();
  }

  /** Sends a notice after all output up to now. */
  notify(notice: TerminalNotice): void {
    this.#later.push({ at: this.#source.end, notice });
    this.pump();
  }

  /** Sends what there is and may be sent. */
  pump(): void {
    while (this.#position !== null && this.#position >= this.#source.start) {
      const due = this.#later[0];
      if (due && due.at <= this.#position) {
        this.#later.shift();
        this.sink.sendNotice(due.notice);
        continue;
      }
      const limit = Math.min(this.#source.end, due?.at ?? this.#source.end, this.#position + frameSize);
      if (limit <= this.#position || this.flow.blocked) return;
      this.#send(this.#source.view(this.#position, limit));
      this.#position = limit;
    }
  }

  #send(bytes: Buffer): void {
    this.flow.sent(bytes.length, performance.now());
    this.sink.sendBytes(bytes);
  }
}

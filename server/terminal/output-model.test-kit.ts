/** Output whose bytes tell where they belong, and pages that check that each is the next: for the tests of output.ts. */
import fc from 'fast-check';
import { expect } from 'vitest';
import type { TerminalNotice } from '../../protocol/terminal.ts';
import type { Pieces } from './escape.ts';
import { maxWindow } from './flow.ts';
import { Output, type ScreenKeeper } from './output.ts';
import type { PauseReason } from './pause-reasons.ts';
import { halfSize } from './raw-log.ts';
import { type Sink, Subscriber } from './subscriber.ts';

const size = { cols: 80, rows: 24 };

/** The byte at each offset of the output, so that a byte tells where it belongs. */
const byteAt = (offset: number): number => (offset * 7 + (offset >> 8)) % 251;
const bytesAt = (offset: number, length: number): Buffer =>
  Buffer.from(Uint8Array.from({ length }, (_, index) => byteAt(offset + index) | 0x80));

/** A screen that draws the offset it stands for. */
class NumberedScreen implements ScreenKeeper {
  offset = 0;
  size = size;
  /** Of each drawing, whether it was to be brief. */
  readonly brief: boolean[] = [];
  /** While it is set no drawing succeeds. */
  broken = false;
  resizeAt(): void {}
  advance(output: Pieces): Promise<void> {
    for (const { length } of output) this.offset += length;
    return Promise.resolve();
  }
  async snapshot(output: Pieces, brief: boolean) {
    this.brief.push(brief);
    for (const { length } of output) this.offset += length;
    const drawing = Buffer.from(String(this.offset).padStart(16, '0'));
    await Promise.resolve();
    if (this.broken) throw new Error('not drawn');
    return { drawing, size };
  }
  dispose(): void {}
}

/** A page that checks that each byte it gets is the next: at once, or, while its network is clogged, later. */
class CheckedPage implements Sink {
  subscriber: Subscriber | null = null;
  unacknowledged = 0;
  mostUnacknowledged = 0;
  offset = 0;
  screens = 0;
  isClogged = false;
  /** The pieces of the log that it has read parts of; a frame that spans two is a copy. */
  readonly memory = new Set<ArrayBufferLike>();
  #onTheWay: (Buffer | TerminalNotice)[] = [];
  #screenBytes = 0;

  get holdsBytes(): boolean {
    return this.#onTheWay.length > 0;
  }

  sendBytes(bytes: Buffer): void {
    this.unacknowledged += bytes.length;
    this.mostUnacknowledged = Math.max(this.mostUnacknowledged, this.unacknowledged);
    this.#send(bytes);
  }

  sendNotice(notice: TerminalNotice): void {
    this.#send(notice);
  }

  close(): void {}

  /** Its network is clogged no more. */
  readAll(): void {
    this.isClogged = false;
    for (const frame of this.#onTheWay.splice(0)) this.#read(frame);
  }

  /** What was on the way is lost. */
  hangUp(): void {
    this.isClogged = false;
    this.#onTheWay = [];
  }

  #send(frame: Buffer | TerminalNotice): void {
    if (this.isClogged) this.#onTheWay.push(frame);
    else this.#read(frame);
  }

  #read(frame: Buffer | TerminalNotice): void {
    if (Buffer.isBuffer(frame)) this.#readBytes(frame);
    else if (frame.type === 'screen') {
      this.screens += 1;
      this.#screenBytes = frame.bytes;
    }
  }

  #readBytes(bytes: Buffer): void {
    if (bytes.length < bytes.buffer.byteLength) this.memory.add(bytes.buffer);
    if (this.#screenBytes > 0) {
      expect(bytes.length).toBe(this.#screenBytes);
      this.offset = Number(bytes.toString());
      this.#screenBytes = 0;
      return;
    }
    expect(bytes.equals(bytesAt(this.offset, bytes.length))).toBe(true);
    this.offset += bytes.length;
  }
}

type PageAct = 'ack' | 'type' | 'clog' | 'drop' | 'join';
type Step =
  | { readonly kind: 'output'; readonly amount: number }
  | { readonly kind: PageAct; readonly page: number }
  | { readonly kind: 'turn' };

const page = fc.integer({ min: 0, max: 2 });
/** What may happen, in any order. */
export const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('output' as const),
      amount: fc.integer({ min: 1, max: 65_536 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('ack' as const), page }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constantFrom<PageAct>('type', 'clog', 'drop', 'join'), page }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('turn' as const) }) },
);

export const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

export class Model {
  readonly pauses = new Set<PauseReason>();
  readonly pages = [new CheckedPage(), new CheckedPage(), new CheckedPage()];
  readonly screen = new NumberedScreen();
  readonly errors: unknown[] = [];
  written = 0;
  readonly output = new Output({
    size,
    setPause: (reason, on) => (on ? this.pauses.add(reason) : this.pauses.delete(reason)),
    isWriter: () => true,
    onError: (error) => this.errors.push(error),
    screen: this.screen,
  });

  async take(step: Step): Promise<void> {
    if (step.kind === 'turn') await turn();
    else if (step.kind === 'output') this.write(step.amount);
    else this.act(step.kind, this.pages[step.page]);
    this.check();
  }

  /** A held program still hands over what was read before it was held, at most one piece. */
  write(amount: number): void {
    this.output.write(bytesAt(this.written, amount));
    this.written += amount;
  }

  act(kind: PageAct, page: CheckedPage | undefined): void {
    if (!page) return;
    if (kind === 'join' && !page.subscriber) {
      page.subscriber = new Subscriber(this.output.log, page, true);
      page.unacknowledged = 0;
      this.output.join(page.subscriber);
    } else if (kind === 'drop' && page.subscriber) {
      page.hangUp();
      this.output.leave(page.subscriber);
      page.subscriber = null;
    } else if (kind === 'type' && page.subscriber) {
      this.output.keyTyped(page.subscriber);
    } else if (kind === 'clog') {
      page.isClogged = true;
    } else if (kind === 'ack' && page.subscriber && page.unacknowledged > 0) {
      page.readAll();
      const bytes = page.unacknowledged;
      page.unacknowledged = 0;
      this.output.acked(page.subscriber, bytes);
    }
  }

  check(): void {
    const { log } = this.output;
    expect(this.errors).toEqual([]);
    expect(log.end).toBe(this.written);
    expect(log.end - log.start).toBeLessThanOrEqual(2 * halfSize);
    for (const { mostUnacknowledged } of this.pages) {
      expect(mostUnacknowledged).toBeLessThan(maxWindow + 2 * 65_536);
    }
    const subscribers = [...this.output.subscribers];
    const allFull = subscribers.length > 0 && subscribers.every((subscriber) => subscriber.flow.blocked);
    expect(this.pauses.has('subscribers')).toBe(allFull);
  }

  /** Everyone reads on until there is nothing left. */
  async settle(): Promise<void> {
    for (let round = 0; round < 400; round += 1) {
      for (const page of this.pages) this.act('ack', page);
      await turn();
      const open = this.pages.filter((page) => page.subscriber);
      if (open.every((page) => page.offset === this.written)) break;
      if (round > 20) await new Promise<void>((resolve) => setTimeout(resolve, 5));
    }
    for (const page of this.pages) if (page.subscriber) expect(page.offset).toBe(this.written);
  }
}

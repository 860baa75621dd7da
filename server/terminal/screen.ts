/**
 * What the terminal showed at one offset of its output: the part of the past that the log no longer holds. Usually a few
 * kilobytes of serialized screen; a headless terminal only while it is moved on, for one that is always on halves the
 * throughput and costs a megabyte.
 */
import { hasLines, inForceAfter, isPlain, type Pieces, startOfLastLines } from './escape.ts';
import {
  createHeadlessTerminal,
  fewLines,
  type HeadlessTerminal,
  type Size,
  scrollbackLines,
} from './headless-terminal.ts';

/** How long an unused headless terminal is kept, ms: a flood needs it again at once. */
const keepHeadlessMs = 2000;

type Step = Buffer | Size;
const isSize = (step: Step): step is Size => !Buffer.isBuffer(step);

export class Screen {
  #offset = 0;
  /** Draws the screen at `offset`, as far as the finished work goes. */
  #drawn: Buffer = Buffer.alloc(0);
  #drawnSize: Size;
  /** Size of the terminal at the newest output. */
  #size: Size;
  /** Changes of size that lie ahead of `offset`. */
  #resizes: { readonly at: number; readonly size: Size }[] = [];
  /** See HeadlessTerminal.carriedOver; known only between two pieces of work. */
  #carriedOver: string | null = '';
  #headless: HeadlessTerminal | null = null;
  #work: Promise<void> = Promise.resolve();
  #pending = 0;
  #keepTimer: NodeJS.Timeout | undefined;
  #disposed = false;

  constructor(size: Size) {
    this.#drawnSize = size;
    this.#size = size;
  }

  /** Output before this offset is on the screen, or on its way to it. */
  get offset(): number {
    return this.#offset;
  }

  get size(): Size {
    return this.#size;
  }

  /** The terminal has another size for output from that offset on. */
  resizeAt(at: number, size: Size): void {
    this.#size = size;
    if (this.#resizes.at(-1)?.at === at) this.#resizes.pop();
    this.#resizes.push({ at, size });
  }

  /**
   * Moves on by output that is about to be forgotten, `rest` being what follows it. Text that has scrolled away behind
   * `rest` is only skipped. Resolves when the work is done.
   */
  advance(output: Pieces, rest: Pieces): Promise<void> | null {
    if (this.#skip(output, rest)) return null;
    return this.#feed(Buffer.concat(output));
  }

  /** Output that draws the screen after `output`, which moves it on; `brief`, with few lines above it. */
  async snapshot(output: Pieces, brief = false): Promise<{ readonly drawing: Buffer; readonly size: Size }> {
    const size = this.#size;
    const bytes = Buffer.concat(output);
    const skipped = this.#skipFar(bytes);
    if (bytes.length > skipped || this.#resizes.length > 0) void this.#feed(bytes.subarray(skipped));
    let drawing: Buffer = Buffer.alloc(0);
    await this.#enqueue(async () => {
      if (!brief) this.#settle();
      drawing = this.#headless?.draw(fewLines) ?? this.#drawn;
    });
    return { drawing, size };
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#keepTimer);
    this.#headless?.dispose();
    this.#headless = null;
  }

  /** Skips all but the last part, if that part alone fills the scrollback; how many bytes. */
  #skipFar(bytes: Buffer): number {
    const cut = startOfLastLines(bytes, scrollbackLines + this.#size.rows);
    return cut > 0 && this.#skip([bytes.subarray(0, cut)], [bytes.subarray(cut)]) ? cut : 0;
  }

  #skip(output: Pieces, rest: Pieces): boolean {
    if (this.#pending > 0 || this.#carriedOver === null || this.#resizes.length > 0) return false;
    if (!hasLines(rest, scrollbackLines + this.#size.rows) || !isPlain(output) || !isPlain(rest))
      return false;
    for (const { length } of output) this.#offset += length;
    const carried = inForceAfter(output, this.#carriedOver);
    this.#headless?.dispose();
    this.#headless = null;
    this.#drawn = Buffer.from(carried);
    this.#drawnSize = this.#size;
    this.#carriedOver = carried;
    return true;
  }

  /** `bytes` are its own: they are read later. */
  #feed(bytes: Buffer): Promise<void> {
    const steps = this.#split(bytes);
    this.#offset += bytes.length;
    return this.#enqueue(async () => {
      const headless = await this.#openHeadless();
      for (const step of steps) {
        if (isSize(step)) headless.resize(step);
        else await headless.write(step);
        if (isSize(step)) this.#drawnSize = step;
      }
      this.#carriedOver = headless.carriedOver();
      clearTimeout(this.#keepTimer);
      this.#keepTimer = setTimeout(() => void this.#enqueue(async () => this.#settle()), keepHeadlessMs);
      this.#keepTimer.unref();
    });
  }

  /** Puts the changes of size between the bytes, where they belong. */
  #split(bytes: Buffer): Step[] {
    const end = this.#offset + bytes.length;
    const steps: Step[] = [];
    let from = 0;
    for (const { at, size } of this.#resizes.filter((resize) => resize.at <= end)) {
      const upTo = Math.max(from, at - this.#offset);
      if (upTo > from) steps.push(bytes.subarray(from, upTo));
      steps.push(size);
      from = upTo;
    }
    if (from < bytes.length) steps.push(bytes.subarray(from));
    this.#resizes = this.#resizes.filter((resize) => resize.at > end);
    return steps;
  }

  /** Turns the headless terminal back into a drawing. */
  #settle(): void {
    clearTimeout(this.#keepTimer);
    if (!this.#headless) return;
    this.#drawn = this.#headless.draw();
    this.#headless.dispose();
    this.#headless = null;
  }

  async #openHeadless(): Promise<HeadlessTerminal> {
    if (this.#headless) return this.#headless;
    const headless = createHeadlessTerminal(this.#drawnSize);
    await headless.write(this.#drawn);
    this.#headless = headless;
    return headless;
  }

  /** One piece of work after the other; what fails is the next screen, never the chain. */
  #enqueue(job: () => Promise<void>): Promise<void> {
    this.#pending += 1;
    const done = this.#work.then(async () => {
      try {
        if (!this.#disposed) await job();
      } finally {
        this.#pending -= 1;
      }
    });
    // Whoever asked for it hears of it: the next need not wait for one that failed.
    this.#work = done.catch(() => {});
    return done;
  }
}

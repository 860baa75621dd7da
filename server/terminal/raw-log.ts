/**
 * The last output of a program, addressed by its offset in all the output there ever was. Readers are positions in it, so
 * a reader that lags costs nothing, and one whose position has been dropped knows it.
 */

/** What is kept when the log is full, in bytes: two halves, of which the older goes at once. */
export const halfSize = 256 * 1024;
const fullSize = 2 * halfSize;
/** An idle terminal holds little: the buffer starts here and doubles. */
const firstSize = 1024;

export class RawLog {
  #buffer = Buffer.alloc(0);
  #start = 0;
  #length = 0;

  /** Offset of the oldest byte kept. */
  get start(): number {
    return this.#start;
  }

  /** Offset after the newest byte. */
  get end(): number {
    return this.#start + this.#length;
  }

  /** Where to cut before `size` more bytes fit, at the end of a line if there is one; null when they fit as it is. */
  cutFor(size: number): number | null {
    if (this.#length + size <= fullSize) return null;
    const wanted = Math.max(0, this.#length - Math.max(0, halfSize - size));
    const lineEnd = this.#buffer.subarray(0, wanted).lastIndexOf('\n');
    return this.#start + (lineEnd < 0 || wanted - lineEnd > halfSize / 4 ? wanted : lineEnd + 1);
  }

  /** Forgets everything before that offset. */
  dropBefore(offset: number): void {
    const dropped = Math.min(Math.max(0, offset - this.#start), this.#length);
    if (dropped === 0) return;
    this.#length -= dropped;
    this.#start += dropped;
    if (this.#length === 0) {
      this.#buffer = Buffer.alloc(0);
      return;
    }
    this.#buffer.copyWithin(0, dropped, dropped + this.#length);
  }

  /** The caller has made room with `cutFor` and `dropBefore`. */
  append(bytes: Buffer): void {
    this.#reserve(this.#length + bytes.length);
    bytes.copy(this.#buffer, this.#length);
    this.#length += bytes.length;
  }

  /** A view that the next `append` or `dropBefore` may change: copy what must last. */
  view(from: number, to = this.end): Buffer {
    if (from < this.#start || to > this.end || from > to) {
      throw new RangeError(`log holds ${this.#start}..${this.end}, asked for ${from}..${to}`);
    }
    return this.#buffer.subarray(from - this.#start, to - this.#start);
  }

  #reserve(size: number): void {
    if (size <= this.#buffer.length) return;
    let capacity = Math.max(firstSize, this.#buffer.length);
    while (capacity < size) capacity *= 2;
    // Not from Node's shared pool, which a small slice would keep alive.
    const grown = Buffer.allocUnsafeSlow(capacity);
    this.#buffer.copy(grown, 0, 0, this.#length);
    this.#buffer = grown;
  }
}

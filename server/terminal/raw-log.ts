/**
 * The last output of a program, addressed by its offset in all the output there ever was. Subscribers are positions in it, so
 * a subscriber that lags costs nothing, and one whose position has been dropped knows it.
 *
 * It is kept in pieces that never move: what is handed out goes to the socket without a copy. A piece that is forgotten is
 * filled again if its owner says that nobody holds any of it. To allocate new ones is what a flood costs most: they live
 * long enough that only a major garbage collection frees them, and each 8 MB of output brought one.
 */

/** What is kept when the log is full, in bytes: two halves, of which the older goes at once. */
export const halfSize = 256 * 1024;
const fullSize = 2 * halfSize;
/** How far back from a cut the end of a line is looked for, bytes. */
const longestLine = halfSize / 4;
/** An idle terminal holds little: pieces start at the first size and double. */
const firstPiece = 1024;
const largestPiece = 64 * 1024;
/** Pieces kept to be filled again: as many as a cut sets free. */
const mostSpares = halfSize / largestPiece;
const lineFeed = 0x0a;

interface Piece {
  /** Offset of its first byte. */
  readonly from: number;
  readonly bytes: Buffer;
}

export class RawLog {
  #pieces: Piece[] = [];
  #spares: Buffer[] = [];
  #start = 0;
  #end = 0;

  /** Offset of the oldest byte kept. */
  get start(): number {
    return this.#start;
  }

  /** Offset after the newest byte. */
  get end(): number {
    return this.#end;
  }

  /** Where to cut before `size` more bytes fit, at the end of a line if there is one; null when they fit as it is. */
  cutFor(size: number): number | null {
    if (this.#end - this.#start + size <= fullSize) return null;
    const wanted = Math.max(this.#start, this.#end - Math.max(0, halfSize - size));
    let from = wanted;
    for (const part of this.parts(Math.max(this.#start, wanted - longestLine), wanted).reverse()) {
      from -= part.length;
      const lineEnd = part.lastIndexOf(lineFeed);
      if (lineEnd >= 0) return from + lineEnd + 1;
    }
    return wanted;
  }

  /**
   * Forgets everything before that offset. `lent`: somebody may still hold what `view` gave of it, so its pieces are not
   * filled again.
   */
  dropBefore(offset: number, lent = true): void {
    this.#start = Math.min(Math.max(this.#start, offset), this.#end);
    while (this.#pieces[1] && this.#pieces[1].from <= this.#start)
      this.#keepSpare(this.#pieces.shift(), lent);
    if (this.#start < this.#end) return;
    this.#pieces = [];
    this.#spares = [];
  }

  /** Takes a copy. The caller has made room with `cutFor` and `dropBefore`. */
  append(bytes: Uint8Array): void {
    for (let taken = 0; taken < bytes.length; ) {
      const last = this.#pieces.at(-1);
      const used = last ? this.#end - last.from : 0;
      const piece = last && used < last.bytes.length ? last : this.#addPiece(last);
      const at = this.#end - piece.from;
      const part = bytes.subarray(taken, taken + piece.bytes.length - at);
      piece.bytes.set(part, at);
      taken += part.length;
      this.#end += part.length;
    }
  }

  /** `parts` in one; a copy if there are several. */
  view(from: number, to = this.#end): Buffer {
    const parts = this.parts(from, to);
    return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
  }

  /**
   * What was written between two offsets, as it is kept; it does not change before a `dropBefore` that says it is not
   * lent. @throws RangeError for what is forgotten or yet to come
   */
  parts(from: number, to = this.#end): Buffer[] {
    if (from < this.#start || to > this.#end || from > to) {
      throw new RangeError(`log holds ${this.#start}..${this.#end}, asked for ${from}..${to}`);
    }
    const parts: Buffer[] = [];
    for (let index = this.#pieceAt(from); index < this.#pieces.length; index += 1) {
      const piece = this.#pieces[index];
      if (!piece || piece.from >= to) break;
      parts.push(piece.bytes.subarray(Math.max(0, from - piece.from), to - piece.from));
    }
    return parts;
  }

  /** The newest pieces are asked for most. */
  #pieceAt(offset: number): number {
    let index = this.#pieces.length - 1;
    while (index > 0 && (this.#pieces[index]?.from ?? 0) > offset) index -= 1;
    return Math.max(0, index);
  }

  #addPiece(last: Piece | undefined): Piece {
    const size = last ? Math.min(largestPiece, last.bytes.length * 2) : firstPiece;
    const spare = size === largestPiece ? this.#spares.pop() : undefined;
    // Not from Node's shared pool, which a small slice would keep alive.
    const piece = { from: this.#end, bytes: spare ?? Buffer.allocUnsafeSlow(size) };
    this.#pieces.push(piece);
    return piece;
  }

  #keepSpare(piece: Piece | undefined, lent: boolean): void {
    if (!piece || lent || piece.bytes.length < largestPiece || this.#spares.length >= mostSpares) return;
    this.#spares.push(piece.bytes);
  }
}

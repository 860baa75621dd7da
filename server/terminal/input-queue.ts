/**
 * Keystrokes on their way to a program, in order. A pty takes about 64 KiB from a program that does not read, then answers
 * EAGAIN: what is left waits here, and asks again ever more slowly instead of spinning.
 */
import { writeSync } from 'node:fs';

/** More than this in wait is refused, in bytes: a paste of any sane size fits. */
export const inputLimit = 8 * 1024 * 1024;
const firstBackOffMs = 2;
const maxBackOffMs = 100;
/** One write, in bytes: the kernel's line buffer is 4096, and more at once only holds up the event loop. */
const writeSize = 16 * 1024;
/** A program that has read nothing for this long, ms, is stuck: Ctrl-C then passes what waits, as a tty does it. */
const stuckMs = 1000;
const interrupt = 0x03;

export type WriteInput = (fd: number, bytes: Uint8Array) => number;

const isEagain = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'EAGAIN' || error.code === 'EINTR');

export class InputQueue {
  readonly #fd: number;
  readonly #write: WriteInput;
  #waiting: Buffer[] = [];
  #size = 0;
  #timer: NodeJS.Timeout | undefined;
  #backOffMs = firstBackOffMs;
  #lastProgress = 0;
  #closed = false;

  constructor(fd: number, write: WriteInput = writeSync) {
    this.#fd = fd;
    this.#write = write;
  }

  get size(): number {
    return this.#size;
  }

  /** False when there is no room: nothing of these bytes was taken, and what waited has been given up. */
  push(bytes: Buffer): boolean {
    if (this.#closed || bytes.length === 0) return true;
    if (this.#isStuck() && bytes.length === 1 && bytes[0] === interrupt) this.#forget();
    if (this.#size + bytes.length > inputLimit) {
      this.#forget();
      return false;
    }
    this.#waiting.push(bytes);
    this.#size += bytes.length;
    if (this.#timer === undefined) this.#drain();
    return true;
  }

  /** The program has ended: its pty's descriptor may already be another file's. */
  close(): void {
    this.#closed = true;
    this.#forget();
  }

  #isStuck(): boolean {
    return this.#size > 0 && performance.now() - this.#lastProgress > stuckMs;
  }

  #forget(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting = [];
    this.#size = 0;
    this.#backOffMs = firstBackOffMs;
  }

  #drain(): void {
    this.#timer = undefined;
    for (let head = this.#waiting[0]; head !== undefined; head = this.#waiting[0]) {
      let written: number;
      try {
        written = this.#write(this.#fd, head.subarray(0, writeSize));
      } catch (error) {
        if (isEagain(error)) this.#retryLater();
        else this.#forget();
        return;
      }
      if (written === 0) {
        this.#retryLater();
        return;
      }
      this.#advance(head, written);
    }
  }

  #advance(head: Buffer, written: number): void {
    this.#size -= written;
    this.#backOffMs = firstBackOffMs;
    this.#lastProgress = performance.now();
    if (written === head.length) this.#waiting.shift();
    else this.#waiting[0] = head.subarray(written);
  }

  #retryLater(): void {
    if (this.#lastProgress === 0) this.#lastProgress = performance.now();
    this.#timer = setTimeout(() => this.#drain(), this.#backOffMs);
    this.#backOffMs = Math.min(maxBackOffMs, this.#backOffMs * 2);
  }
}

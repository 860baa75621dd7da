/** A program behind a pseudo-terminal, as bytes, of which no tail is lost. The only file that knows node-pty. */
import { closeSync, readSync } from 'node:fs';
import type { ConnectOpts, SocketConstructorOpts } from 'node:net';
import { ReadStream } from 'node:tty';
import * as nodePty from 'node-pty';
import type { Pty } from './driver.ts';
import { type Exit, type Launched, launch } from './launcher.ts';

export interface OpenPtyOptions {
  readonly cols: number;
  readonly rows: number;
  readonly cwd?: string;
  /** The whole environment of the program; nothing of the server's passes. */
  readonly env: Readonly<Record<string, string>>;
  /** See LaunchSpec of launcher.ts. */
  readonly group?: string | undefined;
  /** Hears the number of the program's process, which leads a session of its own. */
  readonly onStart?: (pid: number) => void;
}

/**
 * The native half of node-pty. Its JavaScript half is not used: it ends the reading when the program ends, 200 ms
 * later at most, whatever is still unread; it leaves IUTF8 off when bytes are asked for, so that the erase key
 * breaks an accented letter in two; and it forks the server.
 */
interface NativePty {
  open(cols: number, rows: number): { readonly master: number; readonly slave: number; readonly pty: string };
  resize(fd: number, cols: number, rows: number): void;
}

function isNativePty(value: unknown): value is NativePty {
  return (
    typeof value === 'object' &&
    value !== null &&
    'open' in value &&
    typeof value.open === 'function' &&
    'resize' in value &&
    typeof value.resize === 'function'
  );
}

function loadNative(): NativePty {
  const native: unknown = 'native' in nodePty ? nodePty.native : undefined;
  if (!isNativePty(native)) throw new TypeError('this version of node-pty does not export its native half');
  return native;
}

const native = loadNative();

/** How long a program may ignore SIGHUP before SIGKILL. */
const killGraceMs = 1000;

/**
 * The most that is read after the program's end, in bytes. The kernel keeps less than this for a pty; the limit is for
 * a background process that still writes.
 */
const maxTail = 1 << 20;

/**
 * Where all ptys are read to: listeners take what they keep. A buffer for each read costs a tenth of the throughput. It has
 * room for what the kernel hands over at once (N_TTY_BUF_SIZE - 1): with half of it a reader that parses got a twentieth less.
 */
const readBuffer = Buffer.allocUnsafeSlow(4096);
/**
 * A read of this many bytes, half of what the kernel hands over, is a flood's: the next one waits for its turn after every
 * other terminal. Read on at once, it took all others' keys a third longer to come back; and where it filled the buffer,
 * libuv's second read waited in the kernel for more (`flush_work` in n_tty_read), up to 26 ms in which nobody was heard.
 */
const floodRead = 2048;

class NativeBackedPty implements Pty {
  readonly fd: number;
  readonly #program: Launched;
  readonly #socket: ReadStream;
  /**
   * The other side, held open: when the last holder closes it, the kernel reports a hang-up and libuv stops reading at
   * its next partial read, whatever is left (libuv issue 4992).
   */
  readonly #slave: number;
  readonly #dataListeners: ((bytes: Buffer) => void)[] = [];
  readonly #exitListeners: ((exit: Exit) => void)[] = [];
  readonly #readOn = () => {
    if (!this.#paused && !this.#finished) this.#socket.resume();
  };
  #paused = false;
  #exit: Exit | null = null;
  #finished = false;
  #killTimer: NodeJS.Timeout | undefined;

  constructor(file: string, args: readonly string[], options: OpenPtyOptions) {
    const { master, slave, pty } = native.open(options.cols, options.rows);
    this.fd = master;
    this.#slave = slave;
    const intoBuffer: SocketConstructorOpts & ConnectOpts = {
      onread: {
        buffer: readBuffer,
        callback: (length) => {
          this.#emit(readBuffer.subarray(0, length));
          if (length < floodRead) return true;
          setImmediate(this.#readOn);
          return false;
        },
      },
    };
    this.#socket = new ReadStream(master, intoBuffer);
    this.#socket.resume();
    // A read that fails is followed by the program's end, which reads what is left.
    this.#socket.on('error', () => {});
    const env = { TERM: 'xterm-256color', ...options.env };
    const program = { file, args, cwd: options.cwd ?? '/', env, group: options.group };
    this.#program = launch(program, pty, {
      onStart: (pid) => options.onStart?.(pid),
      onEnd: (exit) => this.#ended(exit),
    });
  }

  onData(listener: (bytes: Buffer) => void): void {
    this.#dataListeners.push(listener);
  }

  onExit(listener: (exit: Exit) => void): void {
    this.#exitListeners.push(listener);
  }

  pause(): void {
    if (this.#finished || this.#paused) return;
    this.#paused = true;
    this.#socket.pause();
  }

  resume(): void {
    if (this.#finished || !this.#paused) return;
    this.#paused = false;
    if (this.#exit) this.#finish(this.#exit);
    else this.#socket.resume();
  }

  resize(cols: number, rows: number): void {
    if (!this.#finished) native.resize(this.fd, cols, rows);
  }

  kill(): void {
    if (this.#exit || this.#killTimer) return;
    this.#program.signal('HUP');
    this.#killTimer = setTimeout(() => this.#program.signal('KILL'), killGraceMs);
  }

  #emit(bytes: Buffer): void {
    for (const listener of this.#dataListeners) listener(bytes);
  }

  #ended(exit: Exit): void {
    clearTimeout(this.#killTimer);
    this.#exit = exit;
    if (!this.#paused) this.#finish(exit);
  }

  /** Hands over what the kernel still holds, then says that it is over. */
  #finish(exit: Exit): void {
    this.#finished = true;
    this.#socket.pause();
    closeSync(this.#slave);
    this.#readTail();
    this.#socket.destroy();
    for (const listener of this.#exitListeners) listener(exit);
  }

  /**
   * The kernel delivers all that was written before it answers EIO (nobody holds the other side) or EAGAIN (a background
   * process still does), so both are the end.
   */
  #readTail(): void {
    try {
      for (let total = 0; total < maxTail; ) {
        const length = readSync(this.fd, readBuffer);
        if (length === 0) return;
        total += length;
        this.#emit(readBuffer.subarray(0, length));
      }
    } catch {
      // EIO or EAGAIN: see above.
    }
  }
}

/** Starts `file` with `args` (its arguments, without the file itself) in a new session with a pty of that size. */
export function openPty(file: string, args: readonly string[], options: OpenPtyOptions): Pty {
  return new NativeBackedPty(file, args, options);
}

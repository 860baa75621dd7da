/** What the server says of a terminal, put on its display in order. */
import type { TerminalNotice } from '../../protocol/terminal.ts';
import type { Connection } from './connection.ts';
import type { Emulator } from './emulator.ts';
import type { TerminalStatus } from './terminal-status.ts';

/** Where output is shown: the emulator itself, or a view that edits it on the way. */
export interface Display {
  /** `parsed` is called when it is on the screen. */
  write(bytes: Uint8Array, parsed: () => void): void;
  /** Begins again, after what is still being parsed. */
  reset(then: () => void): void;
}

const ended = new TextEncoder().encode(
  '\r\n\x1b[33mEl programa ha terminado. Pulsa Intro para iniciarlo de nuevo.\x1b[0m\r\n',
);

export interface PlaybackOptions {
  readonly display: Display;
  readonly emulator: Pick<Emulator, 'follow' | 'resize'>;
  readonly connection: Pick<Connection, 'token' | 'parsed'>;
  readonly status: TerminalStatus;
  readonly onRole: (writer: boolean) => void;
  readonly onOutput: () => void;
}

export class Playback {
  readonly #options: PlaybackOptions;
  /** Bytes of a new screen that are still to come. */
  #screenLeft = 0;
  /** Whether that screen was this page's to write on. */
  #screenWriter = false;

  constructor(options: PlaybackOptions) {
    this.#options = options;
  }

  write(bytes: Uint8Array): void {
    const { display, connection, onOutput } = this.#options;
    const { token } = connection;
    display.write(bytes, () => connection.parsed(bytes.length, token));
    if (this.#screenLeft > 0) {
      this.#screenLeft -= bytes.length;
      if (this.#screenLeft <= 0) this.#inOrder(() => this.#screenDrawn());
    }
    onOutput();
  }

  heed(notice: TerminalNotice): void {
    const { status, display, emulator, onRole } = this.#options;
    switch (notice.type) {
      case 'screen':
        this.#restore(notice);
        return;
      case 'size':
        if (!status.writer) this.#inOrder(() => emulator.follow(notice));
        return;
      case 'role':
        onRole(notice.writer);
        // What came before is the other page's to answer, or this one's, however late it is read.
        this.#inOrder(() => {
          status.answers = status.drawn && notice.writer;
        });
        return;
      case 'started':
        status.exited = false;
        status.prompted = false;
        return;
      case 'exit':
        status.exited = true;
        display.write(ended, () => {});
        return;
      case 'error':
      case 'pong':
        return;
    }
  }

  /** A new screen follows: what is here goes. */
  #restore(notice: TerminalNotice & { type: 'screen' }): void {
    const { status, display, emulator } = this.#options;
    status.exited = false;
    status.writer = notice.writer;
    // What is still to be read of before it was asked of a terminal that is gone.
    status.answers = false;
    // Drawn at the size it was taken at, then fitted: the pane may have changed since the size was sent.
    display.reset(() => (notice.writer ? emulator.resize(notice) : emulator.follow(notice)));
    this.#screenLeft = notice.bytes;
    this.#screenWriter = notice.writer;
    if (notice.bytes === 0) this.#inOrder(() => this.#screenDrawn());
  }

  #screenDrawn(): void {
    const { status, emulator } = this.#options;
    status.drawn = true;
    status.answers = this.#screenWriter;
    if (status.writer) emulator.follow(null);
  }

  /** After everything that is waiting to be parsed. */
  #inOrder(action: () => void): void {
    this.#options.display.write(new Uint8Array(), action);
  }
}

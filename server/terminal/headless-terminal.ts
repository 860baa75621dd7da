/** A headless terminal that reads what the page's terminal read, so that a screen can be drawn again from it. */
// Node finds no named exports in these: they are CommonJS.
import serialize, { type SerializeAddon } from '@xterm/addon-serialize';
import headless, { type Terminal } from '@xterm/headless';

/** Lines above the screen that a newcomer is given. */
export const scrollbackLines = 1000;
/** And who waits for the answer to a key: to draw all takes twice as long, and the page as long again to read it. */
export const fewLines = 200;
/** A screen larger than this is sent with less scrollback, bytes. */
const largestScreen = 256 * 1024;

export interface Size {
  readonly cols: number;
  readonly rows: number;
}

/** DEC private modes that addon-serialize leaves out: cursor visible, and how the mouse is reported. */
const extraModes = new Map([
  [25, true],
  [1005, false],
  [1006, false],
  [1015, false],
  [1016, false],
]);

// Its table starts at an offset of Node's shared pool, which it takes for 0: emoji would be one cell wide here and two
// in the browser (addon-unicode-graphemes 0.4.0).
const { poolSize } = Buffer;
Buffer.poolSize = 0;
const { default: graphemes } = await import('@xterm/addon-unicode-graphemes').finally(() => {
  Buffer.poolSize = poolSize;
});

export function createHeadlessTerminal(size: Size): HeadlessTerminal {
  const terminal = new headless.Terminal({ ...size, scrollback: scrollbackLines, allowProposedApi: true });
  // The same widths as in the browser, or lines wrap elsewhere.
  terminal.loadAddon(new graphemes.UnicodeGraphemesAddon());
  return new HeadlessTerminal(terminal, new serialize.SerializeAddon());
}

export class HeadlessTerminal {
  readonly #terminal: Terminal;
  readonly #serializer: SerializeAddon;
  readonly #modes = new Map(extraModes);
  #margins: string | null = null;
  #cursorStyle = '';
  #title = '';
  #coloursDefault = true;

  constructor(terminal: Terminal, serializer: SerializeAddon) {
    this.#terminal = terminal;
    this.#serializer = serializer;
    terminal.loadAddon(serializer);
    terminal.onTitleChange((title) => {
      this.#title = title;
    });
    this.#watchSequences();
  }

  write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve) => this.#terminal.write(bytes, resolve));
  }

  resize(size: Size): void {
    this.#margins = null;
    this.#terminal.resize(size.cols, size.rows);
  }

  /** Output that draws this screen, with so many lines above it, on a terminal of the same size that was just reset. */
  draw(most = scrollbackLines): Buffer {
    for (const scrollback of [most, fewLines, 0]) {
      const screen = Buffer.from(this.#serializer.serialize({ scrollback }) + this.#extras());
      if (screen.length <= largestScreen || scrollback === 0) return screen;
    }
    return Buffer.alloc(0);
  }

  /**
   * What has to be said before plain text that goes on from here, when all that is on the screen will have scrolled away
   * by then; null when more than that matters.
   */
  carriedOver(): string | null {
    const { modes, buffer } = this.#terminal;
    const plain =
      buffer.active.type === 'normal' &&
      this.#margins === null &&
      this.#coloursDefault &&
      modes.wraparoundMode &&
      !modes.originMode &&
      !modes.insertMode &&
      !modes.applicationCursorKeysMode &&
      !modes.applicationKeypadMode &&
      modes.mouseTrackingMode === 'none' &&
      !modes.sendFocusMode &&
      this.#cursorStyle === '' &&
      [...extraModes].every(([mode, usual]) => this.#modes.get(mode) === usual);
    if (!plain) return null;
    return (this.#title ? `\x1b]2;${this.#title}\x07` : '') + (modes.bracketedPasteMode ? '\x1b[?2004h' : '');
  }

  dispose(): void {
    this.#terminal.dispose();
  }

  #extras(): string {
    let extras = this.#title ? `\x1b]2;${this.#title}\x07` : '';
    if (this.#margins !== null) {
      const { cursorX, cursorY } = this.#terminal.buffer.active;
      // Setting margins takes the cursor home.
      extras += `\x1b[${this.#margins}r\x1b[${cursorY + 1};${cursorX + 1}H`;
    }
    for (const [mode, usual] of extraModes) {
      const on = this.#modes.get(mode) ?? usual;
      if (on !== usual) extras += `\x1b[?${mode}${on ? 'h' : 'l'}`;
    }
    return extras + this.#cursorStyle;
  }

  #watchSequences(): void {
    const { parser } = this.#terminal;
    const setModes = (params: (number | number[])[], on: boolean): boolean => {
      for (const mode of params.flat()) {
        if (extraModes.has(mode)) this.#modes.set(mode, on);
        // Each of the two screens has its own margins.
        if (mode === 47 || mode === 1047 || mode === 1049) this.#margins = null;
      }
      return false;
    };
    parser.registerCsiHandler({ prefix: '?', final: 'h' }, (params) => setModes(params, true));
    parser.registerCsiHandler({ prefix: '?', final: 'l' }, (params) => setModes(params, false));
    parser.registerCsiHandler({ final: 'r' }, (params) => {
      const [top = 1, bottom = this.#terminal.rows] = params.flat();
      const whole = top <= 1 && (bottom === 0 || bottom >= this.#terminal.rows);
      this.#margins = whole ? null : `${top};${bottom}`;
      return false;
    });
    parser.registerCsiHandler({ final: 'm' }, (params) => {
      this.#coloursDefault = params.length === 0 || (params.length === 1 && params[0] === 0);
      return false;
    });
    parser.registerCsiHandler({ intermediates: ' ', final: 'q' }, (params) => {
      const [style = 0] = params.flat();
      this.#cursorStyle = style === 0 ? '' : `\x1b[${style} q`;
      return false;
    });
    const reset = (): boolean => {
      this.#margins = null;
      this.#cursorStyle = '';
      this.#coloursDefault = true;
      for (const [mode, usual] of extraModes) this.#modes.set(mode, usual);
      return false;
    };
    parser.registerEscHandler({ final: 'c' }, reset);
    parser.registerCsiHandler({ intermediates: '!', final: 'p' }, reset);
  }
}

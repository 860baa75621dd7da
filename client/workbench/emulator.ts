/** xterm.js as this course uses it: its addons, its keys, its size. Knows nothing of the server. */
import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { WebglAddon } from '@xterm/addon-webgl';
import { Terminal } from '@xterm/xterm';
import { askToOpen, openLink } from './links.ts';
import { guardProgram, type ProgramGuard, type ProgramRequests } from './program-guard.ts';
import { isForced, type ThemeName, themeOf } from './themes.ts';

const scrollback = 5000;
/** A pane that is dragged is fitted when it rests this long, ms: each fit makes programs draw anew. */
const fitMs = 60;

const fontFamily = "'JetBrains Mono Variable', 'JetBrains Mono', ui-monospace, 'DejaVu Sans Mono', monospace";

export interface EmulatorOptions {
  readonly theme: ThemeName;
  readonly fontSize: number;
  readonly screenReader: boolean;
  readonly optionIsMeta: boolean;
  /** It has its pane's size whoever writes: what it shows is made for no size. */
  readonly ownSize: boolean;
  /** True when the key was the workbench's own, and is not the program's. */
  readonly onKey: (event: KeyboardEvent) => boolean;
  readonly onTyped: (text: string) => void;
  /** What the terminal says by itself: answers to the program's questions, where the mouse is, who has the focus. */
  readonly onReport: (data: string) => void;
  readonly onBinaryReport: (data: string) => void;
  readonly program: Omit<ProgramRequests, 'mayCopy'>;
  readonly onResize: (cols: number, rows: number) => void;
}

/** Where the mouse is (SGR) and whether the terminal has the focus: no key writes these, and nothing that is pasted has an ESC. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are control characters
const ownReport = /^\x1b\[(?:[IO]|<[\d;]+[Mm])$/;

/** WebGL that the browser imitates on the processor is slower than the page's own elements. */
function hasFastWebgl(): boolean {
  const context = document
    .createElement('canvas')
    .getContext('webgl2', { failIfMajorPerformanceCaveat: true });
  if (!context) return false;
  const info = context.getExtension('WEBGL_debug_renderer_info');
  const renderer = String(info ? context.getParameter(info.UNMASKED_RENDERER_WEBGL) : '');
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return !/swiftshader|llvmpipe|software|basic render/i.test(renderer);
}

export class Emulator {
  readonly terminal: Terminal;
  readonly search = new SearchAddon();
  readonly #fit = new FitAddon();
  readonly #host: HTMLElement;
  readonly #observer: ResizeObserver;
  readonly #ownSize: boolean;
  readonly #guard: ProgramGuard;
  #fitTimer = 0;
  /** A watcher's terminal has the writer's size, not its pane's. */
  #follows: { readonly cols: number; readonly rows: number } | null = null;

  constructor(host: HTMLElement, options: EmulatorOptions) {
    this.#host = host;
    this.#ownSize = options.ownSize;
    this.terminal = new Terminal({
      allowProposedApi: true,
      cursorInactiveStyle: 'outline',
      fontFamily,
      fontSize: options.fontSize,
      lineHeight: 1.15,
      linkHandler: askToOpen(host),
      // A program's own choice of colours may be unreadable on the other theme.
      minimumContrastRatio: isForced() ? 7 : 4.5,
      macOptionIsMeta: options.optionIsMeta,
      rightClickSelectsWord: false,
      screenReaderMode: options.screenReader,
      scrollback,
      theme: themeOf(options.theme),
    });
    for (const addon of [this.#fit, this.search, new UnicodeGraphemesAddon()]) {
      this.terminal.loadAddon(addon);
    }
    this.terminal.loadAddon(new WebLinksAddon((_event, address) => openLink(address)));
    const { program } = options;
    this.#guard = guardProgram(this.terminal.parser, {
      ...program,
      mayCopy: () => program.mayAnswer() && this.#hasFocus(),
    });
    this.terminal.attachCustomKeyEventHandler((event) => !options.onKey(event));
    this.terminal.onData((data) => {
      if (this.#guard.answering || ownReport.test(data)) options.onReport(data);
      else options.onTyped(data);
    });
    this.terminal.onBinary(options.onBinaryReport);
    this.terminal.onResize(({ cols, rows }) => options.onResize(cols, rows));
    this.#observer = new ResizeObserver(() => this.fitSoon());
  }

  /** Once, when its element is on the page and its font is known: cells are measured then. */
  open(label: string): void {
    this.terminal.open(this.#host);
    this.terminal.textarea?.setAttribute('aria-label', `Entrada de ${label}`);
    this.#useWebgl();
    this.fit();
    this.#observer.observe(this.#host);
  }

  fitSoon(): void {
    clearTimeout(this.#fitTimer);
    this.#fitTimer = window.setTimeout(() => this.fit(), fitMs);
  }

  fit(): void {
    if (this.#host.offsetParent === null || !this.terminal.element) return;
    const size = this.#follows ?? this.#fit.proposeDimensions();
    if (!size || !Number.isFinite(size.cols) || !Number.isFinite(size.rows)) return;
    this.terminal.resize(Math.min(500, Math.max(2, size.cols)), Math.min(300, Math.max(1, size.rows)));
  }

  get size(): { readonly cols: number; readonly rows: number } {
    const { cols, rows } = this.terminal;
    return { cols, rows };
  }

  resize({ cols, rows }: { readonly cols: number; readonly rows: number }): void {
    if (this.#ownSize || !this.#host.isConnected) return;
    if (this.terminal.cols !== cols || this.terminal.rows !== rows) this.terminal.resize(cols, rows);
  }

  /** Takes another's size, or, with null, the pane's own again. */
  follow(size: { readonly cols: number; readonly rows: number } | null): void {
    this.#follows = this.#ownSize ? null : size;
    this.fit();
  }

  write(bytes: Uint8Array, parsed: () => void): void {
    this.terminal.write(bytes, parsed);
  }

  /** RIS, in the stream: Terminal.reset() would overtake what is waiting to be parsed. */
  reset(then: () => void): void {
    this.terminal.write('\x1bc', then);
  }

  setTheme(theme: ThemeName): void {
    this.terminal.options.theme = themeOf(theme);
  }

  setFontSize(size: number): void {
    this.terminal.options.fontSize = size;
    this.fitSoon();
  }

  /** The cursor's line, up to the cursor and from it on. */
  cursorLine(): { readonly before: string; readonly after: string } {
    const { baseY, cursorY, cursorX, getLine } = this.#active();
    const line = getLine(baseY + cursorY);
    return {
      before: line?.translateToString(false, 0, cursorX) ?? '',
      after: line?.translateToString(true, cursorX) ?? '',
    };
  }

  /** The cursor's row, counted from the oldest that is kept. */
  cursorRow(): number {
    const { baseY, cursorY } = this.#active();
    return baseY + cursorY;
  }

  dispose(): void {
    clearTimeout(this.#fitTimer);
    this.#observer.disconnect();
    this.terminal.dispose();
  }

  #hasFocus(): boolean {
    const { textarea } = this.terminal;
    return textarea !== undefined && textarea === document.activeElement && document.hasFocus();
  }

  #active() {
    const { active } = this.terminal.buffer;
    return {
      baseY: active.baseY,
      cursorY: active.cursorY,
      cursorX: active.cursorX,
      getLine: (row: number) => active.getLine(row),
    };
  }

  /** Without fast WebGL, or when the browser takes it back, xterm.js draws with elements of the page. */
  #useWebgl(): void {
    try {
      if (!hasFastWebgl()) throw new Error('drawn by software: elements of the page are faster');
      const addon = new WebglAddon();
      addon.onContextLoss(() => {
        addon.dispose();
        this.#drawnBy('dom');
      });
      this.terminal.loadAddon(addon);
      this.#drawnBy('webgl');
    } catch {
      this.#drawnBy('dom');
    }
  }

  #drawnBy(renderer: 'webgl' | 'dom'): void {
    this.#host.dataset['renderer'] = renderer;
    // Among the page's elements a cursor blinks by an animation for which the browser styles the page sixty times a second: a tenth
    // of a core, for as long as the terminal has the focus.
    this.terminal.options.cursorBlink = renderer === 'webgl';
  }
}

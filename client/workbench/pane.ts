/** One terminal of the page: an emulator, its connection, and what is said when the two are apart. */
import type { TerminalNotice } from '../../protocol/terminal.ts';
import { type BannerContent, createBanner } from './banner.ts';
import { Connection, type ConnectionState } from './connection.ts';
import { make } from './dom.ts';
import { Emulator } from './emulator.ts';
import { partsOf, regionName, type SessionName, tabName } from './names.ts';
import { isAtPrompt } from './prompt.ts';
import { createSearchBar } from './search-bar.ts';
import type { Settings } from './settings.ts';
import type { ThemeName } from './themes.ts';

/** A paste travels in pieces, UTF-16 units, so that no frame passes the server's limit. */
const inputPiece = 16 * 1024;
/** A connection that takes longer than this to open is worth a word, ms. */
const patienceMs = 500;
/** How long ▶ waits for the prompt of a program that is starting, and of one that was at its prompt before, ms. */
const openingMs = 5000;
const settlingMs = 600;
const pollMs = 40;

export interface PaneOptions {
  readonly session: SessionName;
  readonly theme: ThemeName;
  readonly settings: () => Settings;
  /** True when the key was the workbench's. */
  readonly onKey: (event: KeyboardEvent) => boolean;
  readonly onFocus: () => void;
  readonly onOutput: () => void;
}

const encoder = new TextEncoder();

export class Pane {
  readonly session: SessionName;
  readonly element: HTMLElement;
  readonly #options: PaneOptions;
  readonly #emulator: Emulator;
  readonly #connection: Connection;
  readonly #banner = createBanner();
  readonly #searchBar;
  readonly #ready: Promise<void>;
  #writer = true;
  #exited = false;
  #dropped = false;
  /** The screen has been drawn since the connection was last opened. */
  #drawn = false;
  /** It has been at its prompt since then. */
  #prompted = false;
  /** Bytes of a new screen that are still to come. */
  #screenLeft = 0;
  #tick = 0;
  /** Asked for before there was anything to focus. */
  #wantsFocus = false;
  #disposed = false;

  constructor(host: HTMLElement, options: PaneOptions) {
    this.session = options.session;
    this.#options = options;
    const screen = make('div', { class: 'wb-screen' });
    const settings = options.settings();
    this.#emulator = new Emulator(screen, {
      theme: options.theme,
      fontSize: settings.fontSize,
      screenReader: settings.screenReader,
      onKey: (event) => this.#ownKey(event) || options.onKey(event),
      onData: (data) => this.#type(data),
      onBinary: (data) => void this.#send(Uint8Array.from(data, (unit) => unit.charCodeAt(0) & 255)),
      onResize: (cols, rows) => {
        if (this.#writer) this.#connection.send({ type: 'resize', cols, rows });
      },
    });
    this.#searchBar = createSearchBar(this.#emulator.search, () => this.focus());
    this.element = make(
      'section',
      { class: 'wb-pane', role: 'region', 'aria-label': regionName(options.session) },
      // Seen where two terminals are; the region's name says it to a screen reader.
      make('div', { class: 'wb-title', 'aria-hidden': 'true' }, tabName(options.session)),
      screen,
      this.#searchBar.element,
      this.#banner.element,
    );
    this.element.addEventListener('focusin', options.onFocus);
    this.#copyOnSelect(screen);
    this.#connection = new Connection(options.session, {
      size: () => ({ cols: this.#emulator.terminal.cols, rows: this.#emulator.terminal.rows }),
      onBytes: (bytes) => this.#write(bytes),
      onNotice: (notice) => this.#heed(notice),
      onState: (state) => this.#entered(state),
    });
    host.append(this.element);
    this.#ready = this.#begin();
  }

  focus(): void {
    this.#wantsFocus = true;
    this.#emulator.terminal.focus();
  }

  /** Its element has been put on the screen. */
  shown(): void {
    this.#emulator.fitSoon();
  }

  search(): void {
    this.#searchBar.open();
  }

  setTheme(theme: ThemeName): void {
    this.#emulator.setTheme(theme);
  }

  applySettings(settings: Settings): void {
    this.#emulator.setFontSize(settings.fontSize);
    this.#emulator.terminal.options.screenReaderMode = settings.screenReader;
  }

  /** Tries again at once, as when the network is back. */
  reconnect(): void {
    if (this.#connection.state.name === 'waiting') this.#connection.connect();
  }

  /** Types a command and Enter, when the program waits for one. Null when done, else why not. */
  async run(command: string): Promise<string | null> {
    await this.#ready;
    if (partsOf(this.session).program === 'sentinel-log') return 'El log de sentinel solo se lee.';
    if (this.#connection.state.name === 'refused') this.#connection.connect();
    if (this.#exited) this.#restart();
    if (!(await this.#prompt())) return this.#whyNoPrompt();
    this.#prompted = true;
    if (!this.#takePen() || !this.#send(encoder.encode(`${command.trim()}\r`))) return this.#whyNoPrompt();
    this.#emulator.terminal.scrollToBottom();
    return null;
  }

  dispose(): void {
    this.#disposed = true;
    clearInterval(this.#tick);
    this.#connection.close();
    this.#emulator.dispose();
    this.element.remove();
  }

  async #begin(): Promise<void> {
    // Cells are measured once: with the font that will be drawn.
    await document.fonts.load(`${this.#options.settings().fontSize}px 'JetBrains Mono'`).catch(() => []);
    if (this.#disposed) return;
    this.#emulator.open(tabName(this.session));
    if (this.#wantsFocus) this.#emulator.terminal.focus();
    if (partsOf(this.session).program === 'sentinel-log') this.#emulator.terminal.options.disableStdin = true;
    this.#connection.connect();
  }

  // What the learner types

  #ownKey(event: KeyboardEvent): boolean {
    if (!this.#exited || event.key !== 'Enter') return false;
    if (event.type === 'keydown') this.#restart();
    event.preventDefault();
    return true;
  }

  #type(data: string): void {
    if (this.#exited) return;
    if (!this.#takePen()) return;
    for (let from = 0; from < data.length; ) {
      let to = Math.min(data.length, from + inputPiece);
      // Not between the two halves of a character beyond U+FFFF.
      if (to < data.length && /[\uD800-\uDBFF]/.test(data.charAt(to - 1))) to -= 1;
      if (!this.#send(encoder.encode(data.slice(from, to)))) return;
      from = to;
    }
  }

  #send(bytes: Uint8Array<ArrayBuffer>): boolean {
    if (this.#connection.input(bytes)) return true;
    this.#dropped = true;
    this.#describe();
    return false;
  }

  /** The last page that is typed in has the pen. */
  #takePen(): boolean {
    if (this.#writer) return true;
    if (this.#connection.state.name !== 'open') return this.#send(new Uint8Array());
    this.#connection.send({ type: 'take' });
    this.#setWriter(true);
    return true;
  }

  #setWriter(writer: boolean): void {
    const { cols, rows } = this.#emulator.terminal;
    this.#writer = writer;
    this.#emulator.follow(writer ? null : { cols, rows });
    // The server has the other page's size, which may happen to be what this pane showed too.
    const size = this.#emulator.terminal;
    if (writer) this.#connection.send({ type: 'resize', cols: size.cols, rows: size.rows });
    this.#describe();
  }

  #restart(): void {
    this.#connection.send({ type: 'restart' });
  }

  #copyOnSelect(screen: HTMLElement): void {
    screen.addEventListener('mouseup', () => {
      const text = this.#emulator.terminal.getSelection();
      if (text && this.#options.settings().copyOnSelect)
        void navigator.clipboard?.writeText(text).catch(() => {});
    });
  }

  copySelection(): void {
    const text = this.#emulator.terminal.getSelection();
    if (text) void navigator.clipboard?.writeText(text).catch(() => {});
  }

  // What the server says

  #write(bytes: Uint8Array): void {
    const { token } = this.#connection;
    this.#emulator.terminal.write(bytes, () => this.#connection.parsed(bytes.length, token));
    if (this.#screenLeft > 0) {
      this.#screenLeft -= bytes.length;
      if (this.#screenLeft <= 0) this.#inOrder(() => this.#restoredWhole());
    }
    this.#options.onOutput();
  }

  #heed(notice: TerminalNotice): void {
    switch (notice.type) {
      case 'screen':
        this.#restored(notice);
        return;
      case 'size':
        if (!this.#writer) this.#inOrder(() => this.#emulator.follow(notice));
        return;
      case 'role':
        this.#setWriter(notice.writer);
        return;
      case 'started':
        this.#exited = false;
        this.#prompted = false;
        return;
      case 'exit':
        this.#exited = true;
        this.#emulator.terminal.write(
          '\r\n\x1b[33mEl programa ha terminado. Pulsa Intro para iniciarlo de nuevo.\x1b[0m\r\n',
        );
        return;
      case 'error':
        return;
    }
  }

  /** A new screen follows: what is here goes, after what is still being parsed. */
  #restored(notice: TerminalNotice & { type: 'screen' }): void {
    this.#exited = false;
    this.#writer = notice.writer;
    this.#describe();
    const { terminal } = this.#emulator;
    // RIS, in the stream: Terminal.reset() would overtake what is waiting to be parsed.
    terminal.write('\x1bc', () => {
      if (!notice.writer) this.#emulator.follow(notice);
      else this.#drawAt(notice);
    });
    this.#screenLeft = notice.bytes;
    if (notice.bytes === 0) this.#inOrder(() => this.#restoredWhole());
  }

  #restoredWhole(): void {
    this.#drawn = true;
    if (this.#writer) this.#emulator.follow(null);
  }

  /** Drawn at the size it was taken at, then fitted: the pane may have changed since the size was sent. */
  #drawAt({ cols, rows }: { readonly cols: number; readonly rows: number }): void {
    const { terminal } = this.#emulator;
    if (terminal.cols !== cols || terminal.rows !== rows) terminal.resize(cols, rows);
  }

  /** After everything that is waiting to be parsed. */
  #inOrder(action: () => void): void {
    this.#emulator.terminal.write('', () => {
      if (!this.#disposed) action();
    });
  }

  // How it stands

  #entered(state: ConnectionState): void {
    if (this.#disposed) return;
    clearInterval(this.#tick);
    this.#drawn = false;
    this.#prompted = false;
    if (state.name === 'open') this.#dropped = false;
    if (state.name === 'waiting') this.#tick = window.setInterval(() => this.#describe(), 250);
    if (state.name === 'connecting') this.#tick = window.setTimeout(() => this.#describe(), patienceMs);
    else this.#describe();
  }

  #describe(): void {
    const content = this.#describeState(this.#connection.state);
    this.#banner.show(content);
    this.element.classList.toggle('wb-out-of-reach', content?.dims === true);
  }

  #describeState(state: ConnectionState): BannerContent | null {
    const note = this.#dropped ? ' Lo que has escrito no se ha enviado.' : '';
    const retry = (label: string) => ({
      label,
      run: () => {
        this.#connection.connect();
        this.focus();
      },
    });
    switch (state.name) {
      case 'connecting':
        return { text: `Conectando…${note}`, dims: true };
      case 'waiting': {
        const seconds = Math.max(1, Math.ceil((state.at - performance.now()) / 1000));
        const reason = state.reason ?? 'Se ha perdido la conexión.';
        return {
          text: `${reason} Nuevo intento en ${seconds} s.${note}`,
          action: retry('Conectar ya'),
          dims: true,
        };
      }
      case 'refused':
        return { text: state.message, action: retry('Reintentar'), dims: true };
      case 'open':
        return this.#writer
          ? null
          : { text: 'Este terminal se usa en otra pestaña o ventana. Escribe aquí para tomarlo.' };
      case 'closed':
        return null;
    }
  }

  /** Waits for the prompt: long for a program that is starting, briefly for one that has been at it. */
  async #prompt(): Promise<boolean> {
    const deadline = performance.now() + (this.#prompted ? settlingMs : openingMs);
    while (!this.#disposed && performance.now() < deadline) {
      if (this.#connection.state.name === 'refused') return false;
      if (this.#drawn && !this.#exited && this.#isAtPrompt()) return true;
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
    return false;
  }

  #isAtPrompt(): boolean {
    const { before, after } = this.#emulator.cursorLine();
    return this.#emulator.terminal.buffer.active.type === 'normal' && isAtPrompt(this.session, before, after);
  }

  #whyNoPrompt(): string {
    const name = tabName(this.session);
    const { state } = this.#connection;
    if (state.name === 'refused') return `${name} no está disponible: ${state.message}`;
    if (state.name !== 'open')
      return `${name} no tiene conexión con el servidor. Espera un momento y vuelve a pulsar ▶.`;
    if (this.#exited)
      return `${name}: el programa ha terminado. Pulsa Intro en su terminal y vuelve a pulsar ▶.`;
    return `${name} está ocupado: termina el programa en curso (Ctrl+C) o borra lo escrito, y vuelve a pulsar ▶.`;
  }
}

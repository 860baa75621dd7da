/** One terminal of the page: an emulator, its connection, and what is said when the two are apart. */
import type { NodeAddress } from '../../protocol/names.ts';
import { copyText } from '../elements/clipboard.ts';
import { projectorFloor } from '../frame/projector.ts';
import { createBanner } from './banner.ts';
import { copyRefused, copySelection, setUpClipboard, withoutControls } from './clipboard.ts';
import { type RunOptions, runCommand } from './command-runner.ts';
import { Connection, type ConnectionState } from './connection.ts';
import { make } from './dom.ts';
import { Emulator } from './emulator.ts';
import { createLogView, type LogView } from './log-view.ts';
import { partsOf, regionName, type SessionName, tabName } from './names.ts';
import { Playback } from './playback.ts';
import { createSearchBar } from './search-bar.ts';
import { type Settings, textSize } from './settings.ts';
import { bannerOf, createTerminalStatus, mayAnswer, type TerminalStatus } from './terminal-status.ts';
import type { ThemeName } from './themes.ts';
import { Typing } from './typing.ts';

/** A connection that takes longer than this to open is worth a word, ms. */
const patienceMs = 500;
const countdownMs = 250;
/** How long a word about what could not be done stays, ms. */
const noticeMs = 5000;

/** The addresses of the learner's nodes, now and at each change; what it returns ends it. */
export type HostsSource = (listener: (hosts: readonly NodeAddress[]) => void) => () => void;

export interface PaneOptions {
  readonly session: SessionName;
  readonly theme: ThemeName;
  readonly settings: () => Settings;
  readonly hosts: HostsSource;
  /** True when the key was the workbench's. */
  readonly onKey: (event: KeyboardEvent) => boolean;
  readonly onFocus: () => void;
  readonly onOutput: () => void;
  readonly onMaximise: () => void;
}

export class Pane {
  readonly session: SessionName;
  readonly element: HTMLElement;
  readonly #options: PaneOptions;
  readonly #emulator: Emulator;
  readonly #connection: Connection;
  readonly #typing: Typing;
  readonly #status: TerminalStatus;
  readonly #banner = createBanner();
  readonly #searchBar;
  /** Only where Sentinel's log is. */
  readonly #log: LogView | null;
  readonly #ready: Promise<void>;
  #tick = 0;
  /** Ends what was said for a while. */
  #unsay = 0;
  #endHosts: () => void = () => undefined;
  /** Asked for before there was anything to focus. */
  #wantsFocus = false;
  #disposed = false;

  constructor(host: HTMLElement, options: PaneOptions) {
    const { session, theme, settings } = options;
    this.session = session;
    this.#options = options;
    const screen = make('div', { class: 'wb-screen', translate: 'no' });
    const isLog = partsOf(session).program === 'sentinel-log';
    this.#status = createTerminalStatus(isLog);
    this.#emulator = new Emulator(screen, {
      theme,
      fontSize: Math.max(projectorFloor(), textSize(settings(), window.innerWidth)),
      screenReader: settings().screenReader,
      optionIsMeta: settings().optionIsMeta,
      ownSize: isLog,
      onKey: (event) => this.#ownKey(event) || options.onKey(event),
      onTyped: (text) => this.#typing.type(text),
      onReport: (data) => this.#typing.report(data),
      onBinaryReport: (data) => this.#typing.reportBinary(data),
      program: {
        mayAnswer: () => mayAnswer(this.#status),
        onCopy: (text) => void this.#copyFor(text),
        onRefused: (sentence) => this.#say(sentence),
      },
      onResize: (cols, rows) => this.#typing.resized(cols, rows),
    });
    this.#log = isLog ? createLogView(session, this.#emulator) : null;
    if (this.#log) this.#endHosts = options.hosts(this.#log.nameHosts);
    this.#searchBar = createSearchBar(this.#emulator.search, () => this.focus());
    this.element = this.#build(screen);
    this.#connection = new Connection(session, {
      size: () => this.#emulator.size,
      onBytes: (bytes) => playback.write(bytes),
      onNotice: (notice) => {
        playback.heed(notice);
        this.#describe();
      },
      onState: (state) => this.#entered(state),
    });
    this.#typing = new Typing(this.#connection, this.#emulator, this.#status, () => this.#describe());
    const playback = new Playback({
      display: this.#log ?? this.#emulator,
      emulator: this.#emulator,
      connection: this.#connection,
      status: this.#status,
      onRole: (writer) => this.#typing.setWriter(writer),
      onOutput: options.onOutput,
    });
    setUpClipboard(screen, this.#emulator.terminal, {
      settings,
      onFailure: (sentence) => this.#say(sentence),
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

  /** What was typed elsewhere than in the terminal itself: see touch-bar.tsx. */
  type(text: string): void {
    if (this.#log) return;
    if (this.#status.exited && text.endsWith('\r')) this.#typing.restart();
    else this.#typing.type(text);
  }

  /** The program wants the arrows as an application's. */
  get cursorKeys(): boolean {
    return this.#emulator.terminal.modes.applicationCursorKeysMode;
  }

  get hasSelection(): boolean {
    return this.#emulator.terminal.hasSelection();
  }

  /** `unselect`, where Ctrl+C copies: the next one is the program's again. */
  async copySelection(unselect: boolean): Promise<void> {
    const { terminal } = this.#emulator;
    if (!terminal.hasSelection()) return;
    if (!(await copySelection(terminal))) this.#say(copyRefused);
    else if (unselect) terminal.clearSelection();
  }

  setTheme(theme: ThemeName): void {
    this.#emulator.setTheme(theme);
  }

  applySettings(settings: Settings): void {
    this.#emulator.setFontSize(Math.max(projectorFloor(), textSize(settings, window.innerWidth)));
    this.#emulator.terminal.options.screenReaderMode = settings.screenReader;
    this.#emulator.terminal.options.macOptionIsMeta = settings.optionIsMeta;
  }

  /** Types a command and Enter, when the program waits for one. Null when done, else why not. */
  async run(command: string, options?: RunOptions): Promise<string | null> {
    await this.#ready;
    return runCommand(
      {
        session: this.session,
        emulator: this.#emulator,
        connection: this.#connection,
        status: this.#status,
        typing: this.#typing,
      },
      command,
      options,
    );
  }

  dispose(): void {
    this.#disposed = true;
    clearInterval(this.#tick);
    clearTimeout(this.#unsay);
    this.#endHosts();
    this.#connection.close();
    this.#emulator.dispose();
    this.element.remove();
  }

  #build(screen: HTMLElement): HTMLElement {
    // Seen where two terminals are; the region's name says it to a screen reader.
    const title = make(
      'div',
      { class: 'wb-title', 'aria-hidden': 'true', translate: 'no' },
      tabName(this.session),
    );
    title.addEventListener('dblclick', this.#options.onMaximise);
    const element = make(
      'section',
      { class: 'wb-pane', role: 'region', 'aria-label': regionName(this.session) },
      title,
      ...(this.#log ? [this.#log.bar] : []),
      screen,
      this.#searchBar.element,
      this.#banner.element,
    );
    element.addEventListener('focusin', this.#options.onFocus);
    return element;
  }

  async #begin(): Promise<void> {
    // Cells are measured once: with the font that will be drawn.
    await document.fonts
      .load(`${textSize(this.#options.settings(), window.innerWidth)}px 'JetBrains Mono'`)
      .catch(() => []);
    if (this.#disposed) return;
    this.#emulator.open(tabName(this.session));
    if (this.#wantsFocus) this.#emulator.terminal.focus();
    if (this.#log) this.#emulator.terminal.options.disableStdin = true;
    this.#connection.connect();
  }

  #ownKey(event: KeyboardEvent): boolean {
    const down = event.type === 'keydown';
    // Nothing is typed into a log: Tab goes on to the next control, and / to the filter, as in less.
    if (this.#log && event.key === 'Tab') return true;
    if (this.#log && event.key === '/') {
      if (down) this.#log.focusFilter();
    } else if (this.#status.exited && event.key === 'Enter') {
      if (down) this.#typing.restart();
    } else return false;
    event.preventDefault();
    return true;
  }

  #entered(state: ConnectionState): void {
    if (this.#disposed) return;
    clearInterval(this.#tick);
    const status = this.#status;
    status.connection = state;
    status.drawn = false;
    status.prompted = false;
    if (state.name === 'waiting' && state.unproven) status.unproven = true;
    if (state.name === 'waiting') this.#tick = window.setInterval(() => this.#describe(), countdownMs);
    if (state.name === 'connecting') this.#tick = window.setTimeout(() => this.#describe(), patienceMs);
    else this.#describe();
  }

  #describe(): void {
    const content = bannerOf(this.#status, performance.now(), () => {
      this.#connection.connect();
      this.focus();
    });
    this.#banner.show(content);
    this.element.classList.toggle('wb-out-of-reach', content?.dims === true);
  }

  /** A program has something for the clipboard, in the terminal that is typed in. */
  async #copyFor(text: string): Promise<void> {
    const copied = await copyText(withoutControls(text));
    const units = text.length === 1 ? '1 carácter' : `${text.length} caracteres`;
    this.#say(
      copied
        ? `Un programa ha copiado ${units} al portapapeles.`
        : 'Un programa quería copiar al portapapeles y el navegador no lo ha permitido.',
    );
  }

  #say(text: string): void {
    this.#banner.show({ text });
    clearTimeout(this.#unsay);
    this.#unsay = window.setTimeout(() => this.#describe(), noticeMs);
  }
}

/** The terminals beside the slides: tabs, one or two in front, and what the slides ask of them. */
import '@xterm/xterm/css/xterm.css';
import './workbench.css';
import { make, makeButton } from './dom.ts';
import * as layouts from './layout.ts';
import { createMenu } from './menu.ts';
import { nodes, programs, type SessionName, sessionOf, tabName } from './names.ts';
import { Pane } from './pane.ts';
import { clamp, fontSizes, loadSettings, type Settings, saveSettings } from './settings.ts';
import { createSplit } from './split.ts';
import { createTabs } from './tabs.ts';
import type { ThemeName } from './themes.ts';

export type { SessionName } from './names.ts';

/** `reason` is a sentence in Spanish for the learner. */
export type RunResult = { ok: true } | { ok: false; reason: string };

export interface Workbench {
  /** Opens these sessions if needed and puts them in front, two at most; other open tabs stay. */
  show(sessions: readonly SessionName[]): void;
  /** Brings the session to the front and types the command and Enter, only when it is at its prompt. */
  run(session: SessionName, command: string): Promise<RunResult>;
  focus(): void;
  setTheme(theme: ThemeName): void;
  dispose(): void;
}

export interface WorkbenchOptions {
  readonly theme: ThemeName;
  /** The learner pressed the key that gives the keyboard back to the slides. */
  readonly onLeave: () => void;
}

class TerminalWorkbench implements Workbench {
  readonly #options: WorkbenchOptions;
  readonly #root: HTMLElement;
  readonly #panes = new Map<SessionName, Pane>();
  readonly #tabs;
  readonly #split;
  readonly #menu;
  readonly #empty: HTMLElement;
  readonly #splitButton: HTMLButtonElement;
  readonly #stopListening = new AbortController();
  #settings: Settings = loadSettings();
  #layout: layouts.Layout;
  #theme: ThemeName;

  constructor(host: HTMLElement, options: WorkbenchOptions) {
    this.#options = options;
    this.#theme = options.theme;
    const { open, shown, share } = this.#settings;
    this.#layout = { open, shown, active: shown[0] ?? null };
    this.#tabs = createTabs({
      onSelect: (session) => {
        this.#change(layouts.selectSession(this.#layout, session));
        this.#panes.get(session)?.focus();
      },
      onClose: (session) => this.#closeTab(session),
      onMove: (session, before) => this.#change(layouts.moveSession(this.#layout, session, before)),
    });
    this.#split = createSplit(share, (next) => this.#set({ share: next }));
    this.#menu = this.#createOpenMenu();
    this.#splitButton = makeButton({ class: 'wb-button wb-icon wb-icon-split' }, '', () =>
      this.#change(layouts.toggleSplit(this.#layout)),
    );
    this.#empty = make(
      'p',
      { class: 'wb-empty' },
      'Abre un terminal con «Abrir terminal», o pasa a una diapositiva con órdenes: se abren solos.',
    );
    this.#split.element.append(this.#empty);
    this.#root = make('div', { class: 'wb' }, this.#toolbar(), this.#split.element, this.#statusLine());
    this.#root.dataset['theme'] = options.theme;
    host.append(this.#root);
    this.#listen();
    this.#render();
  }

  show(sessions: readonly SessionName[]): void {
    this.#change(layouts.showSessions(this.#layout, sessions));
  }

  async run(session: SessionName, command: string): Promise<RunResult> {
    if (!this.#layout.shown.includes(session)) this.#change(layouts.selectSession(this.#layout, session));
    const reason = (await this.#panes.get(session)?.run(command)) ?? null;
    return reason === null ? { ok: true } : { ok: false, reason };
  }

  focus(): void {
    const pane = this.#layout.active && this.#panes.get(this.#layout.active);
    if (pane) pane.focus();
    else this.#menu.button.focus();
  }

  setTheme(theme: ThemeName): void {
    this.#theme = theme;
    this.#root.dataset['theme'] = theme;
    for (const pane of this.#panes.values()) pane.setTheme(theme);
  }

  dispose(): void {
    this.#stopListening.abort();
    this.#split.dispose();
    for (const pane of this.#panes.values()) pane.dispose();
    this.#panes.clear();
    this.#root.remove();
  }

  // What is made once

  #createOpenMenu() {
    return createMenu(
      'Abrir terminal',
      'Abrir terminal',
      nodes.map((node) => ({
        label: node,
        items: programs.map((program) => {
          const session = sessionOf(program, node);
          return {
            label: tabName(session),
            run: () => {
              this.#change(layouts.selectSession(this.#layout, session));
              this.#panes.get(session)?.focus();
            },
          };
        }),
      })),
    );
  }

  #toolbar(): HTMLElement {
    const settingsMenu = createMenu('Ajustes de los terminales', '', [
      {
        label: 'Ajustes',
        items: [
          {
            label: 'Modo para lector de pantalla',
            checked: () => this.#settings.screenReader,
            run: () => this.#set({ screenReader: !this.#settings.screenReader }),
          },
          {
            label: 'Copiar al seleccionar',
            checked: () => this.#settings.copyOnSelect,
            run: () => this.#set({ copyOnSelect: !this.#settings.copyOnSelect }),
          },
        ],
      },
    ]);
    settingsMenu.button.classList.add('wb-icon', 'wb-icon-settings');
    settingsMenu.button.title = 'Ajustes de los terminales';
    const size = (change: number) => () =>
      this.#set({ fontSize: clamp(this.#settings.fontSize + change, fontSizes) });
    const label = (text: string) => ({ class: 'wb-button', 'aria-label': text, title: text });
    return make(
      'div',
      { class: 'wb-toolbar' },
      this.#tabs.element,
      make(
        'div',
        { class: 'wb-tools' },
        this.#menu.element,
        this.#splitButton,
        makeButton(label('A−: letra más pequeña'), 'A−', size(-1)),
        makeButton(label('A+: letra más grande'), 'A+', size(1)),
        settingsMenu.element,
        makeButton(
          {
            class: 'wb-button wb-icon wb-icon-close',
            'aria-label': 'Cerrar el terminal activo',
            title: 'Cerrar el terminal activo: su programa sigue en marcha y vuelve al abrirlo',
          },
          '',
          () => {
            if (this.#layout.active) this.#closeTab(this.#layout.active);
          },
        ),
      ),
    );
  }

  #statusLine(): HTMLElement {
    const key = (keys: string, does: string) => make('span', {}, make('kbd', {}, keys), ` ${does}`);
    return make(
      'div',
      { class: 'wb-status' },
      key('Ctrl+Shift+E', 'volver a las diapositivas'),
      key('Ctrl+Shift+F', 'buscar'),
      key('Ctrl+Shift+C/V', 'copiar y pegar'),
    );
  }

  #listen(): void {
    const { signal } = this.#stopListening;
    const reconnect = () => {
      for (const pane of this.#panes.values()) pane.reconnect();
    };
    window.addEventListener('online', reconnect, { signal });
    document.addEventListener('visibilitychange', () => document.hidden || reconnect(), { signal });
    this.#root.addEventListener('keydown', (event) => void this.#key(event), { signal });
  }

  // What changes

  /** The workbench's own keys, also while a terminal has the keyboard. True when the key was one. */
  #key(event: KeyboardEvent): boolean {
    if (isForThePage(event)) return true;
    if (!event.ctrlKey || !event.shiftKey || event.altKey || event.metaKey) return false;
    const active = this.#layout.active ? this.#panes.get(this.#layout.active) : undefined;
    const down = event.type === 'keydown';
    switch (event.code) {
      case 'KeyE':
        if (down) this.#options.onLeave();
        break;
      case 'KeyF':
        if (down) active?.search();
        break;
      case 'KeyC':
        if (down) active?.copySelection();
        break;
      case 'KeyV':
        // The browser pastes by itself when the key is left to it, and asks nobody for permission.
        return true;
      default:
        return false;
    }
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  #closeTab(session: SessionName): void {
    const hadFocus = this.#root.contains(document.activeElement);
    this.#panes.get(session)?.dispose();
    this.#panes.delete(session);
    this.#change(layouts.closeSession(this.#layout, session));
    if (!hadFocus) return;
    if (this.#layout.active) this.#tabs.focus(this.#layout.active);
    else this.#menu.button.focus();
  }

  #change(layout: layouts.Layout): void {
    this.#layout = layout;
    this.#settings = { ...this.#settings, open: layout.open, shown: layout.shown };
    saveSettings(this.#settings);
    this.#render();
  }

  #set(change: Partial<Settings>): void {
    this.#settings = { ...this.#settings, ...change };
    saveSettings(this.#settings);
    for (const pane of this.#panes.values()) pane.applySettings(this.#settings);
  }

  #render(): void {
    const { open, shown, active } = this.#layout;
    this.#empty.hidden = open.length > 0;
    this.#split.setCount(shown.length);
    this.#root.classList.toggle('wb-has-two', shown.length > 1);
    const splitLabel = shown.length > 1 ? 'Un solo terminal' : 'Dos terminales a la vez';
    this.#splitButton.setAttribute('aria-label', splitLabel);
    this.#splitButton.title = splitLabel;
    this.#splitButton.disabled = open.length < 2;
    this.#tabs.render(this.#layout);
    for (const session of shown) this.#paneOf(session);
    for (const [session, pane] of this.#panes) {
      const place = shown.indexOf(session);
      const wasHidden = pane.element.hidden;
      pane.element.hidden = place < 0;
      pane.element.style.order = `${place * 2}`;
      pane.element.classList.toggle('wb-active', session === active);
      if (place < 0) continue;
      this.#tabs.mark(session, false);
      if (wasHidden) pane.shown();
    }
  }

  #paneOf(session: SessionName): Pane {
    const existing = this.#panes.get(session);
    if (existing) return existing;
    const pane = new Pane(this.#split.element, {
      session,
      theme: this.#theme,
      settings: () => this.#settings,
      onKey: (event) => this.#key(event),
      onFocus: () => {
        if (this.#layout.active === session || !this.#layout.shown.includes(session)) return;
        this.#layout = { ...this.#layout, active: session };
        this.#render();
      },
      onOutput: () => {
        if (!this.#layout.shown.includes(session)) this.#tabs.mark(session, true);
      },
    });
    this.#panes.set(session, pane);
    return pane;
  }
}

/** Keys that are the browser's or the frame's, whoever has the keyboard: the mode switch, and zoom. */
function isForThePage(event: KeyboardEvent): boolean {
  if (event.key === 'F8' || event.key === 'F11') return true;
  return (event.ctrlKey || event.metaKey) && !event.altKey && ['+', '-', '=', '0'].includes(event.key);
}

export function createWorkbench(host: HTMLElement, options: WorkbenchOptions): Workbench {
  return new TerminalWorkbench(host, options);
}

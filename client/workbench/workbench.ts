/** The terminals beside the slides: tabs, one or two in front, and what the slides ask of them. */
import type { RunOptions } from './command-runner.ts';
import '@xterm/xterm/css/xterm.css';
import './workbench.css';
import './toolbar.css';
import './menu.css';
import './split.css';
import './pane.css';
import './search-bar.css';
import './touch-bar.css';
import { h, render } from 'preact';
import { copyStyleOf, ownSystem } from './copy-keys.ts';
import { make } from './dom.ts';
import * as layouts from './layout.ts';
import type { SessionName } from './names.ts';
import type { HostsSource } from './pane.ts';
import { Panes } from './panes.ts';
import { loadSettings, type Settings, saveSettings } from './settings.ts';
import { type Action, actionOf, createStatusLine } from './shortcuts.ts';
import { createSplit } from './split.ts';
import { createTabs } from './tabs.ts';
import type { ThemeName } from './themes.ts';
import { createToolbar } from './toolbar.ts';
import { TouchBar } from './touch-bar.tsx';

export type { SessionName } from './names.ts';

/** `reason` is a sentence in Spanish for the learner. */
export type RunResult = { ok: true } | { ok: false; reason: string };

export interface Workbench {
  /** Opens these sessions if needed and puts them in front, two at most; other open tabs stay. */
  show(sessions: readonly SessionName[]): void;
  /** Brings the session to the front and types the command and Enter, only when it is at its prompt. */
  run(session: SessionName, command: string, options?: RunOptions): Promise<RunResult>;
  /** Brings the session to the front, in the place of the active one, and gives it the keys. */
  open(session: SessionName): void;
  focus(): void;
  setTheme(theme: ThemeName): void;
  dispose(): void;
}

export interface WorkbenchOptions {
  readonly theme: ThemeName;
  readonly hosts: HostsSource;
  /** The learner pressed the key that gives the keyboard back to the slides. */
  readonly onLeave: () => void;
}

class TerminalWorkbench implements Workbench {
  readonly #options: WorkbenchOptions;
  readonly #host: HTMLElement;
  readonly #root: HTMLElement;
  readonly #panes: Panes;
  readonly #tabs;
  readonly #split;
  readonly #toolbar;
  readonly #empty: HTMLElement;
  readonly #statusLine = createStatusLine();
  readonly #stopListening = new AbortController();
  #settings: Settings = loadSettings();
  #layout: layouts.Layout;

  constructor(host: HTMLElement, options: WorkbenchOptions) {
    this.#host = host;
    this.#options = options;
    const { open, shown } = this.#settings;
    this.#layout = { open, shown, active: shown[0] ?? null };
    this.#tabs = createTabs({
      onSelect: (session) => this.#openAndFocus(session),
      onClose: (session) => this.#closeTab(session),
      onMove: (session, before) => this.#change(layouts.moveSession(this.#layout, session, before)),
    });
    this.#toolbar = createToolbar(this.#tabs.element, {
      settings: () => this.#settings,
      onSettings: (change) => this.#set(change),
      onOpen: (session) => this.#openAndFocus(session),
      onSplit: () => this.#change(layouts.toggleSplit(this.#layout)),
      onMaximise: () => this.#change(layouts.toggleMaximised(this.#layout)),
      onClose: () => this.#layout.active && this.#closeTab(this.#layout.active),
    });
    this.#split = createSplit(this.#settings, (share) => this.#set({ share }));
    this.#panes = new Panes(this.#split.element, {
      theme: options.theme,
      hosts: options.hosts,
      settings: () => this.#settings,
      onKey: (event) => this.#key(event),
      onFocus: (session) => this.#activate(session),
      onOutput: (session) => {
        if (!layouts.visible(this.#layout).includes(session)) this.#tabs.mark(session, true);
      },
      onMaximise: (session) => this.#change(layouts.toggleMaximised({ ...this.#layout, active: session })),
    });
    this.#empty = make(
      'p',
      { class: 'wb-empty' },
      'Abre un terminal con «Abrir terminal», o pasa a una diapositiva con órdenes: se abren solos.',
    );
    this.#split.element.append(this.#empty);
    const touch = make('div', { class: 'wb-touch-place' });
    render(
      h(TouchBar, {
        onType: (text) => this.#panes.get(this.#layout.active)?.type(text),
        cursorKeys: () => this.#panes.get(this.#layout.active)?.cursorKeys ?? false,
      }),
      touch,
    );
    this.#root = make(
      'div',
      { class: 'wb', 'data-theme': options.theme },
      this.#toolbar.element,
      this.#split.element,
      touch,
      this.#statusLine.element,
    );
    host.append(this.#root);
    this.#statusLine.show(this.#copyStyle());
    this.#listen();
    this.#render();
  }

  show(sessions: readonly SessionName[]): void {
    this.#change(layouts.showSessions(this.#layout, sessions));
  }

  open(session: SessionName): void {
    this.#openAndFocus(session);
  }

  async run(session: SessionName, command: string, options?: RunOptions): Promise<RunResult> {
    if (!layouts.visible(this.#layout).includes(session))
      this.#change(layouts.selectSession(this.#layout, session));
    const reason = (await this.#panes.get(session)?.run(command, options)) ?? null;
    return reason === null ? { ok: true } : { ok: false, reason };
  }

  focus(): void {
    const pane = this.#panes.get(this.#layout.active);
    if (pane) pane.focus();
    else this.#toolbar.focus();
  }

  setTheme(theme: ThemeName): void {
    this.#root.dataset['theme'] = theme;
    this.#panes.setTheme(theme);
  }

  dispose(): void {
    this.#stopListening.abort();
    this.#split.dispose();
    this.#panes.dispose();
    this.#root.remove();
  }

  #listen(): void {
    const { signal } = this.#stopListening;
    window.addEventListener('resize', () => this.#panes.applySettings(), { signal });
    this.#root.addEventListener('keydown', (event) => void this.#key(event), { signal });
  }

  /** True when the key was the workbench's, and is not the program's. */
  #key(event: KeyboardEvent): boolean {
    const pane = this.#panes.get(this.#layout.active);
    const action = actionOf(event, {
      copyStyle: this.#copyStyle(),
      hasSelection: pane?.hasSelection ?? false,
    });
    if (action === null) return false;
    // The browser pastes by itself when the key is left to it, and asks nobody for permission.
    if (action === 'page' || action === 'paste') return true;
    if (event.type === 'keydown') this.#act(action);
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  #copyStyle() {
    return copyStyleOf(this.#settings, ownSystem());
  }

  #act(action: Exclude<Action, 'page' | 'paste'>): void {
    switch (action) {
      case 'leave':
        this.#options.onLeave();
        break;
      case 'search':
        this.#panes.get(this.#layout.active)?.search();
        break;
      case 'copy':
        void this.#panes.get(this.#layout.active)?.copySelection(this.#copyStyle() === 'ctrl');
        break;
      case 'maximise':
        this.#change(layouts.toggleMaximised(this.#layout));
        break;
    }
  }

  /** The keys are in it now. */
  #activate(session: SessionName): void {
    if (this.#layout.active === session || !layouts.visible(this.#layout).includes(session)) return;
    this.#layout = { ...this.#layout, active: session };
    this.#render();
  }

  #openAndFocus(session: SessionName): void {
    this.#change(layouts.selectSession(this.#layout, session));
    this.#panes.get(session)?.focus();
  }

  #closeTab(session: SessionName): void {
    const hadFocus = this.#root.contains(document.activeElement);
    this.#panes.close(session);
    this.#change(layouts.closeSession(this.#layout, session));
    if (!hadFocus) return;
    if (this.#layout.active) this.#tabs.focus(this.#layout.active);
    else this.#toolbar.focus();
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
    this.#split.arrange(this.#settings.arrangement);
    this.#statusLine.show(this.#copyStyle());
    this.#panes.applySettings();
  }

  #render(): void {
    const { open, active } = this.#layout;
    const seen = layouts.visible(this.#layout);
    this.#empty.hidden = open.length > 0;
    this.#host.dataset['terminals'] = open.length > 0 ? 'some' : 'none';
    this.#split.setCount(seen.length);
    this.#root.classList.toggle('wb-has-two', seen.length > 1);
    this.#toolbar.render(this.#layout);
    this.#tabs.render({ ...this.#layout, shown: seen });
    this.#panes.bringToFront(seen, active);
    for (const session of seen) this.#tabs.mark(session, false);
  }
}

export function createWorkbench(host: HTMLElement, options: WorkbenchOptions): Workbench {
  return new TerminalWorkbench(host, options);
}

/** The terminals that are open, in front or behind. */
import type { SessionName } from './names.ts';
import { Pane, type PaneOptions } from './pane.ts';
import type { ThemeName } from './themes.ts';

export interface PanesOptions extends Pick<PaneOptions, 'theme' | 'settings' | 'hosts' | 'onKey'> {
  readonly onFocus: (session: SessionName) => void;
  readonly onOutput: (session: SessionName) => void;
  readonly onMaximise: (session: SessionName) => void;
}

export class Panes {
  readonly #host: HTMLElement;
  readonly #options: PanesOptions;
  readonly #open = new Map<SessionName, Pane>();
  #theme: ThemeName;

  constructor(host: HTMLElement, options: PanesOptions) {
    this.#host = host;
    this.#options = options;
    this.#theme = options.theme;
  }

  get(session: SessionName | null): Pane | null {
    return (session && this.#open.get(session)) ?? null;
  }

  /** Opens those that are not, puts them in front in that order, and the others behind. */
  bringToFront(sessions: readonly SessionName[], active: SessionName | null): void {
    for (const session of sessions)
      if (!this.#open.has(session)) this.#open.set(session, this.#create(session));
    for (const [session, pane] of this.#open) {
      const place = sessions.indexOf(session);
      const wasHidden = pane.element.hidden;
      pane.element.hidden = place < 0;
      pane.element.style.order = `${place * 2}`;
      pane.element.classList.toggle('wb-active', session === active);
      if (place >= 0 && wasHidden) pane.shown();
    }
  }

  close(session: SessionName): void {
    this.#open.get(session)?.dispose();
    this.#open.delete(session);
  }

  applySettings(): void {
    for (const pane of this.#open.values()) pane.applySettings(this.#options.settings());
  }

  setTheme(theme: ThemeName): void {
    this.#theme = theme;
    for (const pane of this.#open.values()) pane.setTheme(theme);
  }

  dispose(): void {
    for (const pane of this.#open.values()) pane.dispose();
    this.#open.clear();
  }

  #create(session: SessionName): Pane {
    const { settings, hosts, onKey, onFocus, onOutput, onMaximise } = this.#options;
    return new Pane(this.#host, {
      session,
      theme: this.#theme,
      settings,
      hosts,
      onKey,
      onFocus: () => onFocus(session),
      onOutput: () => onOutput(session),
      onMaximise: () => onMaximise(session),
    });
  }
}

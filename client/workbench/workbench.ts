/** The terminals beside the slides. */
import type { Node, Program } from '../../protocol/names.ts';

export type SessionName = `${Program}@${Node}`;

/** `reason` is a sentence in Spanish for the learner. */
export type RunResult = { ok: true } | { ok: false; reason: string };

export interface Workbench {
  /** Opens these sessions if needed and puts them in front; other open tabs stay. */
  show(sessions: readonly SessionName[]): void;
  /** Brings the session to the front and types the command and Enter, only when it is at its prompt. */
  run(session: SessionName, command: string): Promise<RunResult>;
  focus(): void;
  setTheme(theme: 'light' | 'dark'): void;
  dispose(): void;
}

export interface WorkbenchOptions {
  readonly theme: 'light' | 'dark';
  /** The learner pressed the key that gives the keyboard back to the slides. */
  readonly onLeave: () => void;
}

export function createWorkbench(host: HTMLElement, options: WorkbenchOptions): Workbench {
  host.dataset['workbenchTheme'] = options.theme;
  return {
    show() {},
    run: async () => ({ ok: false, reason: 'Los terminales todavía no están disponibles.' }),
    focus() {},
    setTheme(theme) {
      host.dataset['workbenchTheme'] = theme;
    },
    dispose() {},
  };
}

/** Light or dark: the system's choice until the learner makes one. `public/before-paint.js` sets the first value. */
import { recall, remember } from './storage.ts';

export type Theme = 'light' | 'dark';

export interface ThemeSwitch {
  readonly current: () => Theme;
  onChange(listener: (theme: Theme) => void): void;
}

/** The system's theme when it changes, as long as the learner has made no choice. */
export function onSystemTheme(apply: (theme: Theme) => void): void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', () => {
    if (recall('theme') === null) apply(system.matches ? 'dark' : 'light');
  });
}

export function createThemeSwitch(button: HTMLButtonElement): ThemeSwitch {
  const root = document.documentElement;
  const listeners = new Set<(theme: Theme) => void>();
  const current = (): Theme => (root.dataset['theme'] === 'dark' ? 'dark' : 'light');

  const apply = (theme: Theme) => {
    root.dataset['theme'] = theme;
    button.textContent = theme === 'dark' ? 'Tema claro' : 'Tema oscuro';
    for (const listener of listeners) listener(theme);
  };

  button.addEventListener('click', () => {
    const theme = current() === 'dark' ? 'light' : 'dark';
    remember('theme', theme);
    apply(theme);
  });
  onSystemTheme(apply);
  apply(current());
  return { current, onChange: (listener) => void listeners.add(listener) };
}

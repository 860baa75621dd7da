/** What of the frame is seen: the slide, both panes, or the terminals. */
import { recall, remember } from './storage.ts';

const modes = ['both', 'slide', 'terminals'] as const;
export type Mode = (typeof modes)[number];

const names: Readonly<Record<Mode, string>> = {
  both: 'Vista: ambas',
  slide: 'Vista: diapositiva',
  terminals: 'Vista: terminales',
};

export function isMode(value: string | null | undefined): value is Mode {
  return modes.some((mode) => mode === value);
}

export function modeAfter(mode: Mode): Mode {
  return modes[(modes.indexOf(mode) + 1) % modes.length] ?? 'both';
}

export interface ModeSwitch {
  readonly current: () => Mode;
  set(mode: Mode): void;
  cycle(): void;
}

export function createModeSwitch(
  frame: HTMLElement,
  label: HTMLElement,
  onChange: (mode: Mode) => void,
): ModeSwitch {
  let mode: Mode = 'both';
  const set = (next: Mode) => {
    mode = next;
    frame.dataset['mode'] = mode;
    label.textContent = names[mode];
    remember('mode', mode);
    onChange(mode);
  };
  const stored = recall('mode');
  set(isMode(stored) ? stored : 'both');
  return { current: () => mode, set, cycle: () => set(modeAfter(mode)) };
}

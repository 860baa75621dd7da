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
  /** What is seen now. */
  readonly current: () => Mode;
  set(mode: Mode): void;
  cycle(): void;
  /** A slide that uses no terminal has the whole width where both panes would be seen, until the learner asks for them. */
  wide(slide: boolean): void;
}

export function createModeSwitch(
  frame: HTMLElement,
  label: HTMLElement,
  onChange: (mode: Mode) => void,
): ModeSwitch {
  const stored = recall('mode');
  let mode: Mode = isMode(stored) ? stored : 'both';
  let isWide = false;
  let asked = false;
  const current = (): Mode => (mode === 'both' && isWide && !asked ? 'slide' : mode);
  const show = () => {
    frame.dataset['mode'] = current();
    label.textContent = names[current()];
    onChange(current());
  };
  const set = (next: Mode) => {
    mode = next;
    asked = next === 'both';
    remember('mode', mode);
    show();
  };
  show();
  return {
    current,
    set,
    cycle: () => set(modeAfter(current())),
    wide(slide) {
      if (slide === isWide) return;
      isWide = slide;
      asked = false;
      show();
    },
  };
}

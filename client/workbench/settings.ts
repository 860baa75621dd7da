/** What this browser remembers of the terminals. Storage may be forbidden or full; then nothing is remembered. */
import { recall, remember } from '../frame/storage.ts';
import { isSessionName, type SessionName } from './names.ts';

/** How two terminals stand: as the place allows, one over the other, or side by side. */
export const arrangements = ['auto', 'stacked', 'side-by-side'] as const;
export type Arrangement = (typeof arrangements)[number];

export interface Settings {
  readonly open: readonly SessionName[];
  /** In front, one or two. */
  readonly shown: readonly SessionName[];
  readonly fontSize: number;
  /** The first pane's share, per cent. */
  readonly share: number;
  readonly screenReader: boolean;
  readonly copyOnSelect: boolean;
  /** The right button copies or pastes at once, instead of opening the browser's menu. */
  readonly rightClickPastes: boolean;
  readonly arrangement: Arrangement;
}

export const fontSizes = { min: 9, max: 28, start: 14 } as const;
export const shares = { min: 20, max: 80, start: 50, step: 5 } as const;

const key = 'terminales';
const defaults: Settings = {
  open: [],
  shown: [],
  fontSize: fontSizes.start,
  share: shares.start,
  screenReader: false,
  copyOnSelect: false,
  rightClickPastes: false,
  arrangement: 'auto',
};

const sessionsIn = (value: unknown): SessionName[] =>
  Array.isArray(value) ? [...new Set(value.filter(isSessionName))] : [];

export function clamp(
  value: unknown,
  { min, max, start }: { min: number; max: number; start: number },
): number {
  return typeof value === 'number' && Number.isFinite(value) ? Math.min(max, Math.max(min, value)) : start;
}

/** Reads what may have been written by an older page, or by hand. */
export function readSettings(stored: string | null, startFontSize: number = fontSizes.start): Settings {
  const unset = { ...defaults, fontSize: startFontSize };
  try {
    const value: unknown = JSON.parse(stored ?? 'null');
    if (typeof value !== 'object' || value === null) return unset;
    const found: Partial<Record<keyof Settings, unknown>> = value;
    const open = sessionsIn(found.open);
    return {
      open,
      shown: sessionsIn(found.shown)
        .filter((session) => open.includes(session))
        .slice(0, 2),
      fontSize: clamp(found.fontSize, { ...fontSizes, start: startFontSize }),
      share: clamp(found.share, shares),
      screenReader: found.screenReader === true,
      copyOnSelect: found.copyOnSelect === true,
      rightClickPastes: found.rightClickPastes === true,
      arrangement: arrangements.find((name) => name === found.arrangement) ?? defaults.arrangement,
    };
  } catch {
    return unset;
  }
}

/** Until it is chosen, the terminals' text grows with the window as the slides' does: 14 px on a laptop, 17 px at 1920. */
export function startFontSize(windowWidth: number): number {
  return Math.min(20, Math.max(fontSizes.start, Math.round(windowWidth / 112)));
}

export const loadSettings = (): Settings => readSettings(recall(key), startFontSize(window.innerWidth));

export const saveSettings = (settings: Settings): void => remember(key, JSON.stringify(settings));

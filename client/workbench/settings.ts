/** What this browser remembers of the terminals. Storage may be forbidden or full; then nothing is remembered. */
import { recall, remember } from '../frame/storage.ts';
import { type CopyKeys, copyKeyChoices } from './copy-keys.ts';
import { isSessionName, type SessionName } from './names.ts';

/** How two terminals stand: as the place allows, one over the other, or side by side. */
export const arrangements = ['auto', 'stacked', 'side-by-side'] as const;
export type Arrangement = (typeof arrangements)[number];

export interface Settings {
  readonly open: readonly SessionName[];
  /** In front, one or two. */
  readonly shown: readonly SessionName[];
  /** Pixels; null until it is chosen: see `textSize`. */
  readonly fontSize: number | null;
  /** The first pane's share, per cent. */
  readonly share: number;
  readonly screenReader: boolean;
  readonly copyOnSelect: boolean;
  /** The right button copies or pastes at once, instead of opening the browser's menu. */
  readonly rightClickPastes: boolean;
  readonly arrangement: Arrangement;
  readonly copyKeys: CopyKeys;
  /** On a Mac: Option is Meta, for programs, and writes no characters: | @ # [ ] of a Spanish keyboard need it to. */
  readonly optionIsMeta: boolean;
}

const fontSizes = { min: 9, max: 28 } as const;
/** What the terminals' text is, in pixels, until it is chosen: see `textSize`. */
const ownFontSizes = { min: 14, max: 20 } as const;
export const shares = { min: 20, max: 80, start: 50, step: 5 } as const;

const key = 'terminales';
const defaults: Settings = {
  open: [],
  shown: [],
  fontSize: null,
  share: shares.start,
  screenReader: false,
  copyOnSelect: false,
  rightClickPastes: false,
  arrangement: 'auto',
  copyKeys: 'own',
  optionIsMeta: false,
};

const sessionsIn = (value: unknown): SessionName[] =>
  Array.isArray(value) ? [...new Set(value.filter(isSessionName))] : [];

const within = (value: number, { min, max }: { readonly min: number; readonly max: number }): number =>
  Math.min(max, Math.max(min, value));

/** A number within its bounds; null for what is none. */
const bounded = (value: unknown, bounds: { readonly min: number; readonly max: number }): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? within(value, bounds) : null;

/** Reads what may have been written by an older page, or by hand. */
export function readSettings(stored: string | null): Settings {
  try {
    const value: unknown = JSON.parse(stored ?? 'null');
    if (typeof value !== 'object' || value === null) return defaults;
    const found: Partial<Record<keyof Settings, unknown>> = value;
    const open = sessionsIn(found.open);
    return {
      open,
      shown: sessionsIn(found.shown)
        .filter((session) => open.includes(session))
        .slice(0, 2),
      fontSize: bounded(found.fontSize, fontSizes),
      share: bounded(found.share, shares) ?? defaults.share,
      screenReader: found.screenReader === true,
      copyOnSelect: found.copyOnSelect === true,
      rightClickPastes: found.rightClickPastes === true,
      arrangement: arrangements.find((name) => name === found.arrangement) ?? defaults.arrangement,
      copyKeys: copyKeyChoices.find((name) => name === found.copyKeys) ?? defaults.copyKeys,
      optionIsMeta: found.optionIsMeta === true,
    };
  } catch {
    return defaults;
  }
}

/** Until it is chosen, the terminals' text grows with the window as the slides' does: 14 px on a laptop, 17 px at 1920. */
export function textSize({ fontSize }: Pick<Settings, 'fontSize'>, windowWidth: number): number {
  return fontSize ?? within(Math.round(windowWidth / 112), ownFontSizes);
}

/** The next size, larger or smaller by that many pixels. */
export const resized = (settings: Pick<Settings, 'fontSize'>, change: number, windowWidth: number): number =>
  within(textSize(settings, windowWidth) + change, fontSizes);

export const loadSettings = (): Settings => readSettings(recall(key));

export const saveSettings = (settings: Settings): void => remember(key, JSON.stringify(settings));

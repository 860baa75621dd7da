/** Which keys copy and paste in a terminal: those of the learner's own system, or those that they chose. */
import type { Settings } from './settings.ts';

export const systems = ['mac', 'windows', 'other'] as const;
export type System = (typeof systems)[number];

/** `own`: as on this system. `ctrl`: Ctrl+C, where something is selected, and Ctrl+V. `ctrl-shift`: with Shift too, always. */
export const copyKeyChoices = ['own', 'ctrl', 'ctrl-shift'] as const;
export type CopyKeys = (typeof copyKeyChoices)[number];

/** What the keys are by which a terminal copies and pastes. */
export type CopyStyle = 'command' | 'ctrl' | 'ctrl-shift';

/** By the name that browsers give to their system. It is only known roughly, and only for this. */
export function systemOf(platform: string): System {
  if (/^(?:Mac|iP)/i.test(platform)) return 'mac';
  return /^Win/i.test(platform) ? 'windows' : 'other';
}

export const ownSystem = (): System => systemOf(navigator.platform);

const ownStyles: Readonly<Record<System, CopyStyle>> = {
  mac: 'command',
  windows: 'ctrl',
  other: 'ctrl-shift',
};

export const copyStyleOf = ({ copyKeys }: Pick<Settings, 'copyKeys'>, system: System): CopyStyle =>
  copyKeys === 'own' ? ownStyles[system] : copyKeys;

/** The two keys of a style, each as its caps: to be shown. */
export const copyKeyCaps: Readonly<Record<CopyStyle, readonly [readonly string[], readonly string[]]>> = {
  command: [
    ['⌘', 'C'],
    ['⌘', 'V'],
  ],
  ctrl: [
    ['Ctrl', 'C'],
    ['Ctrl', 'V'],
  ],
  'ctrl-shift': [
    ['Ctrl', 'Mayús', 'C'],
    ['Ctrl', 'Mayús', 'V'],
  ],
};

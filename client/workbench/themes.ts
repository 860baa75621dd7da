/** Colours of the terminals. Every ANSI colour has at least 4.5:1 on its background (WCAG AA), dim black and white too. */
import type { ITheme } from '@xterm/xterm';

export type ThemeName = 'light' | 'dark';

/** A colour of the system by its CSS name, as one that xterm.js can read. */
function systemColour(name: string): string {
  const sample = document.createElement('span');
  sample.style.color = name;
  document.body.append(sample);
  const { color } = getComputedStyle(sample);
  sample.remove();
  return color;
}

export const isForced = (): boolean => matchMedia('(forced-colors: active)').matches;

/** In forced colours paper, ink, cursor and selection are those of the learner's system. */
export function themeOf(name: ThemeName): ITheme {
  if (!isForced()) return themes[name];
  const canvas = systemColour('Canvas');
  const ink = systemColour('CanvasText');
  const highlight = systemColour('Highlight');
  return {
    ...themes[name],
    background: canvas,
    foreground: ink,
    cursor: ink,
    cursorAccent: canvas,
    selectionBackground: highlight,
    selectionInactiveBackground: highlight,
    selectionForeground: systemColour('HighlightText'),
  };
}

export const themes: Readonly<Record<ThemeName, ITheme>> = {
  dark: {
    background: '#11161c',
    foreground: '#e3e9ef',
    cursor: '#ffb454',
    cursorAccent: '#11161c',
    selectionBackground: '#3a5a85',
    selectionInactiveBackground: '#2b3f5a',
    scrollbarSliderBackground: '#ffffff2e',
    scrollbarSliderHoverBackground: '#ffffff4d',
    scrollbarSliderActiveBackground: '#ffffff66',
    black: '#8792a0',
    red: '#ff8b81',
    green: '#7fd88f',
    yellow: '#e8c468',
    blue: '#7db7ff',
    magenta: '#d9a3ff',
    cyan: '#67d4de',
    white: '#d3dae2',
    brightBlack: '#9aa5b2',
    brightRed: '#ffaba4',
    brightGreen: '#a2ebae',
    brightYellow: '#f6da94',
    brightBlue: '#a6cfff',
    brightMagenta: '#e6c1ff',
    brightCyan: '#94e7ee',
    brightWhite: '#ffffff',
  },
  light: {
    background: '#fdfdfb',
    foreground: '#1c2733',
    cursor: '#9a3a12',
    cursorAccent: '#fdfdfb',
    selectionBackground: '#b9d5f5',
    selectionInactiveBackground: '#d6e3f1',
    scrollbarSliderBackground: '#0000002e',
    scrollbarSliderHoverBackground: '#0000004d',
    scrollbarSliderActiveBackground: '#00000066',
    black: '#1c2733',
    red: '#b02318',
    green: '#1b6b33',
    yellow: '#7a5600',
    blue: '#0b57a8',
    magenta: '#8430a6',
    cyan: '#0b6470',
    white: '#5a6672',
    brightBlack: '#55616d',
    brightRed: '#a31a10',
    brightGreen: '#155c2a',
    brightYellow: '#6b4b00',
    brightBlue: '#084a91',
    brightMagenta: '#742695',
    brightCyan: '#085661',
    brightWhite: '#3f4a55',
  },
};

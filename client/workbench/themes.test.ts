import { describe, expect, it } from 'vitest';
import { themes } from './themes.ts';

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(colour: string): number {
  const channels = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
  const [red = 0, green = 0, blue = 0] = channels.map((value) =>
    value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

describe.each(Object.entries(themes))('the %s palette', (_name, { background = '', ...theme }) => {
  const colours = Object.entries(theme).filter(([name]) => !/selection|scrollbar|cursorAccent/.test(name));
  it.each(colours)('has enough contrast for %s', (_colour, value) => {
    expect(contrast(String(value), background)).toBeGreaterThanOrEqual(4.5);
  });
});

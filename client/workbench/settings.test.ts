import { describe, expect, it } from 'vitest';
import { readSettings, startFontSize } from './settings.ts';

describe('what is remembered', () => {
  it('is read back', () => {
    const settings = {
      open: ['shell@maestro', 'sentinel@replica1'],
      shown: ['sentinel@replica1'],
      fontSize: 18,
      share: 40,
      screenReader: true,
      copyOnSelect: true,
      rightClickPastes: true,
      arrangement: 'side-by-side',
    };
    expect(readSettings(JSON.stringify(settings))).toEqual(settings);
  });

  it.each([null, '', 'x', '[]', '7', '{"open":3,"fontSize":"x"}', '{"shown":["shell@maestro"]}'])(
    'is the default when it is %j',
    (stored) => {
      expect(readSettings(stored)).toMatchObject({
        open: [],
        shown: [],
        fontSize: 14,
        share: 50,
        arrangement: 'auto',
      });
    },
  );

  it('is bounded, and names only sessions that exist', () => {
    const stored = { open: ['shell@maestro', 'shell@luna', 'shell@maestro'], fontSize: 900, share: -3 };
    expect(readSettings(JSON.stringify(stored))).toMatchObject({
      open: ['shell@maestro'],
      fontSize: 28,
      share: 20,
    });
  });
});

it.each([
  [1280, 14],
  [1920, 17],
  [3840, 20],
])('starts, in a window %i px wide, with text of %i px', (width, size) => {
  expect(startFontSize(width)).toBe(size);
  expect(readSettings(null, startFontSize(width)).fontSize).toBe(size);
});

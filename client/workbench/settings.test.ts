import { describe, expect, it } from 'vitest';
import { readSettings, resized, textSize } from './settings.ts';

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
      copyKeys: 'ctrl',
      optionIsMeta: true,
    };
    expect(readSettings(JSON.stringify(settings))).toEqual(settings);
  });

  it.each([null, '', 'x', '[]', '7', '{"open":3,"fontSize":"x"}', '{"shown":["shell@maestro"]}'])(
    'is the default when it is %j',
    (stored) => {
      expect(readSettings(stored)).toMatchObject({
        open: [],
        shown: [],
        fontSize: null,
        share: 50,
        arrangement: 'auto',
        copyKeys: 'own',
        optionIsMeta: false,
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
])('is, in a window %i px wide, text of %i px until another size is chosen', (width, size) => {
  expect(textSize(readSettings(null), width)).toBe(size);
  expect(resized(readSettings(null), 1, width)).toBe(size + 1);
  expect(textSize(readSettings('{"fontSize":12}'), width)).toBe(12);
});

it('is never larger or smaller than can be read', () => {
  expect([resized({ fontSize: 28 }, 1, 1280), resized({ fontSize: 9 }, -1, 1280)]).toEqual([28, 9]);
});

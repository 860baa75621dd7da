import { describe, expect, it } from 'vitest';
import { type CopyStyle, copyStyleOf, systemOf } from './copy-keys.ts';
import { itemAfterKey } from './menu.ts';
import { readNotice } from './notice.ts';
import { actionOf } from './shortcuts.ts';
import { standsSideBySide } from './split.ts';
import { tabAfterKey, tabPlaceAfterDrop } from './tabs.ts';

describe('keys', () => {
  it('move between tabs, around both ends', () => {
    expect(tabAfterKey(2, 3, 'ArrowRight')).toBe(0);
    expect(tabAfterKey(0, 3, 'ArrowLeft')).toBe(2);
    expect(tabAfterKey(1, 3, 'Home')).toBe(0);
    expect(tabAfterKey(1, 3, 'End')).toBe(2);
    expect(tabAfterKey(1, 3, 'x')).toBeNull();
  });

  it('move in the menu, up and down by item, left and right by node', () => {
    expect(itemAfterKey(11, 12, 4, 'ArrowDown')).toBe(0);
    expect(itemAfterKey(0, 12, 4, 'ArrowUp')).toBe(11);
    expect(itemAfterKey(1, 12, 4, 'ArrowRight')).toBe(5);
    expect(itemAfterKey(1, 12, 4, 'ArrowLeft')).toBe(9);
    expect(itemAfterKey(1, 12, 4, 'a')).toBeNull();
  });
});

describe('the keys of the workbench', () => {
  const press = (change: Partial<KeyboardEvent>, copyStyle: CopyStyle = 'ctrl-shift', hasSelection = true) =>
    actionOf(
      { ctrlKey: true, shiftKey: true, altKey: false, metaKey: false, key: '', code: '', ...change },
      { copyStyle, hasSelection },
    );

  it('are told from the terminal’s own', () => {
    expect(press({ code: 'KeyE' })).toBe('leave');
    expect(press({ code: 'Enter' })).toBe('maximise');
    expect(press({ code: 'KeyC', shiftKey: false })).toBeNull();
    expect(press({ code: 'KeyE', altKey: true })).toBeNull();
    expect(press({ code: 'KeyX' })).toBeNull();
    expect(press({ key: 'F8', ctrlKey: false, shiftKey: false })).toBe('page');
    expect(press({ key: '+', shiftKey: false })).toBe('page');
  });

  const plain = { shiftKey: false, ctrlKey: false };
  it.each<[CopyStyle, Partial<KeyboardEvent>, string | null]>([
    ['ctrl', { ...plain, ctrlKey: true, key: 'c' }, 'copy'],
    ['ctrl', { ...plain, ctrlKey: true, key: 'v' }, 'paste'],
    ['ctrl', { ...plain, ctrlKey: true, altKey: true, key: 'v' }, null],
    ['ctrl', { ...plain, metaKey: true, key: 'c' }, null],
    ['ctrl', { key: 'C', code: 'KeyC' }, 'copy'],
    ['command', { ...plain, metaKey: true, key: 'c' }, 'copy'],
    ['command', { ...plain, metaKey: true, key: 'v' }, 'paste'],
    ['command', { ...plain, ctrlKey: true, key: 'c' }, null],
    ['ctrl-shift', { ...plain, ctrlKey: true, key: 'c' }, null],
    ['ctrl-shift', { ...plain, ctrlKey: true, key: 'v' }, null],
    ['ctrl-shift', { key: 'V', code: 'KeyV' }, 'paste'],
  ])('copy and paste by %s: %j is %s', (style, event, action) => expect(press(event, style)).toBe(action));

  it('leave Ctrl+C and ⌘C to the program where nothing is selected', () => {
    expect(press({ ...plain, ctrlKey: true, key: 'c' }, 'ctrl', false)).toBeNull();
    expect(press({ ...plain, metaKey: true, key: 'c' }, 'command', false)).toBeNull();
  });

  it.each([
    ['Win32', 'ctrl'],
    ['MacIntel', 'command'],
    ['iPad', 'command'],
    ['Linux x86_64', 'ctrl-shift'],
    ['', 'ctrl-shift'],
  ])('are those of the learner’s system, unless chosen: %s', (platform, style) => {
    expect(copyStyleOf({ copyKeys: 'own' }, systemOf(platform))).toBe(style);
    expect(copyStyleOf({ copyKeys: 'ctrl' }, systemOf(platform))).toBe('ctrl');
  });
});

describe('two terminals', () => {
  it('stand as the learner chose, or as the place allows', () => {
    expect(standsSideBySide('auto', 900, 300)).toBe(true);
    expect(standsSideBySide('auto', 900, 600)).toBe(false);
    expect(standsSideBySide('auto', 500, 300)).toBe(false);
    expect(standsSideBySide('side-by-side', 500, 900)).toBe(true);
    expect(standsSideBySide('stacked', 900, 300)).toBe(false);
  });
});

describe('a tab that is dropped on another', () => {
  it('takes its place, from either side', () => {
    expect(tabPlaceAfterDrop(['a', 'b', 'c'], 'a', 'b')).toBe('c');
    expect(tabPlaceAfterDrop(['a', 'b', 'c'], 'a', 'c')).toBeNull();
    expect(tabPlaceAfterDrop(['a', 'b', 'c'], 'c', 'a')).toBe('a');
  });
});

describe('a notice', () => {
  it.each([
    { type: 'screen', version: 1, cols: 80, rows: 24, bytes: 0, writer: true },
    { type: 'size', cols: 80, rows: 24 },
    { type: 'role', writer: false },
    { type: 'started' },
    { type: 'exit', code: 0, signal: null },
    { type: 'error', code: 'x', message: 'y' },
  ])('is read when it is whole: $type', (notice) => {
    expect(readNotice(JSON.stringify(notice))).toEqual(notice);
  });

  it.each(['', 'null', '7', '{}', '{"type":"screen"}', '{"type":"exit","code":"0"}', '{"type":"otro"}'])(
    'is left aside when it is %j',
    (text) => expect(readNotice(text)).toBeNull(),
  );
});

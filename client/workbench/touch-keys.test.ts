import { expect, it } from 'vitest';
import { keySequence, withCtrl } from './touch-keys.ts';

it('a key sends what a keyboard would', () => {
  expect((['Esc', 'Tab', '|', '~'] as const).map((key) => keySequence(key, false))).toEqual([
    '\x1b',
    '\t',
    '|',
    '~',
  ]);
});

it('arrows are the program’s own where it asked for them', () => {
  expect(keySequence('↑', false)).toBe('\x1b[A');
  expect(keySequence('↑', true)).toBe('\x1bOA');
});

it('Ctrl makes a control character of a letter, in either case, and leaves the rest', () => {
  expect([withCtrl('c'), withCtrl('C'), withCtrl('['), withCtrl('1')]).toEqual(['\x03', '\x03', '\x1b', '1']);
});

/** What the keys of the touch bar send to a program. Pure. */

/** `cursorKeys`: the program has asked for the arrows as an application's, as editors do (DECCKM). */
export function keySequence(key: TouchKey, cursorKeys: boolean): string {
  const arrow = arrows[key];
  return arrow === undefined ? (others[key] ?? key) : `\x1b${cursorKeys ? 'O' : '['}${arrow}`;
}

export const touchKeys = ['Esc', 'Tab', 'Ctrl', '←', '↑', '↓', '→', '|', '/', '~', '-'] as const;
export type TouchKey = Exclude<(typeof touchKeys)[number], 'Ctrl'>;

const arrows: Partial<Record<string, string>> = { '↑': 'A', '↓': 'B', '→': 'C', '←': 'D' };
const others: Partial<Record<string, string>> = { Esc: '\x1b', Tab: '\t' };

/** What Ctrl makes of a letter: Ctrl+C is the third control character. Other characters stay as they are. */
export function withCtrl(character: string): string {
  const code = character.toUpperCase().charCodeAt(0);
  return code >= 64 && code < 96 ? String.fromCharCode(code - 64) : character;
}

/** What can be known of terminal output without running a terminal. */

const ESC = 0x1b;
const lineFeed = 0x0a;

/** A sequence longer than this is not waited for, in bytes: longer than any title or link. */
export const longestSequence = 4096;

/** A whole escape sequence at the start of a text, as xterm.js sees it. */
const wholeSequence =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are control characters
  /^\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\|\x1b(?=[^\\]))|[ -/]+[0-~]|[0-OQ-WYZ\\`-~])/;

/**
 * How many of the last bytes are the beginning of something not yet whole (an escape sequence, a character of several
 * bytes). A screen is taken before them: a terminal that starts between two halves shows the second half as text.
 */
export function incompleteTail(bytes: Buffer): number {
  return openSequence(bytes) || openCharacter(bytes);
}

function openSequence(bytes: Buffer): number {
  const window = bytes.subarray(Math.max(0, bytes.length - longestSequence));
  let from = window.lastIndexOf(ESC);
  if (from < 0) return 0;
  // `ESC \` ends a string that another ESC began.
  if (window[from + 1] === 0x5c || from === window.length - 1) {
    const before = from === 0 ? -1 : window.lastIndexOf(ESC, from - 1);
    const opensString = before >= 0 && ']PX^_'.includes(String.fromCharCode(window[before + 1] ?? 0));
    if (opensString && !window.subarray(before, from).includes(7)) from = before;
  }
  return wholeSequence.test(window.toString('latin1', from)) ? 0 : window.length - from;
}

function openCharacter(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return back < length ? back : 0;
    }
  }
  return 0;
}

/** Sequences that move no line: colours, erasing to the end of the line, bracketed paste, titles. */
const harmless =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are control characters
  /\x1b(?:\[[\d;:]*m|\[0?K|\[\?2004[hl]|\][02];[^\x07\x1b]*\x07)/g;

/** Output in pieces, as the log keeps it: to join them costs a flood more than to look through them. */
export type Pieces = readonly Buffer[];

const includes = (pieces: Pieces, byte: number): boolean => pieces.some((piece) => piece.includes(byte));

/** Whether text only ever goes on downwards: no cursor movement, no other screen, no other character set. */
export function isPlain(pieces: Pieces): boolean {
  if (includes(pieces, 0x0e) || includes(pieces, 0x0b) || includes(pieces, 0x0c)) return false;
  if (!includes(pieces, ESC)) return true;
  return !Buffer.concat(pieces).toString('latin1').replace(harmless, '').includes('\x1b');
}

/** What plain output leaves in force at its end: colours since the last reset, bracketed paste, the title. */
export function inForceAfter(pieces: Pieces, before: string): string {
  if (!includes(pieces, ESC)) return before;
  const sequences = (before + Buffer.concat(pieces).toString()).match(harmless) ?? [];
  let colours: string[] = [];
  let paste = '';
  let title = '';
  for (const sequence of sequences) {
    if (sequence.startsWith('\x1b]')) title = sequence;
    else if (sequence.startsWith('\x1b[?')) paste = sequence;
    else if (/\[0?m$/.test(sequence)) colours = [];
    else if (sequence.endsWith('m')) colours.push(sequence);
  }
  // Sixteen are more than any program leaves open; the newest win anyway.
  return title + paste + colours.slice(-16).join('');
}

/** Where the last `count` whole lines, and what follows them, begin; 0 when there are not that many. */
export function startOfLastLines(bytes: Buffer, count: number): number {
  let end = bytes.length;
  for (let seen = 0; seen <= count; seen += 1) {
    end = end > 0 ? bytes.lastIndexOf(lineFeed, end - 1) : -1;
    if (end < 0) return 0;
  }
  return end + 1;
}

/** Whether there are that many line ends, looking no further than it must. */
export function hasLines(pieces: Pieces, count: number): boolean {
  let seen = 0;
  for (const piece of pieces)
    for (let at = piece.indexOf(lineFeed); at >= 0; at = piece.indexOf(lineFeed, at + 1)) {
      seen += 1;
      if (seen >= count) return true;
    }
  return false;
}

import { describe, expect, it } from 'vitest';
import { hasLines, incompleteTail, inForceAfter, isPlain, startOfLastLines } from './escape.ts';

describe('the tail that is not yet whole', () => {
  it.each([
    ['texto', 0],
    ['ñ', 0],
    ['\x1b', 1],
    ['a\x1b[', 2],
    ['a\x1b[31', 4],
    ['a\x1b[31m', 0],
    ['a\x1b[31mb', 0],
    ['\x1b[?2004h', 0],
    ['\x1b[?200', 6],
    ['\x1b]0;un título', 14],
    ['\x1b]0;un título\x07', 0],
    ['\x1b]0;t\x1b', 6],
    ['\x1b]0;t\x1b\\', 0],
    ['\x1b(', 2],
    ['\x1b(B', 0],
    ['\x1b=', 0],
    ['\x1bc', 0],
    ['\x1b7', 0],
    ['\x1bPq#0', 5],
    ['\x1bPq#0\x1b\\', 0],
  ])('of %j is %i bytes', (text, length) => {
    expect(incompleteTail(Buffer.from(text))).toBe(length);
  });

  it.each(['é', '€', '😎'])('of a part of %s is that part', (character) => {
    const bytes = Buffer.from(`a${character}`);
    for (let cut = 2; cut < bytes.length; cut += 1) {
      expect(incompleteTail(bytes.subarray(0, cut))).toBe(cut - 1);
    }
    expect(incompleteTail(bytes)).toBe(0);
  });

  it('is not waited for without end', () => {
    expect(incompleteTail(Buffer.from(`\x1b]0;${'x'.repeat(5000)}`))).toBe(0);
  });
});

describe('plain output', () => {
  it.each(['uno\r\ndos', '\x1b[1;31mrojo\x1b[0m', '\x1b[Kgrep', '\x1b[?2004h(maestro) > ', '\x1b]0;t\x07'])(
    'may be skipped: %j',
    (text) => expect(isPlain([Buffer.from(text)])).toBe(true),
  );
  it.each(['\x1b[H', '\x1b[2J', '\x1b[?1049h', '\x1b[1;5r', '\x0e', '\x1bM', '\x1b[A', '\x1b['])(
    'may not: %j',
    (text) => expect(isPlain([Buffer.from(text)])).toBe(false),
  );

  it('leaves in force the colours since the last reset, bracketed paste and the title', () => {
    const left = (text: string) => inForceAfter([Buffer.from(text)], '\x1b[?2004h');
    expect(left('nada')).toBe('\x1b[?2004h');
    expect(left('\x1b[31mrojo')).toBe('\x1b[?2004h\x1b[31m');
    expect(left('\x1b[31mrojo\x1b[0m\x1b[1mgrueso')).toBe('\x1b[?2004h\x1b[1m');
    expect(left('\x1b[?2004l\x1b]0;t\x07x')).toBe('\x1b]0;t\x07\x1b[?2004l');
  });

  it('is cut before its last lines', () => {
    expect(startOfLastLines(Buffer.from('a\nb\nc\nd'), 2)).toBe(2);
    expect(startOfLastLines(Buffer.from('a\nb\nc\nd'), 3)).toBe(0);
    expect(startOfLastLines(Buffer.from('\n\n\n'), 1)).toBe(2);
    expect(startOfLastLines(Buffer.from(''), 1)).toBe(0);
  });

  it('counts lines', () => {
    const pieces = ['a\n', 'b', '\nc'].map((text) => Buffer.from(text));
    expect(hasLines(pieces, 2)).toBe(true);
    expect(hasLines(pieces, 3)).toBe(false);
  });

  it('may be cut anywhere into the pieces that it is kept in', () => {
    const pieces = ['uno\x1b[3', '1mrojo\x1b', '[K'].map((text) => Buffer.from(text));
    expect(isPlain(pieces)).toBe(true);
    expect(inForceAfter(pieces, '')).toBe('\x1b[31m');
    expect(isPlain([Buffer.from('uno\x1b['), Buffer.from('2J')])).toBe(false);
  });
});

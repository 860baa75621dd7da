import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NodeAddress } from '../../protocol/names.ts';
import { colourLine, filterOf, LineReader } from './log-lines.ts';

const hosts: readonly NodeAddress[] = [
  { name: 'maestro', address: '10.0.0.14' },
  { name: 'replica1', address: '10.0.0.1' },
];
const sdown = '9:X 22 Nov 2026 21:51:54.123 # +sdown master curso 10.0.0.14 6379';
const slave =
  '9:X 22 Nov 2026 21:51:55.000 * +slave slave 10.0.0.1:6379 10.0.0.1 6379 @ curso 10.0.0.14 6379';
// biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control sequences
const uncoloured = (text: string) => text.replace(/\x1b\[[\d;]*m/g, '');

describe('lines out of a terminal', () => {
  const text = 'uno\r\n\x1b[31mdos\x1b[0m\x1b[3Ctres\r\ncuatro ñ\x1b[2B\x1b[8D\x1b]0;t\x07cinco\r\n';
  const lines = ['uno', 'dos   tres', 'cuatro ñ', '', 'cinco'];

  it('are the same however the output is cut', () => {
    const bytes = new TextEncoder().encode(text);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: bytes.length }), { maxLength: 8 }), (cuts) => {
        const reader = new LineReader();
        const places = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
        const read = places.slice(1).flatMap((to, index) => reader.read(bytes.subarray(places[index], to)));
        expect(read).toEqual(lines);
      }),
    );
  });
});

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const control = /[\0-\x1a\x1c-\x1f\x7f-\x9f]|\x1b(?!\[[\d;]*m)/;

describe('a line of a log that its learner wrote', () => {
  it.each([
    '\x1b\0]52;c;aG9sYQ==\x07',
    '\x9d52;c;aG9sYQ==\x9c',
    '\x1bP$qm\x1b\\',
    '\x1b\x1b[6n',
    'a\x07\x08\x05',
    '\x1b]52;c;aG9sYQ==',
  ])('brings no sequence to the terminal: %j', (text) => {
    const reader = new LineReader();
    const read = [...reader.read(new TextEncoder().encode(`${text}\n`)), ...reader.read(new Uint8Array())];
    for (const line of read) expect(colourLine(line, hosts)).not.toMatch(control);
  });
});

describe('the filter', () => {
  it.each<[string, boolean, boolean]>([
    ['', true, true],
    ['+sdown', true, false],
    ['SLAVE', false, true],
    ['maestro', true, true],
    ['replica1', false, true],
    ['replica1 +sdown', false, false],
    ['maestro +sdown', true, false],
  ])('«%s»', (query, first, second) => {
    const filter = filterOf(query, hosts);
    expect([filter(sdown), filter(slave)]).toEqual([first, second]);
  });
});

describe('colours', () => {
  it.each([sdown, slave, '', '   _.-``__', '9:X 22 Nov 2026 21:51:54.123 # Sentinel ID is b7e0'])(
    'change no letter of %j',
    (line) => expect(uncoloured(colourLine(line, hosts))).toBe(line),
  );

  it('tell events apart, and nodes', () => {
    expect(colourLine(sdown, hosts)).toContain('\x1b[1;31m+sdown\x1b[0m');
    expect(colourLine(sdown.replace('+sdown', '-sdown'), hosts)).toContain('\x1b[1;32m-sdown');
    expect(colourLine(sdown.replace('+sdown', '+switch-master'), hosts)).toContain(
      '\x1b[1;35m+switch-master',
    );
    expect(colourLine(slave, hosts)).toContain('\x1b[95m10.0.0.1\x1b[0m');
    expect(colourLine(slave, hosts)).toContain('\x1b[94m10.0.0.14\x1b[0m');
  });
});

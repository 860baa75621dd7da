import { describe, expect, it } from 'vitest';
import { limitOptions, reservedForCode } from './limits.ts';

const mebibyte = 1024 ** 2;

/** What a Node.js shows of itself in its /proc/PID/maps, cut to what counts here. */
const node22 = `00400000-02a00000 r-xp 00000000 fe:01 2155859    /opt/node/bin/node
7f5b16600000-7f5b163dc0000 ---p 00000000 00:00 0
7f5b16800000-7f5b16840000 rwxp 00000000 fe:01 2155860    /usr/lib/libffi.so
7f5b36785000-7f5b367c0000 rw-p 00000000 00:00 0          [heap]
`;
const node24 = `00400000-02d00000 r-xp 00000000 fe:01 2163388    /opt/node/bin/node
7f5b16800000-7f5b36580000 rwxp 00000000 00:00 0
7f5b36785000-7f5b367c0000 rwxp 00000000 00:00 0
7ffd0a5e2000-7ffd0a603000 rw-p 00000000 00:00 0          [stack]
`;

describe('what Node.js reserves for its code', () => {
  it.each([
    ['nothing that counts before version 24', node22, 0],
    ['what is its own, writable and executable, from version 24 on', node24, 509.5],
    [
      'a region for each of its threads, of which one is what a program starts with',
      `${node24}7f5a98000000-7f5ab7dc0000 rwxp 00000000 00:00 0 \n`,
      509.75,
    ],
    ['never more than V8 can', '7f0000000000-7fff00000000 rwxp 00000000 00:00 0\n', 512],
  ])('is %s', (_what, maps, expected) => {
    expect(reservedForCode(maps) / mebibyte).toBe(expected);
  });

  it('is room that only programs of `cliente` have, besides what every program has', () => {
    const dataOf = (options: readonly string[]) =>
      Number(options.find((option) => option.startsWith('--data='))?.slice('--data='.length)) / mebibyte;
    expect(dataOf(limitOptions('replica1'))).toBe(512);
    expect(dataOf(limitOptions('cliente'))).toBeGreaterThanOrEqual(512);
    expect(dataOf(limitOptions('cliente'))).toBeLessThanOrEqual(1024);
    const others = (options: readonly string[]) => options.filter((option) => !option.startsWith('--data='));
    expect(others(limitOptions('cliente'))).toEqual(others(limitOptions('replica1')));
  });
});

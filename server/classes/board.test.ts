import { describe, expect, it } from 'vitest';
import { type MemberCheck, notBegun, type Row } from '../../protocol/classes.ts';
import { changesOf } from './board.ts';

const check = (provenAt: string | null): MemberCheck => ({
  ...notBegun,
  working: provenAt === null,
  since: '2026-01-01T10:00:00Z',
  provenAt,
});

const row = (checks: Record<string, MemberCheck>): Row => ({
  member: 'a',
  alias: 'Ana',
  joined: '2026-01-01T10:00:00Z',
  done: false,
  hand: null,
  consent: null,
  status: { case: 'caso-1', lab: 'running', trouble: null, slide: null, here: true, seen: '', checks },
});

describe('what a board is told of a change', () => {
  it('is the checks that read differently, of whom it has already', () => {
    const before = row({ one: check('2026-01-01T10:01:00Z'), two: check(null) });
    const after = row({
      one: check('2026-01-01T10:01:00Z'),
      two: check('2026-01-01T10:02:00Z'),
      three: check(null),
    });
    expect(Object.keys(changesOf(before, after).status?.checks ?? {})).toEqual(['two', 'three']);
    expect(changesOf(undefined, after)).toBe(after);
    expect(changesOf({ ...before, status: null }, after)).toBe(after);
  });
});

import { describe, expect, it } from 'vitest';
import { playedBy } from './persona.ts';

const began = Date.parse('2026-01-01T10:00:00Z');
const at = (seconds: number) => began + seconds * 1000;
const provenBy = (kind: Parameters<typeof playedBy>[0]['kind'], seconds: number) =>
  Object.values(playedBy({ kind, offsetSeconds: 0 }, began, at(seconds)).status.checks).filter(
    ({ provenAt }) => provenAt !== null,
  ).length;

describe('a simulated member', () => {
  it('goes on at their own pace, with one check open', () => {
    expect([provenBy('quick', 120), provenBy('steady', 150), provenBy('slow', 120)]).toEqual([3, 2, 0]);
    const { status } = playedBy({ kind: 'quick', offsetSeconds: 5 }, began, at(100));
    expect(Object.values(status.checks).filter(({ working }) => working)).toHaveLength(1);
  });

  it('is stuck where they are stuck, and raises the hand after two refusals', () => {
    const stuck = (seconds: number) => playedBy({ kind: 'stuck', offsetSeconds: 0 }, began, at(seconds));
    expect(provenBy('stuck', 1000)).toBe(2);
    expect(stuck(200).hand).toBeNull();
    expect(stuck(240).hand).not.toBeNull();
    expect(Math.max(...Object.values(stuck(400).status.checks).map(({ refused }) => refused))).toBe(5);
  });

  it('is gone after a while, and has not gone on since', () => {
    const gone = (seconds: number) => playedBy({ kind: 'gone', offsetSeconds: 0 }, began, at(seconds)).status;
    expect([gone(100).here, gone(200).here]).toEqual([true, false]);
    expect(gone(1000)).toEqual(gone(200));
  });
});

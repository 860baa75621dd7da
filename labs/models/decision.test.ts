import { expect, it } from 'vitest';
import { decide, majorityOf } from './decision.ts';

const outcome = (hosts: number, quorum: number, ...cut: number[]) =>
  decide({ hosts, quorum, cut: new Set(cut) }).outcome;

it('a majority is more than half of all, also of an even number', () => {
  expect([1, 2, 3, 4, 5, 6, 7].map(majorityOf)).toEqual([1, 2, 2, 3, 3, 4, 4]);
});

it('of three with quorum 2, two that lost the master decide, and one alone does not', () => {
  expect(outcome(3, 2, 0)).toBe('failover');
  expect(outcome(3, 2, 1)).toBe('unnecessary');
  expect(outcome(3, 2, 0, 1)).toBe('no-quorum');
});

it('a quorum without a majority agrees, and gives nobody leave to act', () => {
  expect(outcome(3, 1, 0, 1)).toBe('no-majority');
  expect(outcome(5, 2, 0, 1, 2)).toBe('no-majority');
});

it('where the master’s own host is as alone as the others, nobody speaks for most', () => {
  expect(outcome(3, 2, 1, 2)).toBe('no-quorum');
  expect(outcome(3, 1, 1, 2)).toBe('no-majority');
  expect(outcome(3, 1, 1)).toBe('unnecessary');
  expect(outcome(1, 1, 0)).toBe('unnecessary');
});

it('a quorum above the majority is what has to be reached', () => {
  expect(outcome(3, 3, 0)).toBe('no-quorum');
  expect(outcome(5, 4, 0)).toBe('failover');
});

it('whatever is cut, at most one group elects', () => {
  for (let hosts = 1; hosts <= 7; hosts++)
    for (let quorum = 1; quorum <= hosts; quorum++)
      for (let bits = 0; bits < 2 ** hosts; bits++) {
        const cut = new Set(
          Array.from({ length: hosts }, (_, host) => host).filter((host) => bits & (1 << host)),
        );
        const electing = decide({ hosts, quorum, cut }).groups.filter(({ elects }) => elects);
        expect(electing.length).toBeLessThan(2);
      }
});

import { expect, it } from 'vitest';
import type { LabNotice } from '../../protocol/lab.ts';
import { queued } from './send-queue.ts';

const event = (name: string): LabNotice => ({
  type: 'event',
  event: { node: 'maestro', at: 1, nodeTime: null, name, args: '' },
});
const cluster = (at: number, kept: boolean): LabNotice => ({
  type: 'cluster',
  moment: { at, nodes: [] },
  kept,
});
const history: LabNotice = { type: 'history', moments: [], events: [] };

const after = (...notices: LabNotice[]): readonly LabNotice[] =>
  notices.reduce((waiting: readonly LabNotice[], notice) => queued(waiting, notice), []);

it('a page that reads slowly misses no event and no moment of the history, and of offsets gets the newest', () => {
  expect(
    after(event('+sdown'), cluster(1, false), cluster(2, true), event('+odown'), cluster(3, false)),
  ).toEqual([event('+sdown'), cluster(2, true), event('+odown'), cluster(3, false)]);
});

it('a history stands for all that was waiting before it', () => {
  expect(after(event('+sdown'), cluster(1, true), history, event('+odown'))).toEqual([
    history,
    event('+odown'),
  ]);
});

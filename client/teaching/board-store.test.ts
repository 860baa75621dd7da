import { describe, expect, it } from 'vitest';
import type { BoardNotice, ClassInfo, Row } from '../../protocol/classes.ts';
import { boardAfter, emptyBoard } from './board-store.ts';

const info: ClassInfo = {
  id: 'a',
  name: 'Los lunes',
  code: 'faro-nieve-42',
  capacity: 30,
  keepDays: 30,
  closed: false,
  created: '2026-01-01T10:00:00Z',
  pace: { mode: 'free' },
  members: 2,
};
const row = (member: string, done = false): Row => ({
  member,
  alias: member,
  joined: '2026-01-01T10:00:00Z',
  done,
  hand: null,
  consent: null,
  status: null,
});
const at = '2026-01-01T10:00:05Z';
const boardOf = (...notices: readonly BoardNotice[]) =>
  notices.reduce((state, notice) => boardAfter(state, notice, Date.parse(at) - 2000), emptyBoard);
const board: BoardNotice = { type: 'board', class: info, columns: [], rows: [row('Ana'), row('Bea')], at };

describe('the board', () => {
  it('keeps the rows that did not change, as they are, and the server’s clock', () => {
    const before = boardOf(board);
    const state = boardAfter(
      before,
      { type: 'changes', class: info, rows: [row('Bea', true), row('Eva')], gone: [], at },
      Date.parse(at),
    );
    expect(state.rows.map(({ alias, done }) => [alias, done])).toEqual([
      ['Ana', false],
      ['Bea', true],
      ['Eva', false],
    ]);
    expect(state.rows[0]).toBe(before.rows[0]);
    expect([before.ahead, state.ahead]).toEqual([2000, 0]);
  });

  it('takes out who is gone, and begins anew with a whole board', () => {
    const gone = boardOf(board, { type: 'changes', class: info, rows: [], gone: ['Ana'], at });
    expect(gone.rows.map(({ alias }) => alias)).toEqual(['Bea']);
    expect(boardAfter(gone, board, 0).rows).toHaveLength(2);
  });

  it('shows the lab of the member who is looked at, and of nobody else', () => {
    const watched = {
      ...boardOf(board),
      watched: { member: 'Ana', here: true, lab: null, cluster: { moments: [], events: [], now: [] } },
    };
    const history = { type: 'history', moments: [], events: [] } as const;
    const other = boardAfter(
      watched,
      { type: 'person', member: 'Bea', notice: { ...history, moments: [], events: [] } },
      0,
    );
    expect(other.watched).toBe(watched.watched);
    expect(boardAfter(watched, { type: 'person', member: 'Ana', notice: null }, 0).watched?.here).toBe(false);
  });

  it('says when the class is gone', () => {
    expect(boardOf(board, { type: 'ended' }).refusal).toBe('Esta clase ya no existe.');
  });
});

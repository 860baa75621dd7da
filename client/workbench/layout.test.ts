import { describe, expect, it } from 'vitest';
import {
  closeSession,
  emptyLayout,
  moveSession,
  selectSession,
  showSessions,
  toggleMaximised,
  toggleSplit,
  visible,
} from './layout.ts';
import type { SessionName } from './names.ts';

const a: SessionName = 'shell@maestro';
const b: SessionName = 'sentinel@replica1';
const c: SessionName = 'redis-cli@replica2';

describe('the layout of the workbench', () => {
  it('puts what a slide names in front, in its order, and keeps the rest open', () => {
    const first = showSessions(emptyLayout, [a]);
    expect(first).toEqual({ open: [a], shown: [a], active: a });
    const second = showSessions(first, [b, c]);
    expect(second).toEqual({ open: [a, b, c], shown: [b, c], active: b });
    expect(showSessions(second, [c, b]).active).toBe(b);
    expect(showSessions(second, [])).toBe(second);
  });

  it('opens a third one behind two', () => {
    expect(showSessions(emptyLayout, [a, b, c])).toEqual({ open: [a, b, c], shown: [a, b], active: a });
  });

  it('selects in the place of the active one, or where it is', () => {
    const two = showSessions(emptyLayout, [a, b]);
    expect(selectSession(two, c)).toEqual({ open: [a, b, c], shown: [c, b], active: c });
    expect(selectSession(two, b)).toEqual({ open: [a, b], shown: [a, b], active: b });
    expect(selectSession(emptyLayout, a)).toEqual({ open: [a], shown: [a], active: a });
  });

  it('closes, and puts a neighbour in front when none is left there', () => {
    const three = selectSession(selectSession(showSessions(emptyLayout, [a]), b), c);
    expect(closeSession(three, c)).toEqual({ open: [a, b], shown: [b], active: b });
    expect(closeSession(three, a)).toEqual({ open: [b, c], shown: [c], active: c });
    expect(closeSession(showSessions(emptyLayout, [a]), a)).toEqual(emptyLayout);
  });

  it('splits with a neighbour, and joins again', () => {
    const one = selectSession(showSessions(emptyLayout, [a]), b);
    const two = toggleSplit(one);
    expect(two.shown).toEqual([b, a]);
    expect(toggleSplit(two).shown).toEqual([b]);
    expect(toggleSplit(emptyLayout)).toBe(emptyLayout);
  });

  it('gives the active one of two the whole place, and both theirs again', () => {
    const two = showSessions(emptyLayout, [a, b]);
    const one = toggleMaximised(two);
    expect(visible(two)).toEqual([a, b]);
    expect(visible(one)).toEqual([a]);
    expect(one.shown).toEqual([a, b]);
    expect(visible(selectSession(one, b))).toEqual([b]);
    expect(visible(toggleMaximised(one))).toEqual([a, b]);
    expect(visible(showSessions(one, [b, c]))).toEqual([b, c]);
    const alone = showSessions(emptyLayout, [a]);
    expect(visible(toggleMaximised(alone))).toEqual([a]);
    expect(toggleMaximised(alone).maximised).toBe(false);
  });

  it('moves a tab', () => {
    const three = showSessions(emptyLayout, [a, b, c]);
    expect(moveSession(three, c, a).open).toEqual([c, a, b]);
    expect(moveSession(three, a, null).open).toEqual([b, c, a]);
  });
});

import { describe, expect, it } from 'vitest';
import { caseOf } from '../../labs/cases/index.ts';
import { checkView, labView } from '../../protocol/lab.test-kit.ts';
import type { CheckView, LabView } from '../../protocol/lab.ts';
import { statusAfter, statusAfterAsking } from './member-status.ts';

const [first = '', second = ''] = caseOf('caso-4')?.checks.map(({ id }) => id) ?? [];

const view = (checks: readonly CheckView[], how: Partial<LabView> = {}) =>
  labView({ case: 'caso-4', checks: [...checks], ...how });

const [t0, t1, t2] = ['2026-01-01T10:00:00.000Z', '2026-01-01T10:01:00.000Z', '2026-01-01T10:02:00.000Z'];

describe('what the board knows of a member', () => {
  it('is the check whose turn it is, from when on, and how long the one before took', () => {
    const before = view([checkView(first), checkView(second)]);
    const began = statusAfter(null, null, before, null, t0);
    expect(began.checks[first]).toMatchObject({ working: true, since: t0, provenAt: null });
    expect(began.checks[second]).toBeUndefined();
    const proven = statusAfter(
      began,
      before,
      view([checkView(first, { provenAt: t1, state: 'pass' }), checkView(second)]),
      null,
      t1,
    );
    expect(proven.checks[first]).toMatchObject({ working: false, since: t0, provenAt: t1 });
    expect(proven.checks[second]).toMatchObject({ working: true, since: t1 });
  });

  it('counts what becomes wrong while it is looked at, and what was asked for too early', () => {
    const wrong = view([checkView(first, { state: 'fail', message: 'Eso no.' })]);
    const arrived = statusAfter(null, null, wrong, null, t0);
    expect(arrived.checks[first]?.refused).toBe(0);
    const waiting = view([checkView(first)]);
    const after = statusAfter(statusAfter(arrived, wrong, waiting, null, t1), waiting, wrong, null, t1);
    expect(after.checks[first]).toMatchObject({ refused: 1, reason: 'Eso no.' });
    expect(statusAfter(after, wrong, wrong, null, t2).checks[first]?.refused).toBe(1);
    const asked = statusAfterAsking(after, waiting, t2);
    expect(asked.checks[first]).toMatchObject({ refused: 2, reason: 'Aún no.' });
  });

  it('calls what passes in a lab that shows a case seen, and nobody’s work', () => {
    const shown = view([checkView(first, { state: 'pass' })], { demonstration: true });
    expect(statusAfter(null, null, shown, null, t0).checks[first]).toMatchObject({
      shown: true,
      working: false,
      provenAt: null,
    });
  });
});

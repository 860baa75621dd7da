/** What the board knows of a member, computed from the views of their lab: pure, so that a test can go through a whole case. */
import { isDeepStrictEqual } from 'node:util';
import { caseOf } from '../../labs/cases/index.ts';
import { type MemberCheck, type MemberStatus, notBegun } from '../../protocol/classes.ts';
import type { CheckView, LabView } from '../../protocol/lab.ts';

/** How much help was given: the texts of it that the check shows. */
const helpOf = (check: CheckView): number => check.help.length;

/** The first check of the open case that is not proven: the one that the learner works on. */
function turnIn(view: LabView): CheckView | undefined {
  const ids = new Set(caseOf(view.case)?.checks.map(({ id }) => id));
  return view.checks.find(({ id, provenAt }) => ids.has(id) && provenAt === null);
}

function checkAfter(
  before: MemberCheck,
  last: CheckView | undefined,
  now: CheckView,
  {
    turn,
    demonstration,
    at,
  }: { readonly turn: boolean; readonly demonstration: boolean; readonly at: string },
): MemberCheck {
  // What was wrong already when it was looked at for the first time is the lab's state, and nobody's attempt.
  const newlyWrong = last !== undefined && last.state !== 'fail' && now.state === 'fail';
  return {
    working: turn,
    since: before.since ?? (turn ? at : null),
    provenAt: now.provenAt,
    shown: before.shown || (demonstration && now.state === 'pass' && now.provenAt === null),
    refused: before.refused + (newlyWrong ? 1 : 0),
    reason: newlyWrong ? now.message : before.reason,
    help: helpOf(now),
  };
}

const isNothing = (check: MemberCheck): boolean =>
  check.since === null && check.provenAt === null && !check.shown && check.refused === 0 && check.help === 0;

/**
 * The member's status after a view of their lab.
 * @param before null: nothing was known of them
 * @param last the view before this one; null when there was none since their page was opened
 * @param slide the one that is open
 * @param at ISO 8601
 */
export function statusAfter(
  before: MemberStatus | null,
  last: LabView | null,
  view: LabView,
  slide: string | null,
  at: string,
): MemberStatus {
  const turn = view.demonstration ? undefined : turnIn(view);
  const lastChecks = new Map(last?.checks.map((check) => [check.id, check]));
  const checks = view.checks.flatMap((check): [string, MemberCheck][] => {
    const after = checkAfter(before?.checks[check.id] ?? notBegun, lastChecks.get(check.id), check, {
      turn: check.id === turn?.id,
      demonstration: view.demonstration,
      at,
    });
    return isNothing(after) ? [] : [[check.id, after]];
  });
  return {
    case: view.case,
    lab: view.state,
    trouble: view.state === 'failed' ? view.error : null,
    slide,
    here: true,
    seen: at,
    checks: Object.fromEntries(checks),
  };
}

/** The same after the learner asked to be judged, and the check that they work on did not pass. */
export function statusAfterAsking(before: MemberStatus, view: LabView, at: string): MemberStatus {
  const turn = view.demonstration ? undefined : turnIn(view);
  if (!turn) return before;
  const check = before.checks[turn.id] ?? notBegun;
  return {
    ...before,
    seen: at,
    checks: {
      ...before.checks,
      [turn.id]: { ...check, refused: check.refused + 1, reason: turn.message },
    },
  };
}

/** Whether two are the same but for when they were seen. */
export function sameStatus(a: MemberStatus | null, b: MemberStatus): boolean {
  return a !== null && isDeepStrictEqual({ ...a, seen: '' }, { ...b, seen: '' });
}

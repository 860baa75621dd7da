/** Asks every check of a case for its verdict. What has passed in a run stays passed in it. */
import type { Case, Observation, Verdict } from '../../../labs/define.ts';
import type { CaseRun } from './run.ts';

export interface Judgement {
  readonly run: CaseRun;
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** The checks that passed now and had not before in this run. */
  readonly newlyPassed: readonly { readonly check: string; readonly message: string }[];
}

/** Pure: the same run and observation give the same judgement. */
export function judge(definition: Case, run: CaseRun, seen: Observation): Judgement {
  const verdicts = new Map<string, Verdict>();
  const newlyPassed: { check: string; message: string }[] = [];
  for (const check of definition.checks) {
    const before = run.passed[check.id];
    const verdict: Verdict = before ? { state: 'pass', message: before.message } : check.judge(seen);
    verdicts.set(check.id, verdict);
    if (!before && verdict.state === 'pass') newlyPassed.push({ check: check.id, message: verdict.message });
  }
  if (newlyPassed.length === 0) return { run, verdicts, newlyPassed };
  const added = newlyPassed.map(({ check, message }) => [check, { at: seen.at, message }] as const);
  return { run: { ...run, passed: { ...run.passed, ...Object.fromEntries(added) } }, verdicts, newlyPassed };
}

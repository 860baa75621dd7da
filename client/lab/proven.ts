/** What a learner has proven, case by case. */
import type { CheckView } from '../../protocol/lab.ts';

export interface CaseProgress {
  readonly id: string;
  readonly checks: readonly CheckView[];
  readonly proven: number;
}

const caseOf = (check: CheckView) => check.id.split('/')[0] ?? check.id;

export function progressOf(checks: readonly CheckView[]): CaseProgress[] {
  const ids = [...new Set(checks.map(caseOf))];
  return ids.map((id) => {
    const own = checks.filter((check) => caseOf(check) === id);
    return { id, checks: own, proven: own.filter((check) => check.provenAt !== null).length };
  });
}

/** A case without checks is proven by nobody. */
export function isProven(progress: CaseProgress | undefined): boolean {
  return progress !== undefined && progress.checks.length > 0 && progress.proven === progress.checks.length;
}

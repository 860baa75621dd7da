/**
 * Which cases a lab has begun, and how its checks stand: the judge's memory between observations. Keeps the events of
 * the current runs, and judges the case whose chapter is open (and, for a while, the one just left).
 */
import { caseOf, cases } from '../../../labs/cases/index.ts';
import type {
  Case,
  ClientSeen,
  ClusterView,
  RoleMapping,
  SentinelEvent,
  Verdict,
} from '../../../labs/define.ts';
import { type AbortedFailover, abortedFailover } from '../../../labs/judges/aborted-failover.ts';
import { asWritten, roleMappingOf } from '../../../labs/role-mapping.ts';
import { CaseUnknown } from '../errors.ts';
import { judge } from './judge.ts';
import { beginRun, type CaseRun, type LabRecord, observationOf, withBaseline, withSamples } from './run.ts';

/** A learner who turns the page too early still gets the check that takes 10 s (the old master's conversion). */
const leavingMs = 30_000;
/** More events than this since a case began is not a learner at work: the oldest go. */
const mostEvents = 1000;

export interface CaseProgress {
  readonly record: Omit<LabRecord, 'labId'>;
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** Who plays the parts of the current case's text. */
  readonly roles: RoleMapping;
  /** Why the current case cannot be finished from here, or null. */
  readonly deadEnd: string | null;
  /** A failover that Sentinel gave up and has not tried again, in the lab as it was seen last. */
  readonly aborted: AbortedFailover | null;
  /** The current case is being shown, not done. */
  readonly demonstration: boolean;
  /** The keys that the case being judged wants to see. */
  readonly watchedKeys: readonly string[];
  /** Kept events, oldest first. */
  readonly events: readonly SentinelEvent[];
  /** When the current case's run began, ms since the epoch. */
  readonly since: number;
  /** A chapter was opened: its case is judged from now on. @throws CaseUnknown */
  visit(id: string, now: number): void;
  /** The lab was made anew for a case: what was seen of the old one no longer counts. @throws CaseUnknown */
  restart(id: string, now: number, demonstration?: boolean): void;
  hear(event: SentinelEvent): void;
  /** Judges; returns what passed that had not before, unless it was only shown. */
  see(
    view: ClusterView,
    client: ClientSeen | null,
    now: number,
  ): readonly { readonly check: string; readonly message: string }[];
}

export function knownCase(id: string): Case {
  const definition = caseOf(id);
  if (!definition) throw new CaseUnknown(id);
  return definition;
}

export const firstCase = (): string => cases[0]?.id ?? '';

export function createCaseProgress(
  saved: { readonly record: Omit<LabRecord, 'labId'>; readonly events: readonly SentinelEvent[] } | null,
  downAfterMs: number,
  now: number,
): CaseProgress {
  let currentCase = saved?.record.currentCase ?? firstCase();
  let runs: Record<string, CaseRun> = saved ? { ...saved.record.runs } : { [currentCase]: beginRun(now) };
  let events: SentinelEvent[] = saved ? [...saved.events] : [];
  let left: { readonly id: string; readonly until: number } | null = null;
  const verdicts = new Map<string, Verdict>(passedBefore(runs));
  let roles = asWritten;
  let deadEnd: string | null = null;
  let aborted: AbortedFailover | null = null;

  const judgeOne = (id: string, view: ClusterView, client: ClientSeen | null, at: number) => {
    const definition = caseOf(id);
    const begun = runs[id];
    if (!definition || !begun) return [];
    const based = withBaseline(begun, view);
    const run = definition.watchedKeys ? withSamples(based, view, definition.watchedKeys, at) : based;
    const seen = observationOf(run, view, events, client, downAfterMs, at);
    const judged = judge(definition, run, seen);
    runs = { ...runs, [id]: judged.run };
    for (const [check, verdict] of judged.verdicts) verdicts.set(check, verdict);
    if (id === currentCase) {
      const finishedAt = finished(definition, judged.run);
      roles = roleMappingOf(definition, seen, run.began ?? null, finishedAt);
      aborted = abortedFailover(seen);
      deadEnd = finishedAt !== undefined ? null : (definition.deadEnd?.(seen) ?? null);
    }
    return run.demonstration ? [] : judged.newlyPassed;
  };

  return {
    get record() {
      return { currentCase, runs };
    },
    verdicts,
    get roles() {
      return roles;
    },
    get aborted() {
      return aborted;
    },
    get deadEnd() {
      return deadEnd;
    },
    get demonstration() {
      return runs[currentCase]?.demonstration ?? false;
    },
    get watchedKeys() {
      return caseOf(currentCase)?.watchedKeys ?? [];
    },
    get events() {
      return events;
    },
    get since() {
      return runs[currentCase]?.since ?? now;
    },
    visit(id, at) {
      knownCase(id);
      if (id === currentCase) return;
      left = { id: currentCase, until: at + leavingMs };
      currentCase = id;
      roles = asWritten;
      deadEnd = null;
      aborted = null;
      if (!runs[id]) runs = { ...runs, [id]: beginRun(at) };
    },
    restart(id, at, demonstration = false) {
      knownCase(id);
      currentCase = id;
      roles = asWritten;
      deadEnd = null;
      aborted = null;
      runs = { [id]: demonstration ? { ...beginRun(at), demonstration } : beginRun(at) };
      events = [];
      left = null;
      verdicts.clear();
    },
    hear(event) {
      events.push(event);
      if (events.length > mostEvents) events = events.slice(-mostEvents / 2);
    },
    see(view, client, at) {
      const passedLeft = left && at < left.until ? judgeOne(left.id, view, client, at) : [];
      return [...passedLeft, ...judgeOne(currentCase, view, client, at)];
    },
  };
}

/** When the last of a case's checks passed; undefined while one is left. */
function finished({ checks }: Case, { passed }: CaseRun): number | undefined {
  const times = checks.map(({ id }) => passed[id]?.at ?? Number.POSITIVE_INFINITY);
  const last = Math.max(...times);
  return Number.isFinite(last) ? last : undefined;
}

function passedBefore(runs: Readonly<Record<string, CaseRun>>): [string, Verdict][] {
  return Object.values(runs).flatMap((run) =>
    Object.entries(run.passed).map(([check, { message }]): [string, Verdict] => [
      check,
      { state: 'pass', message },
    ]),
  );
}

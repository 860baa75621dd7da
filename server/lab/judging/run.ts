/** How far a lab is in a case: when its run began, what has passed in it, and what was true when it began. */
import { type Static, Type } from 'typebox';
import { nodeAt, nodeNames } from '../../../labs/cluster.ts';
import type { ClientSeen, ClusterView, NodeName, Observation, SentinelEvent } from '../../../labs/define.ts';
import type { Beginning } from '../../../labs/role-mapping.ts';
import { Node } from '../../../protocol/name-schemas.ts';

const Baseline = Type.Union([Type.Object({ runId: Type.String(), count: Type.Integer() }), Type.Null()]);

const NodeSample = Type.Object({
  node: Node,
  at: Type.Number(),
  cut: Type.Boolean(),
  role: Type.Union([Type.Literal('master'), Type.Literal('slave'), Type.Null()]),
  keys: Type.Record(Type.String(), Type.Union([Type.String(), Type.Null()])),
  noReplicasErrors: Type.Integer(),
  runId: Type.String(),
});

/** More changes than this in one run is not a learner at work: the oldest go. */
const mostSamples = 200;

/** One case, since its chapter was first opened in this lab or the lab was prepared for it. */
export const CaseRun = Type.Object({
  since: Type.Number(),
  passed: Type.Record(Type.String(), Type.Object({ at: Type.Number(), message: Type.String() })),
  /** Refused writes counted when the run began; null until the first observation. */
  noReplicas: Type.Union([
    Type.Object({ maestro: Baseline, replica1: Baseline, replica2: Baseline }),
    Type.Null(),
  ]),
  /** Who was what when the run began; see labs/role-mapping.ts. */
  began: Type.Optional(
    Type.Object({ master: Type.Union([Node, Type.Null()]), fallen: Type.Union([Node, Type.Null()]) }),
  ),
  /** The lab was prepared to show the case: nothing in it is the learner's proof. */
  demonstration: Type.Optional(Type.Boolean()),
  /** What the nodes were, change by change; only in a case that watches keys. */
  history: Type.Optional(Type.Array(NodeSample)),
});
export type CaseRun = Static<typeof CaseRun>;

/** What must outlive the server for a learner to go on in the middle of a case. */
export const LabRecord = Type.Object({
  labId: Type.String(),
  currentCase: Type.String(),
  runs: Type.Record(Type.String(), CaseRun),
});
export type LabRecord = Static<typeof LabRecord>;

/** What is kept of a learner's lab. */
export interface SavedLab {
  readonly record: LabRecord;
  readonly events: readonly SentinelEvent[];
}

/**
 * The same, moved into the past where the clock was set back while the server was off: what was kept would lie in the future, and
 * what happens from now on before the run that it belongs to. The very same where there is nothing to move.
 */
export function notAfter(saved: SavedLab, now: number): SavedLab {
  const runs = Object.values(saved.record.runs);
  const times = runs.flatMap(({ since, passed, history = [] }) => [
    since,
    ...Object.values(passed).map(({ at }) => at),
    ...history.map(({ at }) => at),
  ]);
  const ahead = Math.max(now, ...times, ...saved.events.map(({ at }) => at)) - now;
  if (ahead === 0) return saved;
  const moved = <T extends { readonly at: number }>(thing: T): T => ({ ...thing, at: thing.at - ahead });
  const movedRun = (run: CaseRun): CaseRun => ({
    ...run,
    since: run.since - ahead,
    passed: Object.fromEntries(Object.entries(run.passed).map(([check, pass]) => [check, moved(pass)])),
    ...(run.history && { history: run.history.map(moved) }),
  });
  const entries = Object.entries(saved.record.runs).map(([id, run]) => [id, movedRun(run)]);
  return {
    record: { ...saved.record, runs: Object.fromEntries(entries) },
    events: saved.events.map(moved),
  };
}

export const beginRun = (now: number): CaseRun => ({ since: now, passed: {}, noReplicas: null });

function baselineOf(view: ClusterView, node: NodeName): Static<typeof Baseline> {
  const { redis } = view[node];
  return redis.up ? { runId: redis.runId, count: redis.noReplicasErrors } : null;
}

function beginningOf(view: ClusterView): Beginning {
  const beliefs = nodeNames.flatMap((node) => {
    const { sentinel } = view[node];
    return sentinel.up ? (nodeAt(sentinel.masterAddress)?.name ?? []) : [];
  });
  return {
    master: beliefs.every((belief) => belief === beliefs[0]) ? (beliefs[0] ?? null) : null,
    fallen: nodeNames.find((node) => !view[node].sentinel.up) ?? null,
  };
}

/** The run with its baseline set, from the first observation in it. */
export function withBaseline(run: CaseRun, view: ClusterView): CaseRun {
  if (run.noReplicas) return run;
  const [maestro, replica1, replica2] = nodeNames.map((node) => baselineOf(view, node));
  return {
    ...run,
    began: beginningOf(view),
    noReplicas: { maestro: maestro ?? null, replica1: replica1 ?? null, replica2: replica2 ?? null },
  };
}

/** The run with a sample more of each node that is not what it was. */
export function withSamples(run: CaseRun, view: ClusterView, keys: readonly string[], now: number): CaseRun {
  const history = run.history ?? [];
  const added = nodeNames.flatMap((node) => {
    const { cut, redis, keys: values } = view[node];
    const role = redis.up ? redis.role : null;
    // A look that began before the case was opened has not asked for its keys.
    if (redis.up && !keys.every((key) => key in values)) return [];
    const last = history.findLast((sample) => sample.node === node);
    const same =
      last?.cut === cut &&
      last.role === role &&
      keys.every((key) => last.keys[key] === (values[key] ?? null));
    if (same) return [];
    return [
      {
        node,
        at: now,
        cut,
        role,
        keys: Object.fromEntries(keys.map((key) => [key, values[key] ?? null])),
        noReplicasErrors: redis.up ? redis.noReplicasErrors : 0,
        runId: redis.up ? redis.runId : '',
      },
    ];
  });
  return added.length === 0 ? run : { ...run, history: [...history, ...added].slice(-mostSamples) };
}

/** What the run's checks may look at. */
export function observationOf(
  run: CaseRun,
  view: ClusterView,
  events: readonly SentinelEvent[],
  client: ClientSeen | null,
  downAfterMs: number,
  now: number,
): Observation {
  return {
    at: now,
    since: run.since,
    downAfterMs,
    nodes: view,
    events: events.filter((event) => event.at >= run.since),
    history: run.history ?? [],
    client,
    noReplicasErrorsAtStart: run.noReplicas ?? { maestro: null, replica1: null, replica2: null },
  };
}

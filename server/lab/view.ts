/** A lab as the page sees it: protocol/lab.ts, from what is known. */
import { cases } from '../../labs/cases/index.ts';
import { nodes } from '../../labs/cluster.ts';
import type { Case, ClusterView, NodeName, RoleMapping, Verdict } from '../../labs/define.ts';
import type { AbortedFailover } from '../../labs/judges/aborted-failover.ts';
import { asWritten } from '../../labs/role-mapping.ts';
import {
  type CheckView,
  type ClientView,
  type LabState,
  type LabView,
  labProtocolVersion,
  type NodeState,
} from '../../protocol/lab.ts';
import { lastStandstill } from '../base/standstill.ts';
import { helpWith, nextHelp } from './help.ts';
import { whole } from './monitor/converged.ts';
import { tiltView } from './monitor/tilt.ts';
import type { StartPlace } from './power/start-queue.ts';

export interface LabFacts {
  readonly state: LabState;
  readonly error: string | null;
  readonly place: StartPlace | null;
  readonly currentCase: string;
  /** When its run began, ms since the epoch. */
  readonly caseSince: number;
  readonly cluster: ClusterView | null;
  /** Whether a node is powered off. */
  readonly isOff: (node: NodeName) => boolean;
  /** The last verdict of each check that was judged in this lab. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** When each check was first proven by this learner, ISO 8601. */
  readonly proven: ReadonlyMap<string, string>;
  /** How much help with each check this learner has asked for. */
  readonly help: ReadonlyMap<string, number>;
  readonly roles: RoleMapping;
  readonly deadEnd: string | null;
  readonly aborted: AbortedFailover | null;
  readonly demonstration: boolean;
  /** Why what was done last is not kept yet. */
  readonly unsaved: string | null;
  readonly downAfterMs: number;
  readonly timeZone: string;
  readonly client: ClientView | null;
}

const iso = (ms: number): string => new Date(ms).toISOString();

function nodeState(node: (typeof nodes)[number], { cluster, isOff }: LabFacts): NodeState {
  const off = isOff(node.name);
  // What was seen last may be from before.
  const { redis, sentinel } = (off ? null : cluster?.[node.name]) ?? {
    redis: { up: false } as const,
    sentinel: { up: false } as const,
  };
  return {
    name: node.name,
    address: node.address,
    cut: cluster?.[node.name].cut ?? false,
    off,
    redis: redis.up
      ? {
          up: true,
          role: redis.role,
          masterHost: redis.masterHost,
          linkStatus: redis.linkStatus,
          replicas: redis.replicas.length,
        }
      : { up: false, role: null, masterHost: null, linkStatus: null, replicas: 0 },
    sentinel: sentinel.up
      ? { up: true, master: sentinel.masterAddress, flags: [...sentinel.flags], epoch: sentinel.configEpoch }
      : { up: false, master: null, flags: [], epoch: null },
  };
}

export function labView(facts: LabFacts): LabView {
  const rolesIn = ({ id }: Case) => (id === facts.currentCase ? facts.roles : asWritten);
  const checks = cases.flatMap((definition) =>
    definition.checks.map((check): CheckView => {
      const verdict = facts.verdicts.get(check.id);
      const until = verdict?.state === 'pending' ? verdict.until : undefined;
      return {
        id: check.id,
        title: check.title,
        state: verdict?.state ?? 'pending',
        message: verdict?.message ?? 'Todavía no se ha comprobado.',
        provenAt: facts.proven.get(check.id) ?? null,
        until: until === undefined ? null : iso(until),
        help: [...helpWith(definition, check, rolesIn(definition), facts.help.get(check.id) ?? 0)],
        nextHelp: nextHelp(facts.help.get(check.id) ?? 0),
      };
    }),
  );
  return {
    version: labProtocolVersion,
    state: facts.state,
    converged: facts.cluster !== null && whole(facts.cluster),
    error: facts.error,
    place: facts.place && {
      number: facts.place.number,
      seconds: facts.place.waitMs === null ? null : Math.round(facts.place.waitMs / 1000),
    },
    case: facts.currentCase,
    caseSince: iso(facts.caseSince),
    nodes: nodes.map((node) => nodeState(node, facts)),
    checks,
    cast: facts.roles,
    deadEnd: facts.deadEnd,
    aborted: facts.aborted && { words: facts.aborted.words, retryAt: iso(facts.aborted.retryAt) },
    demonstration: facts.demonstration,
    unsaved: facts.unsaved,
    downAfterMs: facts.downAfterMs,
    timeZone: facts.timeZone,
    tilt: facts.cluster && tiltView(facts.cluster, lastStandstill()),
    client: facts.client,
  };
}

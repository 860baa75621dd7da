/**
 * The vocabulary of the course: what a case is, what is seen of a cluster, and what a check answers.
 * Imports only the closed sets of names, so that every layer may use these types.
 */
import type { Host, Node, Program } from '../protocol/names.ts';

export type { Program };

/** The three hosts of a lab that have a Redis and a Sentinel, in the order in which they are shown. */
export type NodeName = Node;

/** Every host of a lab: the three nodes, and one with neither Redis nor Sentinel, where an application runs. */
export type HostName = Host;

export type Service = 'redis' | 'sentinel';

/** Which of the learner's nodes plays the part of each node in a case's text: one for one. */
export type RoleMapping = Readonly<Record<NodeName, NodeName>>;

/** A state a lab can be made in: who is master, in which epoch, and which services are off. */
export interface DeclaredState {
  readonly master: NodeName;
  /** Sentinel's current-epoch and config-epoch. */
  readonly epoch: number;
  readonly down?: readonly { readonly node: NodeName; readonly service: Service }[];
}

/** A replica as its master's INFO lists it. */
export interface ReplicaLine {
  readonly address: string;
  readonly port: number;
  readonly state: string;
  readonly offset: number;
  /** Seconds since the replica's last REPLCONF ACK. */
  readonly lag: number;
}

/** What one redis-server said of itself; `up: false` when it refused or did not answer in time. */
export type RedisView =
  | { readonly up: false }
  | {
      readonly up: true;
      readonly role: 'master' | 'slave';
      readonly masterHost: string | null;
      readonly linkStatus: 'up' | 'down' | null;
      readonly syncing: boolean;
      readonly offset: number;
      readonly replicas: readonly ReplicaLine[];
      readonly minReplicasToWrite: number;
      /** INFO's min_slaves_good_slaves; null while min-replicas-to-write is 0. */
      readonly goodReplicas: number | null;
      /** errorstat_NOREPLICAS count since the process started. */
      readonly noReplicasErrors: number;
      readonly runId: string;
    };

/** What one Sentinel believes of another Sentinel. */
export interface PeerView {
  readonly id: string;
  readonly address: string;
  readonly flags: readonly string[];
}

/** What one redis-sentinel believes; `up: false` when it refused or did not answer in time. */
export type SentinelView =
  | { readonly up: false }
  | {
      readonly up: true;
      readonly masterAddress: string;
      /** As SENTINEL MASTER lists them: master, s_down, o_down, failover_in_progress, force_failover… */
      readonly flags: readonly string[];
      readonly configEpoch: number;
      readonly quorum: number;
      readonly downAfterMs: number;
      readonly failoverTimeoutMs: number;
      readonly peers: readonly PeerView[];
      readonly ckquorum: { readonly ok: boolean; readonly message: string };
      /** While it distrusts its clock (TILT) it watches and does nothing: until then, ms since the Unix epoch; null when it does not. */
      readonly tiltUntil: number | null;
    };

export interface NodeView {
  readonly name: NodeName;
  readonly address: string;
  readonly redis: RedisView;
  readonly sentinel: SentinelView;
  /** The address in the `sentinel monitor` line of /etc/sentinel.conf; null when there is no such line. */
  readonly monitorOnDisk: string | null;
  /** Whether the node is cut from the lab's network; its processes go on. */
  readonly cut: boolean;
  /** The case's watched keys as this node's Redis has them; null for none, or when it does not answer. */
  readonly keys: Readonly<Record<string, string | null>>;
}

export type ClusterView = Readonly<Record<NodeName, NodeView>>;

/** What a node was when something of this last changed: for checks that compare before and after. */
export interface NodeSample {
  readonly node: NodeName;
  readonly at: number;
  readonly cut: boolean;
  /** null while its Redis does not answer. */
  readonly role: 'master' | 'slave' | null;
  readonly keys: Readonly<Record<string, string | null>>;
  /** Refused writes counted at that moment, by the process of that run id. */
  readonly noReplicasErrors: number;
  readonly runId: string;
}

/** One event of one Sentinel, in the order and at the time the server received it. */
export interface SentinelEvent {
  readonly node: NodeName;
  /** Milliseconds since the Unix epoch, on receipt: the nodes' own clocks and order differ. */
  readonly at: number;
  /** `pubsub`: published by the Sentinel. `log`: said only in its log file, which a student can write to. */
  readonly source: 'pubsub' | 'log';
  /** `+sdown`, `+switch-master`… or what only the log says: `failover-requested`, `voted for`. */
  readonly name: string;
  readonly args: string;
  /** The node's own time, `14:48:01.682`, where its log has a line for the event. */
  readonly nodeTime?: string;
}

export type WriterName = 'directo' | 'wait';

/** What became of the writes of one of the application's two writers. */
export interface ClientWriter {
  /** Acknowledged, whatever became of them later. */
  readonly acked: number;
  readonly failed: number;
  /** Written, but no replica said in time that it had it. */
  readonly unconfirmed: number;
  /** Acknowledged, and not there after a change of master. */
  readonly lost: number;
  /** When it last looked whether all that it calls acknowledged is there, by the clock of the server; null for never. */
  readonly reviewedAt: number | null;
}

/** From the last write that went well to the next, in milliseconds since the Unix epoch. */
export interface Outage {
  readonly from: number;
  readonly to: number;
}

/** What the application on the host `cliente` says of its writes. It can be forged: a check asks the Sentinels too. */
export interface ClientSeen extends Readonly<Record<WriterName, ClientWriter>> {
  readonly lastAt: number;
  /** Since when writes fail; null while they go well. */
  readonly failingSince: number | null;
  readonly outages: readonly Outage[];
}

/** What is known of a cluster at one moment; the only thing a check may look at. */
export interface Observation {
  readonly at: number;
  /** When this run of the case began; older events are not in `events`. */
  readonly since: number;
  /** Sentinel's down-after-milliseconds in this lab. */
  readonly downAfterMs: number;
  readonly nodes: Readonly<Record<NodeName, NodeView>>;
  /** Events since the run began, oldest first. */
  readonly events: readonly SentinelEvent[];
  /** What each node's counter of refused writes was when the run began, or at its process's start. */
  readonly noReplicasErrorsAtStart: Readonly<
    Record<NodeName, { readonly runId: string; readonly count: number } | null>
  >;
  /** What the nodes have been since the run began, oldest first; empty in a case that watches no keys. */
  readonly history: readonly NodeSample[];
  /** null until the application on `cliente` has written. */
  readonly client: ClientSeen | null;
}

export type Verdict =
  | { readonly state: 'pass'; readonly message: string }
  | {
      readonly state: 'pending';
      readonly message: string /** When a running window ends, ms since the epoch. */;
      readonly until?: number;
    }
  | { readonly state: 'fail'; readonly message: string };

export interface Check {
  /** `caso-1/nuevo-maestro`: the case's id, a slash, the check's own name. */
  readonly id: string;
  readonly title: string;
  readonly hints: readonly [string, string];
  /** Pure and passive: what was seen in, a verdict in Spanish out. */
  readonly judge: (seen: Observation) => Verdict;
}

/** A step of a solution: what a student would type, and where; or a wait for one of the case's checks. */
export type Step =
  | {
      readonly on: HostName;
      readonly program: 'shell' | 'redis-cli' | 'sentinel';
      readonly type: string;
    }
  | { readonly until: string };

export interface Case {
  readonly id: string;
  readonly title: string;
  readonly start: DeclaredState;
  /**
   * The node that the text tells becomes master; whom Redis really chooses plays its part. With one name the last change of
   * master gives it, for a learner may have caused others before; with a list each change in turn, and those after it nothing.
   */
  readonly elected?: NodeName | readonly NodeName[];
  /** Why the case cannot be finished from here, and what helps; null while it can. */
  readonly deadEnd?: (seen: Observation) => string | null;
  /** Keys whose first 64 bytes are read on every node, for checks about what was written. Four at most. */
  readonly watchedKeys?: readonly string[];
  readonly checks: readonly Check[];
  readonly solution: readonly Step[];
}

/** Types a case as it is written, so that its ids stay literal. */
export function defineCase<const C extends Case>(definition: C): C {
  return definition;
}

export const pass = (message: string): Verdict => ({ state: 'pass', message });
export const fail = (message: string): Verdict => ({ state: 'fail', message });
export const pending = (message: string, until?: number): Verdict =>
  until === undefined ? { state: 'pending', message } : { state: 'pending', message, until };

/**
 * The learner's lab as the page sees it: `GET /api/lab`, and the same view pushed over `GET /ws/lab` at every change.
 */
import { type Static, Type } from 'typebox';
import { Membership } from './membership.ts';
import { Node } from './name-schemas.ts';
import { Ping, Pong } from './ping.ts';
import { RoleMapping } from './role-mapping.ts';
import { Moment, TimelineEvent } from './topology.ts';

export const labProtocolVersion = 1;

const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

const CheckState = Type.Union([Type.Literal('pass'), Type.Literal('pending'), Type.Literal('fail')]);
export type CheckState = Static<typeof CheckState>;

export const CheckView = Type.Object({
  id: Type.String(),
  title: Type.String(),
  state: CheckState,
  /** What was expected, what was seen and where; in Spanish. */
  message: Type.String(),
  /** When it was first proven, ISO 8601; it stays proven. */
  provenAt: Nullable(Type.String()),
  /** When the check's "nothing may happen" window ends, ISO 8601. */
  until: Nullable(Type.String()),
  /** The help that the learner has asked for, in order: two hints, then the commands. */
  help: Type.Array(Type.String()),
  /** What the next help would be; null when all of it was given. */
  nextHelp: Nullable(Type.Union([Type.Literal('hint'), Type.Literal('commands')])),
});
export type CheckView = Static<typeof CheckView>;

export const NodeState = Type.Object({
  name: Node,
  address: Type.String(),
  /** Cut from the lab's network; its processes go on. */
  cut: Type.Boolean(),
  /** It is powered off: nothing runs on it. */
  off: Type.Boolean(),
  redis: Type.Object({
    up: Type.Boolean(),
    role: Nullable(Type.String()),
    masterHost: Nullable(Type.String()),
    linkStatus: Nullable(Type.String()),
    replicas: Type.Integer(),
  }),
  sentinel: Type.Object({
    up: Type.Boolean(),
    /** The address this Sentinel believes to be the master's. */
    master: Nullable(Type.String()),
    flags: Type.Array(Type.String()),
    epoch: Nullable(Type.Integer()),
  }),
});
export type NodeState = Static<typeof NodeState>;

export const LabState = Type.Union([
  Type.Literal('starting'),
  Type.Literal('running'),
  Type.Literal('stopped'),
  Type.Literal('failed'),
]);
export type LabState = Static<typeof LabState>;

/** What the application on the host `cliente` did: counted, and bar by bar of the last minute and a half. */
export const ClientView = Type.Object({
  running: Type.Boolean(),
  /** When the last bar ends, milliseconds since the Unix epoch. */
  end: Type.Number(),
  bucketMs: Type.Integer(),
  writers: Type.Array(
    Type.Object({
      name: Type.Union([Type.Literal('directo'), Type.Literal('wait')]),
      acked: Type.Integer(),
      failed: Type.Integer(),
      unconfirmed: Type.Integer(),
      lost: Type.Integer(),
      /** Oldest first; of each bar: acknowledged and still there, failed, unconfirmed, acknowledged and lost. */
      buckets: Type.Array(Type.Array(Type.Integer())),
    }),
  ),
  /** Without service, from the last write that went well to the next; milliseconds since the Unix epoch. */
  outages: Type.Array(Type.Object({ from: Type.Number(), to: Type.Number() })),
});
export type ClientView = Static<typeof ClientView>;

/** Sentinels that distrust their clocks, so that for a while they watch and do nothing: TILT. */
export const TiltView = Type.Object({
  nodes: Type.Array(Node),
  /** When the last of them trusts its clock again, ISO 8601. */
  until: Type.String(),
  /** For how long the machine had stood still just before, in seconds; null where something else is the cause. */
  stoodStillSeconds: Nullable(Type.Integer()),
});
export type TiltView = Static<typeof TiltView>;

export const LabView = Type.Object({
  version: Type.Integer(),
  state: LabState,
  /** Whether the cluster is whole: one master agreed on by three Sentinels, two replicas online. */
  converged: Type.Boolean(),
  /** Why `state` is `failed`, or which limit a running lab has met, in Spanish. */
  error: Nullable(Type.String()),
  /** While `state` is `starting`: its place among the labs that are to be made, and in how many seconds it will be on, where that is known; null when none is before it. */
  place: Nullable(Type.Object({ number: Type.Integer(), seconds: Nullable(Type.Integer()) })),
  case: Type.String(),
  /** When this run of the case began, ISO 8601. */
  caseSince: Type.String(),
  nodes: Type.Array(NodeState),
  /** The checks of every case, in the order of the course. Only the current case's are being judged. */
  checks: Type.Array(CheckView),
  /** Who plays the parts of the current case's text. */
  cast: RoleMapping,
  /** Why the current case cannot be finished from here, in Spanish; null while it can. */
  deadEnd: Nullable(Type.String()),
  /** A failover that Sentinel gave up: who and why, in Spanish, and from when on it is tried again, ISO 8601; null where there is none. */
  aborted: Nullable(Type.Object({ words: Type.String(), retryAt: Type.String() })),
  /** The lab was prepared to demonstrate the current case: what passes in it is not the learner's. */
  demonstration: Type.Boolean(),
  /** Milliseconds of silence after which a Sentinel calls a server down. */
  downAfterMs: Type.Integer(),
  /** The time zone of its hosts, by its IANA name: that of their logs. */
  timeZone: Type.String(),
  /** Why what the learner did last is not kept yet, in Spanish; null when all is. A check counts as proven when it is kept. */
  unsaved: Nullable(Type.String()),
  /** null while every Sentinel trusts its clock. */
  tilt: Nullable(TiltView),
  /** null until the application on `cliente` has written. */
  client: Nullable(ClientView),
});
export type LabView = Static<typeof LabView>;

export const ResetBody = Type.Object({
  case: Type.Optional(Type.String({ maxLength: 40 })),
  /** Prepared to be shown, not done: see `LabView.demonstration`. */
  demonstration: Type.Optional(Type.Boolean()),
});
export type ResetBody = Static<typeof ResetBody>;

/** Asks for the next help with a check. */
export const HelpBody = Type.Object({ check: Type.String({ maxLength: 80 }) });
export type HelpBody = Static<typeof HelpBody>;

export const Progress = Type.Object({
  proven: Type.Array(Type.Object({ check: Type.String(), at: Type.String(), evidence: Type.String() })),
  /** How much help was asked for: 1 and 2 are hints, 3 is the commands. */
  help: Type.Array(Type.Object({ check: Type.String(), given: Type.Integer() })),
  cases: Type.Array(
    Type.Object({ id: Type.String(), title: Type.String(), proven: Type.Integer(), checks: Type.Integer() }),
  ),
});
export type Progress = Static<typeof Progress>;

export const Health = Type.Object({
  status: Type.Literal('ok'),
  driver: Type.String(),
  /** Labs of learners that are on. */
  labs: Type.Integer(),
});
export type Health = Static<typeof Health>;

/** `GET /api/session`: `reference` is what the server's log calls the learner, eight digits from which nobody finds their cookie. */
export const Session = Type.Object({ reference: Type.String() });
export type Session = Static<typeof Session>;

/** `POST /api/session/code`: by which the learner comes back. */
export const ReturnCode = Type.Object({ code: Type.String() });
export type ReturnCode = Static<typeof ReturnCode>;

/** `POST /api/lab/network`: a node partitioned, or healed. */
export const NetworkBody = Type.Object({ node: Node, cut: Type.Boolean() });
export type NetworkBody = Static<typeof NetworkBody>;

/** `POST /api/lab/power`: a node that is off is turned on. */
export const PowerBody = Type.Object({ node: Node });
export type PowerBody = Static<typeof PowerBody>;

/** Every error of the API: a code for programs, a sentence for people. */
export const ApiError = Type.Object({ code: Type.String(), message: Type.String() });
export type ApiError = Static<typeof ApiError>;

/** From the page over `/ws/lab`. */
export const LabRequest = Type.Union([
  /** The learner opened a chapter: its case's checks are judged from now on. */
  Type.Object({ type: Type.Literal('visit'), case: Type.String({ maxLength: 40 }) }),
  /** Judge now, on a fresh observation. */
  Type.Object({ type: Type.Literal('check') }),
  /** The learner opened a slide, by its address: a class's board says where each one is. */
  Type.Object({ type: Type.Literal('slide'), slide: Type.String({ maxLength: 80 }) }),
  Ping,
]);
export type LabRequest = Static<typeof LabRequest>;

/** To the page over `/ws/lab`. */
export const LabNotice = Type.Union([
  /** `at`: the server's clock when it was sent, ISO 8601, for countdowns on machines whose clocks differ. */
  Type.Object({ type: Type.Literal('lab'), lab: LabView, at: Type.String() }),
  /** What is kept of the lab until now, oldest first: on joining, and with nothing in it when the lab is made anew. */
  Type.Object({
    type: Type.Literal('history'),
    moments: Type.Array(Moment),
    events: Type.Array(TimelineEvent),
  }),
  /** Nodes that changed. `kept`: more than their offsets and lags, so the moment belongs to the history. */
  Type.Object({ type: Type.Literal('cluster'), moment: Moment, kept: Type.Boolean() }),
  /** What a Sentinel published, or wrote into its log, just now. */
  Type.Object({ type: Type.Literal('event'), event: TimelineEvent }),
  /** The learner's class as it is for them; null when they are in none any more. */
  Type.Object({ type: Type.Literal('membership'), membership: Nullable(Membership) }),
  Pong,
  Type.Object({ type: Type.Literal('error'), code: Type.String(), message: Type.String() }),
]);
export type LabNotice = Static<typeof LabNotice>;

/** The learner's cluster as it is drawn: what each node said of itself and believes, moment by moment, and what its Sentinel published. */
import { type Static, Type } from 'typebox';
import { Node } from './name-schemas.ts';

const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** A replica's link to its master: replicating, copying the whole data set, or without its master. */
export const LinkState = Type.Union([
  Type.Literal('online'),
  Type.Literal('syncing'),
  Type.Literal('broken'),
]);
export type LinkState = Static<typeof LinkState>;

export const NodeSnapshot = Type.Object({
  name: Node,
  address: Type.String(),
  /** Sentinel's id, by which votes name it. */
  sentinelId: Type.String(),
  /** Its network link is down: it runs, and nobody hears it. */
  cut: Type.Boolean(),
  redis: Type.Object({
    up: Type.Boolean(),
    role: Nullable(Type.Union([Type.Literal('master'), Type.Literal('slave')])),
    /** The address it replicates from; null for a master. */
    master: Nullable(Type.String()),
    link: Nullable(LinkState),
    offset: Nullable(Type.Integer()),
    /** Seconds since its master last heard of it; null for a master, and where its master does not list it. */
    lag: Nullable(Type.Integer()),
    /** How many replicas it lists as online. */
    replicas: Type.Integer(),
    /** `min-replicas-to-write`; 0 is off. */
    minReplicas: Type.Integer(),
    /** How many replicas count for it; null while it is off. */
    goodReplicas: Nullable(Type.Integer()),
  }),
  sentinel: Type.Object({
    up: Type.Boolean(),
    /** The address this Sentinel believes to be the master's. */
    master: Nullable(Type.String()),
    /** What it thinks of that master: s_down, o_down, failover_in_progress… */
    flags: Type.Array(Type.String()),
    epoch: Nullable(Type.Integer()),
    quorum: Nullable(Type.Integer()),
    /** Addresses of the Sentinels that it holds for down. */
    unseen: Type.Array(Type.String()),
    /** It distrusts its clock, watches and does nothing for a while (TILT). */
    tilt: Type.Boolean(),
  }),
});
export type NodeSnapshot = Static<typeof NodeSnapshot>;

/** The nodes that changed, and when it was seen: ms since the Unix epoch, by the server's clock. */
export const Moment = Type.Object({ at: Type.Number(), nodes: Type.Array(NodeSnapshot) });
export type Moment = Static<typeof Moment>;

export const TimelineEvent = Type.Object({
  node: Node,
  /** On receipt, ms since the Unix epoch, by the server's clock. */
  at: Type.Number(),
  /** The node's own time, `14:48:01.682`, as its log has it; null where the log does not say. */
  nodeTime: Nullable(Type.String()),
  /** As Redis writes it: `+sdown`; or the words for what only the log says. */
  name: Type.String(),
  args: Type.String(),
});
export type TimelineEvent = Static<typeof TimelineEvent>;

/** A class: who teaches it, who is in it, and how far each of them is; over `/api/classes`, `/api/class` and `/ws/board`. */
import { type Static, Type } from 'typebox';
import { LabNotice, LabState } from './lab.ts';
import { Consent, classLimits, Hand, Pace } from './membership.ts';
import { Ping, Pong } from './ping.ts';
import { TerminalName } from './terminal.ts';

const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

const Name = Type.String({ minLength: 1, maxLength: classLimits.name });
const Capacity = Type.Integer({ minimum: 1, maximum: classLimits.capacity });
const KeepDays = Type.Integer({ minimum: 1, maximum: classLimits.keepDays });

/** A class as those see it who teach it. */
export const ClassInfo = Type.Object({
  id: Type.String(),
  name: Type.String(),
  /** Two words and two digits by which learners join. */
  code: Type.String(),
  capacity: Type.Integer(),
  keepDays: Type.Integer(),
  /** Nobody joins a closed class; who is in it stays. */
  closed: Type.Boolean(),
  /** ISO 8601. */
  created: Type.String(),
  pace: Pace,
  members: Type.Integer(),
});
export type ClassInfo = Static<typeof ClassInfo>;

export const ClassList = Type.Object({ classes: Type.Array(ClassInfo) });
export type ClassList = Static<typeof ClassList>;

export const NewClass = Type.Object({ name: Name, capacity: Capacity, keepDays: KeepDays });
export type NewClass = Static<typeof NewClass>;

export const ClassChange = Type.Partial(
  Type.Object({
    name: Name,
    capacity: Capacity,
    keepDays: KeepDays,
    closed: Type.Boolean(),
    /** From the slide that is open in the instructor's own course. */
    pace: Type.Union([Type.Literal('free'), Type.Literal('together'), Type.Literal('until')]),
  }),
);
export type ClassChange = Static<typeof ClassChange>;

/** `GET /api/instructor`: `addresses` are the server's, for links and for the wall of a room. */
export const Instructor = Type.Object({ addresses: Type.Array(Type.String()) });
export type Instructor = Static<typeof Instructor>;

/** How a member stands in one check that they have begun. */
export const MemberCheck = Type.Object({
  /** It is the one that they work on. */
  working: Type.Boolean(),
  /** When its turn came first, ISO 8601; null where it never did, for it was proven before they joined. */
  since: Nullable(Type.String()),
  provenAt: Nullable(Type.String()),
  /** It passed in a lab that was prepared to show the case: seen, and nobody's proof. */
  shown: Type.Boolean(),
  /** How many times it was judged wrong, and why the last time, in Spanish. */
  refused: Type.Integer(),
  reason: Type.String(),
  /** How much help was asked for: 1 and 2 are hints, 3 is the commands. */
  help: Type.Integer(),
});
export type MemberCheck = Static<typeof MemberCheck>;

/** Of a check that a member has not begun. */
export const notBegun: MemberCheck = {
  working: false,
  since: null,
  provenAt: null,
  shown: false,
  refused: 0,
  reason: '',
  help: 0,
};

/** What is kept of a member while they work: who looks at the board sees nothing else of them. */
export const MemberStatus = Type.Object({
  case: Type.String(),
  lab: LabState,
  /** Why the lab failed, in Spanish. */
  trouble: Nullable(Type.String()),
  slide: Nullable(Type.String()),
  /** Whether a page of theirs is open, and when that changed or anything of this did, ISO 8601. */
  here: Type.Boolean(),
  seen: Type.String(),
  checks: Type.Record(Type.String(), MemberCheck),
});
export type MemberStatus = Static<typeof MemberStatus>;

export const Row = Type.Object({
  /** Names the member to the instructor's own requests; no cookie can be made of it. */
  member: Type.String(),
  alias: Type.String(),
  joined: Type.String(),
  /** «Hecho»: they say so themselves, until they say that they go on. */
  done: Type.Boolean(),
  hand: Nullable(Hand),
  consent: Nullable(Consent),
  /** null until a page of theirs has been open in the class. */
  status: Nullable(MemberStatus),
});
export type Row = Static<typeof Row>;

/** The checks of one case, in the order of the course. */
export const Column = Type.Object({
  case: Type.String(),
  title: Type.String(),
  checks: Type.Array(Type.Object({ id: Type.String(), title: Type.String() })),
});
export type Column = Static<typeof Column>;

/** What the wall of a room may show: no name, and nothing of one person alone. */
export const Summary = Type.Object({
  name: Type.String(),
  code: Type.String(),
  closed: Type.Boolean(),
  members: Type.Integer(),
  here: Type.Integer(),
  done: Type.Integer(),
  pace: Pace,
  /** How many have proven each check. */
  proven: Type.Record(Type.String(), Type.Integer()),
  columns: Type.Array(Column),
});
export type Summary = Static<typeof Summary>;

export const BoardQuery = Type.Object({
  class: Type.String({ maxLength: 40 }),
  /** What a room may see instead of what the instructor sees. */
  view: Type.Optional(Type.Union([Type.Literal('board'), Type.Literal('projector')])),
});
export type BoardQuery = Static<typeof BoardQuery>;

/** From the page over `/ws/board`. */
export const BoardRequest = Type.Union([
  Ping,
  /** Show one member's lab too, from now on; null: no more. */
  Type.Object({ type: Type.Literal('watch'), member: Nullable(Type.String({ maxLength: 40 })) }),
]);
export type BoardRequest = Static<typeof BoardRequest>;

/** To the page over `/ws/board`: everything on joining, then at most once a second what has changed. */
export const BoardNotice = Type.Union([
  Type.Object({
    type: Type.Literal('board'),
    class: ClassInfo,
    columns: Type.Array(Column),
    rows: Type.Array(Row),
    /** The server's clock, ISO 8601. */
    at: Type.String(),
  }),
  Type.Object({
    type: Type.Literal('changes'),
    class: ClassInfo,
    /** Of a member whom the board has already, `status.checks` has only those checks that changed. */
    rows: Type.Array(Row),
    /** Members that left. */
    gone: Type.Array(Type.String()),
    at: Type.String(),
  }),
  Type.Object({ type: Type.Literal('summary'), summary: Summary }),
  /** What the watched member's own page is told of their lab; null: no page of theirs is open. */
  Type.Object({ type: Type.Literal('person'), member: Type.String(), notice: Nullable(LabNotice) }),
  /** The class was deleted, or is no longer this instructor's. */
  Type.Object({ type: Type.Literal('ended') }),
  Type.Object({ type: Type.Literal('error'), code: Type.String(), message: Type.String() }),
  Pong,
]);
export type BoardNotice = Static<typeof BoardNotice>;

/** The terminals that a member has open. */
export const OpenTerminals = Type.Object({ terminals: Type.Array(TerminalName) });
export type OpenTerminals = Static<typeof OpenTerminals>;

/** The query of `/ws/watch`, which speaks as `/ws/terminal` does to one who only sees. */
export const WatchQuery = Type.Object({
  class: Type.String({ maxLength: 40 }),
  member: Type.String({ maxLength: 40 }),
  ...TerminalName.properties,
});

/** What an instructor does with a raised hand: «voy», «hecho», «más tarde». */
export const HandAnswer = Type.Object({
  answer: Type.Union([Type.Literal('coming'), Type.Literal('done'), Type.Literal('later')]),
});
export type HandAnswer = Static<typeof HandAnswer>;

export const MessageBody = Type.Object({
  text: Type.String({ minLength: 1, maxLength: 500 }),
  /** A slide to open, by its address. */
  slide: Type.Optional(Type.String({ maxLength: 80 })),
  /** One member; without it, all. */
  member: Type.Optional(Type.String({ maxLength: 40 })),
});
export type MessageBody = Static<typeof MessageBody>;

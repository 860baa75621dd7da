/** A learner's place in a class, as their own page knows it: `membership` of `LabNotice`; over `/api/class`. */
import { type Static, Type } from 'typebox';

const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** The most members a class may have, and the days for which it may be kept after its last use. */
export const classLimits = { capacity: 300, keepDays: 365, name: 60, alias: 24, words: 200 } as const;

/**
 * Who decides which slide is open: `free` each learner; `together` the instructor, whose slides those follow who have not left;
 * `until` each learner, as far as a slide that the instructor chose. `slide` is an address as the page has it: `caso-1/2`.
 */
export const Pace = Type.Union([
  Type.Object({ mode: Type.Literal('free') }),
  Type.Object({ mode: Type.Literal('together'), slide: Type.String() }),
  Type.Object({ mode: Type.Literal('until'), slide: Type.String() }),
]);
export type Pace = Static<typeof Pace>;

/** A hand that is up: with which words, since when, on which slide, and whether an instructor is on the way. */
export const Hand = Type.Object({
  words: Type.String(),
  at: Type.String(),
  slide: Nullable(Type.String()),
  taken: Type.Boolean(),
});
export type Hand = Static<typeof Hand>;

/** A word of the instructor to all, or to one. */
export const ClassMessage = Type.Object({
  id: Type.String(),
  text: Type.String(),
  slide: Nullable(Type.String()),
});
export type ClassMessage = Static<typeof ClassMessage>;

/** Whether the instructor may watch a member's terminals: they asked, or the member said yes for this class. */
export const Consent = Type.Union([Type.Literal('asked'), Type.Literal('allowed')]);
export type Consent = Static<typeof Consent>;

/** What a member's own page knows of the class: `membership` of `LabNotice`. */
export const Membership = Type.Object({
  name: Type.String(),
  alias: Type.String(),
  pace: Pace,
  hand: Nullable(Hand),
  /** How many hands are up before this one. */
  before: Type.Integer(),
  done: Type.Boolean(),
  /** The last one. */
  message: Nullable(ClassMessage),
  /** null: nobody asked to see this member's terminals, or they said no. */
  consent: Nullable(Consent),
  /** The terminals that the instructor watches at this moment: `maestro · shell`. */
  watched: Type.Array(Type.String()),
});
export type Membership = Static<typeof Membership>;

export const HandBody = Type.Object({ words: Type.String({ maxLength: classLimits.words }) });
export type HandBody = Static<typeof HandBody>;

export const ConsentBody = Type.Object({ allow: Type.Boolean() });
export type ConsentBody = Static<typeof ConsentBody>;

export const DoneBody = Type.Object({ done: Type.Boolean() });
export type DoneBody = Static<typeof DoneBody>;

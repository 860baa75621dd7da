/** The keys of everything that is kept of classes, in one place: to delete a class is to delete these. */

export const classKeys = (id: string) => ({
  /** Hash: the class itself, a field for each property. */
  info: `curso:clase:${id}`,
  /** Hash by member: `Member` as JSON. */
  members: `curso:clase:${id}:miembros`,
  /** Hash by what two aliases that look alike have in common: the member whose it is. */
  aliases: `curso:clase:${id}:alias`,
  /** Hash by member: `MemberStatus` as JSON. */
  statuses: `curso:clase:${id}:estado`,
  /** Hash by member: `Hand` as JSON. */
  hands: `curso:clase:${id}:manos`,
  /** Hash by member: `Consent`, whether the instructor may watch their terminals. */
  consents: `curso:clase:${id}:permisos`,
  /** Sorted set of who watches, `member watcher terminal`, by until when that is so unless it is noted again, s since the epoch. */
  watchers: `curso:clase:${id}:miran`,
  /** Set of members who say that they are done. */
  done: `curso:clase:${id}:hecho`,
  /** The last word to all, as JSON; and, in a hash by member, to one. */
  message: `curso:clase:${id}:mensaje`,
  messages: `curso:clase:${id}:mensajes`,
});

/** Every key of a class. */
export const allClassKeys = (id: string): string[] => Object.values(classKeys(id));

export const codeKey = (code: string): string => `curso:codigo-de-clase:${code}`;
/** Set of the ids of the classes that an instructor made. */
export const instructorKey = (learner: string): string => `curso:alumno:${learner}:profesor-de`;
/** The class in which a learner is. */
export const membershipKey = (learner: string): string => `curso:alumno:${learner}:clase`;

/** The slide that a learner's page showed last, for a day; and the class that goes with an instructor's slides. */
export const slideKey = (learner: string): string => `curso:alumno:${learner}:diapositiva`;
export const leadsKey = (learner: string): string => `curso:alumno:${learner}:lleva`;

/** Where it is said what changed: in a class, the member, or nothing for the class itself; of a learner, that they joined or left. */
export const classChannel = (id: string): string => `curso:clase:${id}`;
export const learnerChannel = (learner: string): string => `curso:alumno:${learner}`;

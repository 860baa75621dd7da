/** A member of a class as it is kept. */
import { type Static, Type } from 'typebox';
import { parse } from '../progress/redis.ts';

/** Which member of which class. */
export interface MemberRef {
  readonly classId: string;
  /** See `Member.member`. */
  readonly member: string;
}

export const Member = Type.Object({
  /** Names them to the instructor; of no use to anybody else. */
  member: Type.String(),
  learner: Type.String(),
  alias: Type.String(),
  /** The same for aliases that look alike. */
  skeleton: Type.String(),
  /** ISO 8601. */
  joined: Type.String(),
});
export type Member = Static<typeof Member>;

/** The member, or nothing where what is kept is damaged: it costs that member, not the class. */
export function readMember(json: string): Member[] {
  const member = parse(Member, json);
  return member ? [member] : [];
}

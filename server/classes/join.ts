/** Who joins a class and who leaves it. */
import { randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import { attempt, commit } from '../progress/redis.ts';
import { aliasSkeleton, cleanAlias } from './alias.ts';
import { AliasTaken, ClassClosed, ClassFull, ClassUnknown, MemberUnknown } from './errors.ts';
import { classChannel, classKeys, learnerChannel, membershipKey } from './keys.ts';
import type { Lifetime } from './lifetime.ts';
import { type Member, type MemberRef, readMember } from './member.ts';

export interface JoinStore {
  /**
   * Joins, or takes another alias where they are in it already; leaves the class that they were in before.
   * @throws AliasInvalid, AliasTaken, ClassClosed, ClassFull, ClassUnknown
   */
  join(classId: string, learner: string, alias: string): Promise<MemberRef>;
  /** Where a learner is; null: in no class. */
  memberRefOf(learner: string): Promise<MemberRef | null>;
  /** What is kept of the member in the class goes. What they have proven stays theirs. @throws MemberUnknown */
  leave(ref: MemberRef): Promise<void>;
}

/**
 * One step, so that of two who come at once one gets the alias, or the last place.
 * KEYS: the class, its members, its aliases, the learner's membership. ARGV: class, member, learner, alias, skeleton, joined.
 */
const joinScript = `
if redis.call('exists', KEYS[1]) == 0 then return 'unknown' end
local member, joined, before = ARGV[2], ARGV[6], nil
local place = redis.call('get', KEYS[4])
if place and string.sub(place, 1, #ARGV[1] + 1) == ARGV[1] .. ' ' then
  local kept = redis.call('hget', KEYS[2], string.sub(place, #ARGV[1] + 2))
  if kept then before = cjson.decode(kept) end
end
if before then member, joined = before.member, before.joined end
local holder = redis.call('hget', KEYS[3], ARGV[5])
if holder and holder ~= member then return 'taken' end
if before then
  redis.call('hdel', KEYS[3], before.skeleton)
else
  if redis.call('hget', KEYS[1], 'closed') == '1' then return 'closed' end
  local capacity = redis.call('hget', KEYS[1], 'capacity')
  if redis.call('hlen', KEYS[2]) >= tonumber(capacity) then return 'full ' .. capacity end
end
redis.call('hset', KEYS[3], ARGV[5], member)
redis.call('hset', KEYS[2], member, cjson.encode({ member = member, learner = ARGV[3], alias = ARGV[4], skeleton = ARGV[5], joined = joined }))
redis.call('set', KEYS[4], ARGV[1] .. ' ' .. member)
return 'joined ' .. member
`;

/** @throws ProgressUnavailable from every method */
export function createJoinStore(redis: Redis, lifetime: Lifetime): JoinStore {
  const memberRefOf = async (learner: string): Promise<MemberRef | null> => {
    const [classId, member] = (await redis.get(membershipKey(learner)))?.split(' ') ?? [];
    if (classId === undefined || member === undefined) return null;
    // The class may be gone, by its day or by a button, and the member by the instructor.
    return (await redis.hexists(classKeys(classId).members, member)) ? { classId, member } : null;
  };
  /** Takes all that is kept of a member out of a class, and gives back who it was. */
  const removeMember = async ({ classId, member }: MemberRef): Promise<Member> => {
    const keys = classKeys(classId);
    const [kept] = readMember((await redis.hget(keys.members, member)) ?? '');
    if (!kept) throw new MemberUnknown();
    const all = redis.multi().hdel(keys.aliases, kept.skeleton).srem(keys.done, member);
    for (const key of [keys.members, keys.statuses, keys.hands, keys.messages, keys.consents])
      all.hdel(key, member);
    await commit(all);
    return kept;
  };
  const tell = async (classId: string, { member, learner }: Pick<Member, 'member' | 'learner'>) => {
    await redis.publish(classChannel(classId), member);
    await redis.publish(learnerChannel(learner), '');
  };

  return {
    join: (classId, learner, typed) =>
      attempt(async () => {
        const alias = cleanAlias(typed);
        const before = await memberRefOf(learner);
        const keys = classKeys(classId);
        const seconds = await lifetime.use(classId);
        const answer = await redis.eval(
          joinScript,
          4,
          ...[keys.info, keys.members, keys.aliases, membershipKey(learner)],
          ...[classId, randomBytes(6).toString('hex'), learner, alias, aliasSkeleton(alias)],
          new Date().toISOString(),
        );
        const [outcome, detail = ''] = String(answer).split(' ');
        if (outcome === 'unknown') throw new ClassUnknown();
        if (outcome === 'taken') throw new AliasTaken(alias);
        if (outcome === 'closed') throw new ClassClosed();
        if (outcome === 'full') throw new ClassFull(Number(detail));
        for (const key of [keys.members, keys.aliases]) await redis.expire(key, seconds);
        if (before && before.classId !== classId) {
          await removeMember(before);
          await redis.publish(classChannel(before.classId), before.member);
        }
        await tell(classId, { member: detail, learner });
        return { classId, member: detail };
      }),

    memberRefOf: (learner) => attempt(() => memberRefOf(learner)),

    leave: (ref) =>
      attempt(async () => {
        const gone = await removeMember(ref);
        await redis.del(membershipKey(gone.learner));
        await tell(ref.classId, gone);
      }),
  };
}

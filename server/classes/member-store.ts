/** What the members of a class are doing: kept in Redis, and said on the class's channel whenever it changes. */
import { randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import { MemberStatus, type Row } from '../../protocol/classes.ts';
import { ClassMessage, Hand, type Membership, Pace } from '../../protocol/membership.ts';
import { attempt, parse } from '../progress/redis.ts';
import { MemberUnknown } from './errors.ts';
import type { Place } from './join.ts';
import { classChannel, classKeys } from './keys.ts';
import type { Lifetime } from './lifetime.ts';
import { type LookStore, readLooking } from './looks.ts';
import { readMember } from './member.ts';

export interface MemberStore {
  /** null: no member of it any more. */
  membership(place: Place): Promise<Membership | null>;
  status(place: Place): Promise<MemberStatus | null>;
  saveStatus(place: Place, status: MemberStatus): Promise<void>;
  raiseHand(place: Place, hand: Hand): Promise<void>;
  lowerHand(place: Place): Promise<void>;
  /** An instructor is on the way, or not any more. @throws MemberUnknown where no such hand is up */
  takeHand(place: Place, taken: boolean): Promise<void>;
  setDone(place: Place, done: boolean): Promise<void>;
  /** A word to one member, or to all where `member` is null. */
  say(classId: string, member: string | null, text: string, slide: string | null): Promise<void>;
  /** Who a member is to the rest of the server. @throws MemberUnknown */
  learnerOf(place: Place): Promise<string>;
  /** Those members, or all of them; who is no member any more is left out. */
  rows(classId: string, members?: readonly string[]): Promise<Row[]>;
}

/** @throws ProgressUnavailable from every method */
export function createMemberStore(
  redis: Redis,
  lifetime: Lifetime,
  looks: Pick<LookStore, 'lookingOf' | 'seenOf'>,
): MemberStore {
  /** Writes something of a member, which stays as long as their class, and says it. @throws ClassUnknown */
  const write = async ({ classId, member }: Place, key: string, command: () => Promise<unknown>) => {
    const seconds = await lifetime.use(classId);
    await command();
    await redis.expire(key, seconds);
    await redis.publish(classChannel(classId), member);
  };
  const handOf = async ({ classId, member }: Place) =>
    parse(Hand, (await redis.hget(classKeys(classId).hands, member)) ?? '');

  const writeHand = (place: Place, hand: Hand) => {
    const { hands } = classKeys(place.classId);
    return write(place, hands, () => redis.hset(hands, place.member, JSON.stringify(hand)));
  };

  /** Of a hash by member: those asked for, in that order, or all. */
  const fields = async (key: string, members: readonly string[] | undefined) => {
    if (!members) return redis.hgetall(key);
    const values = members.length === 0 ? [] : await redis.hmget(key, ...members);
    return Object.fromEntries(
      members.flatMap((member, at) => (values[at] == null ? [] : [[member, values[at]]])),
    );
  };

  return {
    membership: (place) =>
      attempt(async () => {
        const keys = classKeys(place.classId);
        const [looking, seen] = await Promise.all([looks.lookingOf(place), looks.seenOf(place)]);
        const [json, name, pace, hands, done, toAll, toOne] = await Promise.all([
          redis.hget(keys.members, place.member),
          redis.hget(keys.info, 'name'),
          redis.hget(keys.info, 'pace'),
          redis.hgetall(keys.hands),
          redis.sismember(keys.done, place.member),
          redis.get(keys.message),
          redis.hget(keys.messages, place.member),
        ]);
        const [member] = readMember(json ?? '');
        if (!member || name === null) return null;
        const up = Object.entries(hands).flatMap(([who, text]) => {
          const hand = parse(Hand, text);
          return hand ? [{ who, hand }] : [];
        });
        const hand = up.find(({ who }) => who === place.member)?.hand ?? null;
        const messages = [toAll, toOne].flatMap((text) => parse(ClassMessage, text ?? '') ?? []);
        return {
          name,
          alias: member.alias,
          pace: parse(Pace, pace ?? '') ?? { mode: 'free' },
          hand,
          before:
            hand === null ? 0 : up.filter((other) => !other.hand.taken && other.hand.at < hand.at).length,
          done: done === 1,
          // Their ids begin with the time at which they were said.
          message: messages.sort((a, b) => b.id.localeCompare(a.id))[0] ?? null,
          looking,
          seen,
        };
      }),

    status: ({ classId, member }) =>
      attempt(async () => parse(MemberStatus, (await redis.hget(classKeys(classId).statuses, member)) ?? '')),

    saveStatus: (place, status) =>
      attempt(() => {
        const { statuses } = classKeys(place.classId);
        return write(place, statuses, () => redis.hset(statuses, place.member, JSON.stringify(status)));
      }),

    raiseHand: (place, hand) =>
      attempt(async () => {
        // Other words for a hand that is up keep its place.
        const before = await handOf(place);
        await writeHand(place, before ? { ...hand, at: before.at, taken: before.taken } : hand);
      }),

    lowerHand: (place) =>
      attempt(() => {
        const { hands } = classKeys(place.classId);
        return write(place, hands, () => redis.hdel(hands, place.member));
      }),

    takeHand: (place, taken) =>
      attempt(async () => {
        const hand = await handOf(place);
        if (!hand) throw new MemberUnknown();
        await writeHand(place, { ...hand, taken });
      }),

    setDone: (place, isDone) =>
      attempt(() => {
        const { done } = classKeys(place.classId);
        return write(place, done, () =>
          isDone ? redis.sadd(done, place.member) : redis.srem(done, place.member),
        );
      }),

    say: (classId, member, text, slide) =>
      attempt(() => {
        const keys = classKeys(classId);
        const id = `${new Date().toISOString()}-${randomBytes(3).toString('hex')}`;
        const message = JSON.stringify({ id, text, slide } satisfies ClassMessage);
        const place = { classId, member: member ?? '' };
        return member === null
          ? write(place, keys.message, () => redis.set(keys.message, message))
          : write(place, keys.messages, () => redis.hset(keys.messages, member, message));
      }),

    learnerOf: ({ classId, member }) =>
      attempt(async () => {
        const [kept] = readMember((await redis.hget(classKeys(classId).members, member)) ?? '');
        if (!kept) throw new MemberUnknown();
        return kept.learner;
      }),

    rows: (classId, wanted) =>
      attempt(async () => {
        const keys = classKeys(classId);
        const [members, statuses, hands, looking, done] = await Promise.all([
          fields(keys.members, wanted),
          fields(keys.statuses, wanted),
          fields(keys.hands, wanted),
          fields(keys.looking, wanted),
          redis.smembers(keys.done),
        ]);
        return Object.values(members)
          .flatMap(readMember)
          .map(({ member, alias, joined }) => ({
            member,
            alias,
            joined,
            done: done.includes(member),
            hand: parse(Hand, hands[member] ?? ''),
            looking: readLooking(looking[member]),
            status: parse(MemberStatus, statuses[member] ?? ''),
          }));
      }),
  };
}

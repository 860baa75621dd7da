/** What the members of a class are doing: kept in Redis, and said on the class's channel whenever it changes. */
import { randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import { MemberStatus, type Row } from '../../protocol/classes.ts';
import { ClassMessage, Hand, type Membership, Pace } from '../../protocol/membership.ts';
import { attempt, parse } from '../progress/redis.ts';
import type { ClassWriter } from './class-writer.ts';
import { type ConsentStore, readConsent } from './consent.ts';
import { MemberUnknown } from './errors.ts';
import { classKeys } from './keys.ts';
import { type MemberRef, readMember } from './member.ts';

export interface MemberStore {
  /** null: no member of it any more. */
  membership(ref: MemberRef): Promise<Membership | null>;
  status(ref: MemberRef): Promise<MemberStatus | null>;
  saveStatus(ref: MemberRef, status: MemberStatus): Promise<void>;
  raiseHand(ref: MemberRef, hand: Hand): Promise<void>;
  lowerHand(ref: MemberRef): Promise<void>;
  /** An instructor is on the way, or not any more. @throws MemberUnknown where no such hand is up */
  takeHand(ref: MemberRef, taken: boolean): Promise<void>;
  setDone(ref: MemberRef, done: boolean): Promise<void>;
  /** A word to one member, or to all where `member` is null. */
  say(classId: string, member: string | null, text: string, slide: string | null): Promise<void>;
  /** Who a member is to the rest of the server. @throws MemberUnknown */
  learnerOf(ref: MemberRef): Promise<string>;
  /** Those members, or all of them; who is no member any more is left out. */
  rows(classId: string, members?: readonly string[]): Promise<Row[]>;
}

/** @throws ProgressUnavailable from every method, and MemberUnknown from those that write something of a member */
export function createMemberStore(
  redis: Redis,
  write: ClassWriter,
  consents: Pick<ConsentStore, 'consentOf' | 'watchedOf'>,
): MemberStore {
  const handOf = async ({ classId, member }: MemberRef) =>
    parse(Hand, (await redis.hget(classKeys(classId).hands, member)) ?? '');
  const writeHand = (ref: MemberRef, hand: Hand) =>
    write({ ...ref, key: 'hands', command: ['hset', ref.member, JSON.stringify(hand)] });

  /** Of a hash by member: those asked for, in that order, or all. */
  const fields = async (key: string, members: readonly string[] | undefined) => {
    if (!members) return redis.hgetall(key);
    const values = members.length === 0 ? [] : await redis.hmget(key, ...members);
    return Object.fromEntries(
      members.flatMap((member, at) => (values[at] == null ? [] : [[member, values[at]]])),
    );
  };

  return {
    membership: (ref) =>
      attempt(async () => {
        const keys = classKeys(ref.classId);
        const [consent, watched] = await Promise.all([consents.consentOf(ref), consents.watchedOf(ref)]);
        const [json, name, pace, hands, done, toAll, toOne] = await Promise.all([
          redis.hget(keys.members, ref.member),
          redis.hget(keys.info, 'name'),
          redis.hget(keys.info, 'pace'),
          redis.hgetall(keys.hands),
          redis.sismember(keys.done, ref.member),
          redis.get(keys.message),
          redis.hget(keys.messages, ref.member),
        ]);
        const [member] = readMember(json ?? '');
        if (!member || name === null) return null;
        const up = Object.entries(hands).flatMap(([who, text]) => {
          const hand = parse(Hand, text);
          return hand ? [{ who, hand }] : [];
        });
        const hand = up.find(({ who }) => who === ref.member)?.hand ?? null;
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
          consent,
          watched,
        };
      }),

    status: ({ classId, member }) =>
      attempt(async () => parse(MemberStatus, (await redis.hget(classKeys(classId).statuses, member)) ?? '')),

    saveStatus: (ref, status) =>
      attempt(() =>
        write({ ...ref, key: 'statuses', command: ['hset', ref.member, JSON.stringify(status)] }),
      ),

    raiseHand: (ref, hand) =>
      attempt(async () => {
        // Other words for a hand that is up keep its place in the queue.
        const before = await handOf(ref);
        await writeHand(ref, before ? { ...hand, at: before.at, taken: before.taken } : hand);
      }),

    lowerHand: (ref) => attempt(() => write({ ...ref, key: 'hands', command: ['hdel', ref.member] })),

    takeHand: (ref, taken) =>
      attempt(async () => {
        const hand = await handOf(ref);
        if (!hand) throw new MemberUnknown();
        await writeHand(ref, { ...hand, taken });
      }),

    setDone: (ref, done) =>
      attempt(() => write({ ...ref, key: 'done', command: [done ? 'sadd' : 'srem', ref.member] })),

    say: (classId, member, text, slide) =>
      attempt(() => {
        const id = `${new Date().toISOString()}-${randomBytes(3).toString('hex')}`;
        const message = JSON.stringify({ id, text, slide } satisfies ClassMessage);
        return member === null
          ? write({ classId, member, key: 'message', command: ['set', message] })
          : write({ classId, member, key: 'messages', command: ['hset', member, message] });
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
        const [members, statuses, hands, consented, done] = await Promise.all([
          fields(keys.members, wanted),
          fields(keys.statuses, wanted),
          fields(keys.hands, wanted),
          fields(keys.consents, wanted),
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
            consent: readConsent(consented[member]),
            status: parse(MemberStatus, statuses[member] ?? ''),
          }));
      }),
  };
}

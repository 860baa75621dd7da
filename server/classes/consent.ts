/** Whether an instructor may watch a member's terminals, and which are watched now: the member decides, and is told. */
import { randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import { Value } from 'typebox/value';
import { Consent } from '../../protocol/membership.ts';
import { attempt } from '../progress/redis.ts';
import type { ClassWriter } from './class-writer.ts';
import { ConsentMissing } from './errors.ts';
import { classChannel, classKeys } from './keys.ts';
import type { MemberRef } from './member.ts';

/** A server that was killed watches nothing any more: what it watched is forgotten so much later, s. */
const lastsSeconds = 25;
const againMs = 10_000;

export interface ConsentStore {
  /** Asks the member; one who has said yes is not asked again. @throws MemberUnknown */
  askConsent(ref: MemberRef): Promise<void>;
  /** The member's answer, or that it no longer stands. @throws MemberUnknown */
  giveConsent(ref: MemberRef, allow: boolean): Promise<void>;
  /** @throws ConsentMissing */
  mustHaveConsent(ref: MemberRef): Promise<void>;
  /** Somebody watches a terminal from now on, until the result is called. @param terminal as the member is told: `maestro · shell` @throws MemberUnknown */
  noteWatcher(ref: MemberRef, terminal: string): Promise<() => void>;
  /** null: not asked, or refused. */
  consentOf(ref: MemberRef): Promise<Consent | null>;
  /** The terminals of a member that somebody watches at this moment. */
  watchedOf(ref: MemberRef): Promise<string[]>;
}

export const readConsent = (text: string | null | undefined): Consent | null =>
  Value.Check(Consent, text) ? text : null;

/** @param swallowed hears of what could not be written @throws ProgressUnavailable from every method */
export function createConsentStore(
  redis: Redis,
  write: ClassWriter,
  swallowed: (error: unknown) => void,
): ConsentStore {
  const consentOf = async ({ classId, member }: MemberRef) =>
    readConsent(await redis.hget(classKeys(classId).consents, member));
  const answer = (ref: MemberRef, ...command: [name: string, ...args: string[]]) =>
    write({ ...ref, key: 'consents', command });

  return {
    askConsent: (ref) => attempt(() => answer(ref, 'hsetnx', ref.member, 'asked' satisfies Consent)),

    giveConsent: (ref, allow) =>
      attempt(() =>
        allow
          ? answer(ref, 'hset', ref.member, 'allowed' satisfies Consent)
          : answer(ref, 'hdel', ref.member),
      ),

    mustHaveConsent: (ref) =>
      attempt(async () => {
        if ((await consentOf(ref)) !== 'allowed') throw new ConsentMissing();
      }),

    noteWatcher: (ref, terminal) =>
      attempt(async () => {
        // Each watcher by itself: of two who see the same terminal, the first to go leaves one.
        const entry = `${ref.member} ${randomBytes(6).toString('hex')} ${terminal}`;
        const until = () => Math.ceil(Date.now() / 1000) + lastsSeconds;
        const note = () => write({ ...ref, key: 'watchers', command: ['zadd', until(), entry] });
        await note();
        const timer = setInterval(() => note().catch(swallowed), againMs);
        const forget = async () => {
          await redis.zrem(classKeys(ref.classId).watchers, entry);
          await redis.publish(classChannel(ref.classId), ref.member);
        };
        return () => {
          clearInterval(timer);
          forget().catch(swallowed);
        };
      }),

    consentOf: (ref) => attempt(() => consentOf(ref)),

    watchedOf: ({ classId, member }) =>
      attempt(async () => {
        const now = await redis.zrangebyscore(classKeys(classId).watchers, Date.now() / 1000, '+inf');
        const own = now.filter((entry) => entry.startsWith(`${member} `));
        return [...new Set(own.map((entry) => entry.split(' ').slice(2).join(' ')))].sort();
      }),
  };
}

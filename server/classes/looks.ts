/** Whether an instructor may see a member's terminals, and which of them is seen now: the member decides, and knows. */
import type { Redis } from 'ioredis';
import { Value } from 'typebox/value';
import { Looking } from '../../protocol/membership.ts';
import { attempt } from '../progress/redis.ts';
import { LookNotAllowed } from './errors.ts';
import type { Place } from './join.ts';
import { classChannel, classKeys } from './keys.ts';
import type { Lifetime } from './lifetime.ts';

/** A server that was killed sees nothing any more: what it saw is forgotten so much later, s. */
const lastsSeconds = 25;
const againMs = 10_000;

export interface LookStore {
  /** Asks the member; one who has said yes is not asked again. */
  askToLook(place: Place): Promise<void>;
  /** The member's answer, or that it no longer stands. */
  allowLook(place: Place, allow: boolean): Promise<void>;
  /** @throws LookNotAllowed */
  mustMayLook(place: Place): Promise<void>;
  /** A terminal is seen from now on, until the result is called. @param terminal as the member is told: `maestro · shell` */
  seeTerminal(place: Place, terminal: string): Promise<() => void>;
  /** null: not asked, or refused. */
  lookingOf(place: Place): Promise<Looking | null>;
  /** The terminals of a member that are seen at this moment. */
  seenOf(place: Place): Promise<string[]>;
}

export const readLooking = (text: string | null | undefined): Looking | null =>
  Value.Check(Looking, text) ? text : null;

/** @param swallowed hears of what could not be written @throws ProgressUnavailable from every method */
export function createLookStore(
  redis: Redis,
  lifetime: Lifetime,
  swallowed: (error: unknown) => void,
): LookStore {
  const tell = ({ classId, member }: Place) => redis.publish(classChannel(classId), member);
  const lookingOf = async ({ classId, member }: Place) =>
    readLooking(await redis.hget(classKeys(classId).looking, member));

  return {
    askToLook: (place) =>
      attempt(async () => {
        const { looking } = classKeys(place.classId);
        const seconds = await lifetime.use(place.classId);
        await redis.hsetnx(looking, place.member, 'asked' satisfies Looking);
        await redis.expire(looking, seconds);
        await tell(place);
      }),

    allowLook: (place, allow) =>
      attempt(async () => {
        const { looking } = classKeys(place.classId);
        const seconds = await lifetime.use(place.classId);
        if (allow) await redis.hset(looking, place.member, 'allowed' satisfies Looking);
        else await redis.hdel(looking, place.member);
        await redis.expire(looking, seconds);
        await tell(place);
      }),

    mustMayLook: (place) =>
      attempt(async () => {
        if ((await lookingOf(place)) !== 'allowed') throw new LookNotAllowed();
      }),

    seeTerminal: (place, terminal) =>
      attempt(async () => {
        const { seen } = classKeys(place.classId);
        const entry = `${place.member} ${terminal}`;
        const say = async () => {
          await redis.zadd(seen, Date.now() / 1000 + lastsSeconds, entry);
          await redis.expire(seen, await lifetime.use(place.classId));
        };
        await say();
        await tell(place);
        const timer = setInterval(() => say().catch(swallowed), againMs);
        return () => {
          clearInterval(timer);
          redis
            .zrem(seen, entry)
            .then(() => tell(place))
            .catch(swallowed);
        };
      }),

    lookingOf: (place) => attempt(() => lookingOf(place)),

    seenOf: ({ classId, member }) =>
      attempt(async () => {
        const now = await redis.zrangebyscore(classKeys(classId).seen, Date.now() / 1000, '+inf');
        return now
          .filter((entry) => entry.startsWith(`${member} `))
          .map((entry) => entry.slice(member.length + 1));
      }),
  };
}

/** The code by which a learner comes back who has lost their cookie, or sits at another computer. Only its hash is kept. */
import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { newSpokenCode, normalizeSpokenCode } from '../base/spoken-code.ts';
import { attempt, commit } from './redis.ts';

/** With two digits one of six thousand million: ten tries a minute find none. */
const wordsInCode = 4;

const keyOf = (hash: string): string => `curso:vuelta:${hash}`;
const ownKey = (learner: string): string => `curso:alumno:${learner}:vuelta`;
const hashOf = (code: string): string => createHash('sha256').update(`vuelta ${code}`).digest('hex');

export interface ReturnCodes {
  /** A new code for the learner; the one before is worth nothing from now on. */
  renew(learner: string): Promise<string>;
  /** Whose code that is, as somebody typed it; null: nobody's. */
  find(typed: string): Promise<string | null>;
}

/** @throws ProgressUnavailable from every method */
export function createReturnCodes(redis: Redis): ReturnCodes {
  return {
    renew: (learner) =>
      attempt(async () => {
        const code = newSpokenCode(wordsInCode);
        const before = await redis.get(ownKey(learner));
        const all = redis
          .multi()
          .set(keyOf(hashOf(code)), learner)
          .set(ownKey(learner), hashOf(code));
        if (before !== null) all.del(keyOf(before));
        await commit(all);
        return code;
      }),

    find: (typed) => attempt(() => redis.get(keyOf(hashOf(normalizeSpokenCode(typed))))),
  };
}

/** How long what is kept of a class stays: its own number of days, from its last use on. Then Redis forgets it. */
import type { Redis } from 'ioredis';
import { commit } from '../progress/redis.ts';
import { ClassUnknown } from './errors.ts';
import { allClassKeys, classKeys, codeKey } from './keys.ts';

const daySeconds = 24 * 3600;
/** Members at work use their class every second: once a minute is enough to write it down, ms. */
const againMs = 60_000;
/** Of so many classes it is remembered when that was. */
const mostRemembered = 1000;

export interface Lifetime {
  /** The class is used. @returns for how long what is written of it now has to stay, s @throws ClassUnknown */
  use(id: string): Promise<number>;
  /** The class is gone. */
  forget(id: string): void;
}

export function createLifetime(redis: Redis): Lifetime {
  const uses = new Map<string, { readonly at: number; readonly seconds: number }>();
  return {
    async use(id) {
      const last = uses.get(id);
      if (last && performance.now() - last.at < againMs) return last.seconds;
      const [days, code] = await redis.hmget(classKeys(id).info, 'keepDays', 'code');
      if (days == null || code == null) throw new ClassUnknown();
      const seconds = Number(days) * daySeconds;
      const all = redis.multi();
      for (const key of [...allClassKeys(id), codeKey(code)]) all.expire(key, seconds);
      await commit(all);
      if (uses.size >= mostRemembered) uses.clear();
      uses.set(id, { at: performance.now(), seconds });
      return seconds;
    },
    forget: (id) => void uses.delete(id),
  };
}

/** Classes as they are kept in Redis: made, changed, found by their code, and removed with all that is in them. */
import { randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { ClassChange, ClassInfo, NewClass } from '../../protocol/classes.ts';
import { Pace } from '../../protocol/membership.ts';
import { newSpokenCode, normalizeSpokenCode } from '../base/spoken-code.ts';
import { attempt, commit, parse } from '../progress/redis.ts';
import { ClassCodeUnknown, ClassNotYours, ClassUnknown, TooManyClasses } from './errors.ts';
import {
  allClassKeys,
  classChannel,
  classKeys,
  codeKey,
  instructorKey,
  leadsKey,
  membershipKey,
  slideKey,
} from './keys.ts';
import type { Lifetime } from './lifetime.ts';
import { readMember } from './member.ts';

/** One instructor's, so that nobody fills Redis with them. */
const mostClasses = 50;
const daySeconds = 24 * 3600;
const joinWords = 2;
const firstSlide = 'portada';

export interface ClassStore {
  /** @throws TooManyClasses */
  create(instructor: string, wanted: NewClass): Promise<ClassInfo>;
  /** Those that an instructor made, the newest first. */
  list(instructor: string): Promise<ClassInfo[]>;
  /** @throws ClassUnknown */
  info(id: string): Promise<ClassInfo>;
  /** The class, if that instructor teaches it. @throws ClassUnknown, ClassNotYours */
  taughtBy(instructor: string, id: string): Promise<ClassInfo>;
  change(id: string, change: ClassChange): Promise<ClassInfo>;
  /** The slide that a learner's page showed last; null: none within a day. */
  slideOf(learner: string): Promise<string | null>;
  /** That learner's page shows this slide now; a class that goes with theirs goes there. */
  showSlide(learner: string, slide: string): Promise<void>;
  /** Nothing of it or of its members' part in it is left. What they have proven stays theirs. */
  remove(id: string): Promise<void>;
  /** The class of a code as somebody typed it. @throws ClassCodeUnknown */
  find(typed: string): Promise<ClassInfo>;
  /** It is used: it stays for its days from now on. */
  touch(id: string): Promise<void>;
}

type Fields = Readonly<Record<string, string>>;

function infoOf(id: string, fields: Fields, members: number): ClassInfo {
  return {
    id,
    name: fields['name'] ?? '',
    code: fields['code'] ?? '',
    capacity: Number(fields['capacity']),
    keepDays: Number(fields['keepDays']),
    closed: fields['closed'] === '1',
    created: fields['created'] ?? '',
    pace: parse(Pace, fields['pace'] ?? '') ?? { mode: 'free' },
    members,
  };
}

const fieldsOf = ({
  name,
  capacity,
  keepDays,
  closed,
}: Omit<ClassChange, 'pace'>): Record<string, string> => ({
  ...(name !== undefined && { name }),
  ...(capacity !== undefined && { capacity: String(capacity) }),
  ...(keepDays !== undefined && { keepDays: String(keepDays) }),
  ...(closed !== undefined && { closed: closed ? '1' : '0' }),
});

/** @throws ProgressUnavailable from every method */
export function createClassStore(redis: Redis, lifetime: Lifetime): ClassStore {
  /** Null where there is none any more. */
  const read = async (id: string): Promise<{ owner: string; info: ClassInfo } | null> => {
    const keys = classKeys(id);
    const [fields, members] = await Promise.all([redis.hgetall(keys.info), redis.hlen(keys.members)]);
    return fields['owner'] === undefined
      ? null
      : { owner: fields['owner'], info: infoOf(id, fields, members) };
  };
  const known = async (id: string) => {
    const found = await read(id);
    if (!found) throw new ClassUnknown();
    return found;
  };
  /** Also where it was used a moment ago: its days may be others now. */
  const touch = async (id: string) => {
    lifetime.forget(id);
    await lifetime.use(id);
  };
  /** A code of no other class: it is taken at once. */
  const takeCode = async (id: string): Promise<string> => {
    for (;;) {
      const code = newSpokenCode(joinWords);
      if ((await redis.set(codeKey(code), id, 'NX')) === 'OK') return code;
    }
  };
  const list = async (instructor: string): Promise<ClassInfo[]> => {
    const ids = await redis.smembers(instructorKey(instructor));
    const found = await Promise.all(ids.map(async (id) => ({ id, found: await read(id) })));
    const gone = found.filter(({ found }) => found === null).map(({ id }) => id);
    if (gone.length > 0) await redis.srem(instructorKey(instructor), ...gone);
    return found.flatMap(({ found }) => found?.info ?? []).sort((a, b) => b.created.localeCompare(a.created));
  };

  /** A pace begins where the instructor is, and one at a time goes with their slides. */
  const paceFields = async (id: string, owner: string, mode: Pace['mode']) => {
    const leads = leadsKey(owner);
    if (mode === 'together') await redis.set(leads, id, 'EX', daySeconds);
    else if ((await redis.get(leads)) === id) await redis.del(leads);
    const slide = (await redis.get(slideKey(owner))) ?? firstSlide;
    const pace: Pace = mode === 'free' ? { mode } : { mode, slide };
    return { pace: JSON.stringify(pace) };
  };

  return {
    create: (instructor, wanted) =>
      attempt(async () => {
        if ((await list(instructor)).length >= mostClasses) throw new TooManyClasses(mostClasses);
        const id = randomBytes(8).toString('hex');
        const code = await takeCode(id);
        const created = new Date().toISOString();
        await commit(
          redis
            .multi()
            .hset(classKeys(id).info, {
              ...fieldsOf({ ...wanted, closed: false }),
              owner: instructor,
              code,
              created,
            })
            .sadd(instructorKey(instructor), id),
        );
        await touch(id);
        return (await known(id)).info;
      }),

    list: (instructor) => attempt(() => list(instructor)),

    info: (id) => attempt(async () => (await known(id)).info),

    taughtBy: (instructor, id) =>
      attempt(async () => {
        const { owner, info } = await known(id);
        if (owner !== instructor) throw new ClassNotYours();
        return info;
      }),

    change: (id, change) =>
      attempt(async () => {
        const { owner } = await known(id);
        const fields = {
          ...fieldsOf(change),
          ...(change.pace && (await paceFields(id, owner, change.pace))),
        };
        if (Object.keys(fields).length > 0) await redis.hset(classKeys(id).info, fields);
        await touch(id);
        await redis.publish(classChannel(id), '');
        return (await known(id)).info;
      }),

    slideOf: (learner) => attempt(() => redis.get(slideKey(learner))),

    showSlide: (learner, slide) =>
      attempt(async () => {
        await redis.set(slideKey(learner), slide, 'EX', daySeconds);
        const id = await redis.get(leadsKey(learner));
        const found = id === null ? null : await read(id);
        if (id === null || found?.info.pace.mode !== 'together' || found.info.pace.slide === slide) return;
        const pace: Pace = { mode: 'together', slide };
        await redis.hset(classKeys(id).info, { pace: JSON.stringify(pace) });
        await redis.publish(classChannel(id), '');
      }),

    remove: (id) =>
      attempt(async () => {
        const { owner, info } = await known(id);
        const members = Object.values(await redis.hgetall(classKeys(id).members)).flatMap(readMember);
        const all = redis
          .multi()
          .del(...allClassKeys(id), codeKey(info.code))
          .srem(instructorKey(owner), id);
        for (const { learner } of members) all.del(membershipKey(learner));
        await commit(all);
        lifetime.forget(id);
        await redis.publish(classChannel(id), '');
      }),

    find: (typed) =>
      attempt(async () => {
        const id = await redis.get(codeKey(normalizeSpokenCode(typed)));
        const found = id === null ? null : await read(id);
        if (!found) throw new ClassCodeUnknown();
        return found.info;
      }),

    touch: (id) => attempt(() => touch(id)),
  };
}

/** How anything of a class is written: only while the class and the member are there, for as long as the class stays, and said at once. */
import type { Redis } from 'ioredis';
import { ClassUnknown, MemberUnknown } from './errors.ts';
import { classChannel, classKeys } from './keys.ts';
import type { Lifetime } from './lifetime.ts';

/**
 * One step: a member who leaves in that moment is not written down again, for nothing would ever take it away.
 * KEYS: the class, its members, what is written. ARGV: the member or nothing, the command, seconds, the channel, the command's own.
 */
const script = `
if redis.call('exists', KEYS[1]) == 0 then return 'no class' end
if ARGV[1] ~= '' and redis.call('hexists', KEYS[2], ARGV[1]) == 0 then return 'no member' end
redis.call(ARGV[2], KEYS[3], unpack(ARGV, 5))
redis.call('expire', KEYS[3], ARGV[3])
redis.call('publish', ARGV[4], ARGV[1])
return 'written'
`;

export interface Writing {
  readonly classId: string;
  /** Of whom it is; null: of all. */
  readonly member: string | null;
  readonly key: keyof ReturnType<typeof classKeys>;
  /** A command of Redis's whose first argument is the key, and its others. */
  readonly command: readonly [name: string, ...args: (string | number)[]];
}

export type ClassWriter = (writing: Writing) => Promise<void>;

/** The writer @throws ClassUnknown, MemberUnknown, and what Redis answers */
export function createClassWriter(redis: Redis, lifetime: Lifetime): ClassWriter {
  return async ({ classId, member, key, command: [name, ...args] }) => {
    const keys = classKeys(classId);
    const seconds = await lifetime.use(classId);
    const outcome = await redis.eval(
      script,
      3,
      ...[keys.info, keys.members, keys[key]],
      ...[member ?? '', name, seconds, classChannel(classId), ...args],
    );
    if (outcome === 'no class') throw new ClassUnknown();
    if (outcome === 'no member') throw new MemberUnknown();
  };
}

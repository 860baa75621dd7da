/** Whether a program waits for a command, as far as its screen shows. */
import { partsOf, type SessionName } from './names.ts';

function promptPattern(session: SessionName): RegExp | null {
  const { program, node } = partsOf(session);
  switch (program) {
    case 'shell':
      return new RegExp(`\\(${node}\\) > $`);
    case 'redis-cli':
      // `[1]` after SELECT 1.
      return /(?:^|[^\d.])(?:127\.0\.0\.1:6379(?:\[\d+\])?> |not connected> )$/;
    case 'sentinel':
      return /(?:^|[^\d.])(?:127\.0\.0\.1:26379> |not connected> )$/;
    case 'sentinel-log':
      return null;
  }
}

/** `before` and `after`: the cursor's line up to the cursor and from it on. Anything typed there is the learner's. */
export function isAtPrompt(session: SessionName, before: string, after: string): boolean {
  return after.trim() === '' && (promptPattern(session)?.test(before) ?? false);
}

/** Any prompt of redis-cli, whatever it is connected to. It always stands at the beginning of a line. */
const redisCliPrompt = /^(?:[\w.-]+:\d+(?:\[\d+\])?(?:\(TX\))?|not connected)> /;

/** The slides start redis-cli in a shell, and later need that shell again. */
export function isInsideRedisCli(session: SessionName, before: string): boolean {
  return partsOf(session).program === 'shell' && redisCliPrompt.test(before);
}

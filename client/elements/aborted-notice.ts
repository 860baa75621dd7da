/** That Sentinel gave a failover up, who voted for whom, and when it tries again: nothing is broken, and this is how it goes on. */
import { labClock } from '../lab/lab-clock.ts';
import type { NoticeOf } from './countdown-notice.ts';

/** The page offers to prepare the case anew instead. */
export const abortedNotice: NoticeOf = ({ aborted, timeZone }) => {
  if (!aborted) return null;
  const when = labClock(timeZone).time(Date.parse(aborted.retryAt), 0);
  return {
    words: `${aborted.words} Sentinel lo intenta otra vez hacia las ${when}.`,
    until: aborted.retryAt,
  };
};

/**
 * A terminal whose program floods steps behind those that are typed into, for as long as it does: nobody reads 200 kB a second,
 * and sixteen `yes` beside them doubled what other learners' keys took.
 */
import type { Pty } from '../../driver.ts';
import { shareLess } from './priority.ts';

/** Over this long it is seen whether it floods, ms. */
const spanMs = 500;
/** Bytes in a span: nothing that a person reads comes that fast, and a `yes` does with a hundredth of the CPU. */
const flood = 100_000;
/** Reads of that many bytes begin a span: keys and their echoes never do. */
const large = 2048;
/** The least there is: a hundredth and a half of a full share. */
const lastPlace = 19;

/** @param pid of the process that leads the terminal's session @param niceness while it does not flood: see priority.ts */
export function watchForFlood(pty: Pty, pid: number, niceness: number): void {
  let timer: NodeJS.Timeout | null = null;
  let [bytes, floods] = [0, false];
  // One after another, for each may be told to try again.
  let placed = Promise.resolve();

  const endSpan = () => {
    timer = null;
    const before = floods;
    floods = bytes >= flood;
    bytes = 0;
    if (floods !== before) placed = placed.then(() => shareLess(pid, floods ? lastPlace : niceness));
    if (floods) beginSpan();
  };
  const beginSpan = () => {
    timer ??= setTimeout(endSpan, spanMs);
  };

  pty.onData(({ length }) => {
    if (timer === null && length < large) return;
    bytes += length;
    beginSpan();
  });
  pty.onExit(() => {
    if (timer) clearTimeout(timer);
  });
}

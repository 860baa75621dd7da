/**
 * How much of a busy machine labs get beside the server, which has to answer everybody: a share, never a privilege. The kernel
 * shares the CPU out by session where it makes groups of sessions (sched_autogroup, the rule on ordinary machines), and by process
 * within one group (a control group, or none): so both have to be told. Source: sched(7), "The autogroup feature".
 */
import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** Steps of niceness, from 0 (the server) to 19: each is a tenth less of a full CPU. */
const niceness = 15;

/** Put before a command: what it starts inherits it, and without a privilege cannot take it back. */
export const niced: readonly string[] = ['nice', '-n', String(niceness)];

/** Without privileges the kernel takes one change in 100 ms, the whole machine's (kernel/sched/autogroup.c). */
const againMs = 110;
const mostTries = 100;

/** `/autogroup-123 nice 0`, without its niceness; null where there are no such groups, or the process has ended. */
const groupOf = (pid: number | 'self'): Promise<string | null> =>
  readFile(`/proc/${pid}/autogroup`, 'utf8').then(
    (text) => text.split(' ')[0] ?? null,
    () => null,
  );

const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EAGAIN';

async function lowered(pid: number): Promise<boolean> {
  const [group, own] = await Promise.all([groupOf(pid), groupOf('self')]);
  if (group === null) return true;
  // A process that was just started is in this one's session until it has made its own.
  if (group === own) return false;
  return writeFile(`/proc/${pid}/autogroup`, String(niceness)).then(
    () => true,
    (error: unknown) => !isBusy(error),
  );
}

/** Puts the session that a process leads, or is about to, in its place. Where there are no groups of sessions nothing happens. */
export async function shareLess(pid: number): Promise<void> {
  for (let attempt = 0; attempt < mostTries; attempt += 1) {
    if (await lowered(pid)) return;
    // Drawn, for others wait for the same moment.
    await sleep(attempt === 0 ? 10 : againMs * (1 + Math.random()));
  }
}

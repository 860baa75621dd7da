/**
 * How much of a busy machine labs get beside the server, which has to answer everybody: a share, never a privilege. The kernel
 * shares the CPU out by session where it makes groups of sessions (sched_autogroup, the rule on ordinary machines), and by process
 * within one group (a control group, or none): so both have to be told. Source: sched(7), "The autogroup feature".
 */
import { writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** Put before a command: what it starts inherits it, and without a privilege cannot take it back. */
export const niced = (niceness: number): readonly string[] =>
  niceness === 0 ? [] : ['nice', '-n', String(niceness)];

/** Without privileges the kernel takes one change in 100 ms, the whole machine's (kernel/sched/autogroup.c). */
const againMs = 110;
const mostTries = 100;

const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EAGAIN';

/** Puts the session that a process leads in its place. Where there are no groups of sessions, or it has ended, nothing happens. */
export async function shareLess(pid: number, niceness: number): Promise<void> {
  if (niceness === 0) return;
  for (let attempt = 0; attempt < mostTries; attempt += 1) {
    try {
      return await writeFile(`/proc/${pid}/autogroup`, String(niceness));
    } catch (error) {
      if (!isBusy(error)) return;
    }
    // Drawn, for others wait for the same moment.
    await sleep(againMs * (1 + Math.random()));
  }
}

/** A wait that names what it waited for and for how long. */
import { setTimeout as sleep } from 'node:timers/promises';

export class WaitExpired extends Error {
  override readonly name = 'WaitExpired';
  constructor(what: string, deadlineMs: number, options?: ErrorOptions) {
    super(`Tras ${deadlineMs / 1000} s no ha ocurrido: ${what}.`, options);
  }
}

export interface WaitOptions {
  readonly deadlineMs: number;
  readonly everyMs?: number;
  /** How far it is: each time this is different the deadline begins anew, for slowness is no failure. Until `mostMs` have passed in all. */
  readonly progress?: () => string;
  readonly mostMs?: number;
}

/**
 * Asks until the answer is neither undefined nor false, and returns it. A question that throws is asked again; its last
 * error is the `cause` of the expiry.
 * @throws WaitExpired
 */
export async function waitFor<T>(
  what: string,
  ask: () => T | undefined | false | Promise<T | undefined | false>,
  { deadlineMs, everyMs = 50, progress = () => '', mostMs = Number.POSITIVE_INFINITY }: WaitOptions,
): Promise<T> {
  const last = performance.now() + mostMs;
  let end = performance.now() + deadlineMs;
  let cause: unknown;
  let reached = progress();
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    const now = progress();
    if (now !== reached) end = performance.now() + deadlineMs;
    reached = now;
    if (performance.now() > last) throw new WaitExpired(what, mostMs, { cause });
    if (performance.now() > end) throw new WaitExpired(what, deadlineMs, { cause });
    await sleep(everyMs);
  }
}

/** What is promised, if it comes in time. @throws WaitExpired */
export async function within<T>(what: string, promise: Promise<T>, deadlineMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new WaitExpired(what, deadlineMs)), deadlineMs);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

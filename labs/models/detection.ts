/** From three opinions to an agreement: when a silent master is held for down. Pure; `tests/labs/models.test.ts` holds it against real labs. */

export interface Silence {
  /** `down-after-milliseconds`, in seconds. */
  readonly downAfter: number;
  readonly quorum: number;
  /** For how many seconds the master answers nobody; infinite where it never comes back. */
  readonly lasts: number;
  /** How long after the silence began each Sentinel sends the first ping that stays without an answer; seconds, up to 1: it sends one a second. */
  readonly pings: readonly number[];
}

export interface Detection {
  /** When each Sentinel says `+sdown`, in seconds; null for one whose master answered before. */
  readonly sdown: readonly (number | null)[];
  /** When so many hold it for down as the quorum asks: `+odown`. Null where they never do. */
  readonly odown: number | null;
}

export function detect({ downAfter, quorum, lasts, pings }: Silence): Detection {
  const sdown = pings.map((ping) => (ping + downAfter < lasts ? ping + downAfter : null));
  const opinions = sdown.filter((at) => at !== null).toSorted((a, b) => a - b);
  // A Sentinel asks the others as soon as it is of that opinion itself, so the last that is needed finds the rest agreed.
  return { sdown, odown: opinions[quorum - 1] ?? null };
}

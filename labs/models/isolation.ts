/** What is lost when a master that the network leaves alone goes on taking writes. Pure; `tests/labs/models.test.ts` holds it against real labs. */

export interface Isolation {
  /** For how many seconds the master is cut off, with a client on its side. */
  readonly cut: number;
  /** `min-replicas-max-lag` in seconds, with `min-replicas-to-write 1`; null where nothing is asked. */
  readonly maxLag: number | null;
}

export interface Outcome {
  /** When the others have another master, in seconds since the cut; null where the cut is over before. */
  readonly newMaster: number | null;
  /** Until when the one that is alone is a master; infinite where there is no other. */
  readonly isMasterUntil: number;
  /** Until when the one that is alone takes writes. */
  readonly acceptsUntil: number;
  /** Seconds of writes that were answered with OK and are gone: the old master copies the new one, and drops what it had. */
  readonly lost: number;
}

/** With the lab's `down-after-milliseconds` of 5 s: the doubt, the votes and the promotion. */
const failoverSeconds = 7;
/** Once it is seen again, a Sentinel waits about so long before it makes the old master a replica. */
const convertSeconds = 10;
/** Replicas report once a second, and the master counts them once a second. */
const countSeconds = 1;

export function isolate({ cut, maxLag }: Isolation): Outcome {
  const newMaster = cut > failoverSeconds ? failoverSeconds : null;
  const refusesAt = maxLag === null ? Number.POSITIVE_INFINITY : maxLag + countSeconds;
  // Without another master its replicas come back with the network, and with them its leave to write.
  if (newMaster === null) {
    const acceptsUntil = refusesAt < cut ? refusesAt : Number.POSITIVE_INFINITY;
    return { newMaster, isMasterUntil: Number.POSITIVE_INFINITY, acceptsUntil, lost: 0 };
  }
  const isMasterUntil = cut + convertSeconds;
  const acceptsUntil = Math.min(refusesAt, isMasterUntil);
  return { newMaster, isMasterUntil, acceptsUntil, lost: acceptsUntil };
}

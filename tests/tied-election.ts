/**
 * Two Sentinels that stood still together and went on together ask for votes in the same millisecond, get one each, and the next
 * try is six minutes away: it is Sentinel's, and the page says to prepare the case again. Told by the words with which it says so.
 */
export const tiedElection =
  /ha abortado el failover .*-failover-abort-not-elected.* prepara el caso de nuevo/;

/** For vitest: who ran into that begins again, once. */
export const retryTiedElection = { count: 1, condition: tiedElection };

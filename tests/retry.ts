/** A failover that Sentinel aborted: the next try is six minutes away, and the page says to prepare the case again. Told by its words. */
export const abortedFailoverOnPage = /ha abortado el failover .* prepara el caso de nuevo/;

/**
 * The one reason that a lab's own solution may run into: two Sentinels that stood still together and went on together ask for
 * votes in the same millisecond, and get one each.
 */
export const tiedElection =
  /ha abortado el failover .*-failover-abort-not-elected.* prepara el caso de nuevo/;

/** For vitest: who ran into that begins again, once. */
export const retryAbortedFailover = { count: 1, condition: abortedFailoverOnPage };

/** Who waits for a lab while all are taken: in order of arrival, and only for as long as they go on asking. */

/** A page that was refused asks again within 5 s (client/lab/connect.ts): one that does not in this time has left the list. */
const patienceMs = 15_000;
/** Of how many of the last departures the pace is taken. */
const remembered = 10;

export interface WaitingList {
  /** Zero when it is this learner's turn, with so many labs free; otherwise how many will be served before, plus one. */
  ask(id: string, free: number, now?: number): number;
  /** A lab that was on is free. */
  freed(now?: number): void;
  /** How long that place waits at the pace at which labs were freed of late, ms; null while too few were. */
  waitMs(place: number, now?: number): number | null;
}

export function createWaitingList(): WaitingList {
  /** When each asked last; a Map keeps the order in which they came. */
  const waiting = new Map<string, number>();
  let departures: readonly number[] = [];
  return {
    ask(id, free, now = performance.now()) {
      for (const [other, at] of waiting) if (now - at > patienceMs) waiting.delete(other);
      waiting.set(id, now);
      const before = [...waiting.keys()].indexOf(id);
      if (before >= free) return before - free + 1;
      waiting.delete(id);
      return 0;
    },
    freed(now = performance.now()) {
      departures = [...departures, now].slice(-remembered);
    },
    waitMs(place, now = performance.now()) {
      const [first] = departures;
      if (first === undefined || departures.length < 2) return null;
      return ((now - first) / departures.length) * place;
    },
  };
}

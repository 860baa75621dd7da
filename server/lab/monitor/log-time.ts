/**
 * A node's own time for what its Sentinel publishes. A Sentinel writes an event into its log, stamped, and then publishes
 * it without a stamp; both arrive here within milliseconds, in either order. An event waits a moment for its line.
 */
import type { SentinelEvent } from '../../../labs/define.ts';

import { now } from '../../base/clock.ts';

/** How long an event waits for its line, ms: it comes within some ms, but a busy machine may take half a second to read a file. */
const holdMs = 600;
/** What a Sentinel publishes, and logs only where its log has every detail (LL_DEBUG and LL_VERBOSE in sentinel.c): nothing to wait for. */
const isUnlogged = (name: string): boolean => /^[+-](role-change|(cmd|pubsub)-link-reconnection)$/.test(name);
/** A line older than this belongs to an event that was not heard. */
const lineLastsMs = 2000;

export interface LogTimeCorrelation {
  hear(event: SentinelEvent): void;
  /** A line of the log: its message and its time. */
  line(message: string, time: string): void;
  stop(): void;
}

interface Held {
  event: SentinelEvent;
  ready: boolean;
  readonly timer: NodeJS.Timeout | null;
}

const messageOf = ({ name, args }: SentinelEvent): string => `${name} ${args}`.trimEnd();

/** Tells the events in the order in which they were heard, those of the log where it has them, each with its node's time where there is one. */
export function createLogTimeCorrelation(onEvent: (event: SentinelEvent) => void): LogTimeCorrelation {
  let lines: { readonly message: string; readonly time: string; readonly at: number }[] = [];
  let held: Held[] = [];

  const flush = () => {
    while (held[0]?.ready) {
      const [first, ...rest] = held;
      held = rest;
      if (first?.timer) clearTimeout(first.timer);
      if (first) onEvent(first.event);
    }
  };
  const release = (entry: Held, nodeTime?: string) => {
    if (nodeTime !== undefined) entry.event = { ...entry.event, nodeTime };
    entry.ready = true;
    flush();
  };

  return {
    hear(event) {
      lines = lines.filter(({ at }) => event.at - at < lineLastsMs);
      const line = lines.find(({ message }) => message === messageOf(event));
      lines = lines.filter((other) => other !== line);
      const known = line?.time ?? event.nodeTime;
      const wait = known === undefined && event.source === 'pubsub' && !isUnlogged(event.name);
      const entry: Held = {
        event,
        ready: false,
        timer: wait ? setTimeout(() => release(entry), holdMs) : null,
      };
      // What only the log says stands in it before the lines that are still waited for: a log is read in order.
      if (event.source === 'log') held.unshift(entry);
      else held.push(entry);
      if (!wait) release(entry, known);
    },
    line(message, time) {
      const entry = held.find(({ ready, event }) => !ready && messageOf(event) === message);
      if (entry) release(entry, time);
      else lines = [...lines, { message, time, at: now() }].slice(-64);
    },
    stop() {
      for (const { timer } of held) if (timer) clearTimeout(timer);
      held = [];
    },
  };
}

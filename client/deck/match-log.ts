/** The course's log beside the learner's own: which of its lines happened here too, and when. Pure. */
import type { TimelineEvent } from '../../protocol/topology.ts';
import type { LogLine } from './sentinel-log.ts';

export interface LineMatch {
  /** `same`: word for word, but for epochs and counts. `other`: the same event of other nodes. `none`: not seen. */
  readonly kind: 'same' | 'other' | 'none';
  /** The learner's own line. */
  readonly own: TimelineEvent | null;
}

export interface LogMatch {
  /** One for each line of the course's log. */
  readonly lines: readonly LineMatch[];
  /** What the learner's log has in between and the course's has not. */
  readonly extra: readonly TimelineEvent[];
}

/** More lines than any failover has: the comparison takes time by the product of both. */
const mostOwn = 200;
/** That a line happened counts for more than that the nodes are the same. */
const worth = { same: 3, other: 2 } as const;

/** Epochs and how many agreed differ from one failover to the next. */
function essence(event: string, args: readonly string[]): string {
  const counted = event === '+new-epoch' || event === '+vote-for-leader' || event === 'voted for';
  const kept = counted
    ? args.slice(0, -1)
    : args.filter((word) => !word.startsWith('#') && !/^\d+\/\d+$/.test(word));
  return kept.join(' ');
}

function likeness(line: LogLine, own: TimelineEvent): 0 | 2 | 3 {
  if (line.event !== own.name) return 0;
  return essence(line.event, line.args) === essence(own.name, own.args.split(' ')) ? worth.same : worth.other;
}

/** The common lines in order, by the longest common subsequence; of equal ones the earliest. */
export function matchLog(course: readonly LogLine[], events: readonly TimelineEvent[]): LogMatch {
  const own = events.slice(0, mostOwn);
  // best[i][j]: what the lines from i and the events from j are worth together.
  const best = Array.from({ length: course.length + 1 }, () => new Array<number>(own.length + 1).fill(0));
  const at = (i: number, j: number): number => best[i]?.[j] ?? 0;
  const pair = (i: number, j: number): number => {
    const [line, event] = [course[i], own[j]];
    return line && event ? likeness(line, event) : 0;
  };
  for (let i = course.length - 1; i >= 0; i -= 1)
    for (let j = own.length - 1; j >= 0; j -= 1) {
      const alike = pair(i, j);
      const row = best[i];
      if (row) row[j] = Math.max(at(i + 1, j), at(i, j + 1), alike === 0 ? 0 : alike + at(i + 1, j + 1));
    }

  const matched = new Map<number, number>();
  for (let i = 0, j = 0; i < course.length && j < own.length; ) {
    const alike = pair(i, j);
    if (alike > 0 && at(i, j) === alike + at(i + 1, j + 1)) matched.set(i++, j++);
    else if (at(i, j) === at(i, j + 1)) j += 1;
    else i += 1;
  }
  const lines = course.map((_, index): LineMatch => {
    const place = matched.get(index);
    const event = place === undefined ? undefined : own[place];
    if (place === undefined || !event) return { kind: 'none', own: null };
    return { kind: pair(index, place) === worth.same ? 'same' : 'other', own: event };
  });
  const places = [...matched.values()];
  const [first, last] = [Math.min(...places), Math.max(...places)];
  const extra = own.filter((_, index) => index > first && index < last && !places.includes(index));
  return { lines, extra };
}

/**
 * The events as marks on one time axis, a lane per node. The axis is compressed: a failover is a dozen events in a
 * second after minutes of silence, so a wait takes place by its logarithm, and says how long it was. Pure.
 */
import type { Node } from '../../protocol/names.ts';
import type { TimelineEvent } from '../../protocol/topology.ts';
import type { LabClock } from '../lab/lab-clock.ts';
import { sceneHeight } from '../topology/arrangement.ts';
import { type Kind, kindOf, rankOf } from './kinds.ts';
import { durationOf, durationText, type Failover, type Phase, totalOf } from './phases.ts';

/** In the units of the topology's picture, and as high. */
const left = 10;
const right = 26;
export const lanesTop = 30;
export const laneHeight = 30;
const axisTop = lanesTop + 3 * laneHeight;
/** Where the axis's times are written. */
export const timesY = axisTop + 20;
/** Marks of one lane never touch. */
const nextMark = 12;
/** The width of a letter of 11 units, on the average and rounded up. */
const letter = 5.8;
/** A wait of at least this is written on the axis. */
const waitMs = 1000;

export interface Mark {
  readonly key: string;
  readonly x: number;
  readonly y: number;
  readonly kind: Kind;
  readonly event: TimelineEvent;
}

export interface Words {
  readonly key: string;
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

export interface Bracket {
  readonly key: string;
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

export interface Lanes {
  readonly width: number;
  readonly height: number;
  /** In the order of time. */
  readonly marks: readonly Mark[];
  readonly names: readonly Words[];
  readonly brackets: readonly Bracket[];
  readonly titles: readonly Words[];
  readonly waits: readonly Words[];
  readonly times: readonly Words[];
}

/** 1 ms is one unit, 100 ms 24, 10 s 70, 10 minutes 111. */
const advance = (ms: number): number => 7 * Math.log2(1 + Math.max(0, ms) / 10);

const bracketText = (phase: Phase): string => {
  const ms = durationOf(phase);
  return ms === null ? phase.name : `${phase.name} ${durationText(ms)}`;
};
const bracketWidth = (phase: Phase): number => bracketText(phase).length * letter + 6;

/** Where each event stands: after the one before, clear of its lane's last, and with room for the phase that it ends. */
function placed(events: readonly TimelineEvent[], phases: readonly Phase[]): readonly number[] {
  const inLane = new Map<Node, number>();
  const places = new Map<TimelineEvent, number>();
  let [x, before] = [left, events[0]?.at ?? 0];
  return events.map((event) => {
    x += advance(event.at - before);
    x = Math.max(x, (inLane.get(event.node) ?? left - nextMark) + nextMark);
    for (const phase of phases)
      if (phase.to === event) x = Math.max(x, (places.get(phase.from) ?? 0) + bracketWidth(phase));
    before = event.at;
    inLane.set(event.node, x);
    places.set(event, x);
    return x;
  });
}

/** The names that fit over their lane's marks, the most telling first. */
function namesOf(marks: readonly Mark[]): readonly Words[] {
  const taken: { y: number; from: number; to: number }[] = [];
  const byRank = marks.toSorted((a, b) => rankOf(a.event.name) - rankOf(b.event.name));
  return byRank.flatMap(({ key, x, y, event }): Words[] => {
    const [from, to] = [x - 5, x + event.name.length * letter + 4];
    const free = taken.every((other) => other.y !== y || other.to < from || to < other.from);
    if (!free) return [];
    taken.push({ y, from, to });
    return [{ key, x: from, y: y - 8, text: event.name }];
  });
}

function bracketsOf(failovers: readonly Failover[], at: (event: TimelineEvent) => number) {
  const brackets: Bracket[] = [];
  const titles: Words[] = [];
  for (const [place, failover] of failovers.entries()) {
    for (const phase of failover.phases) {
      const from = at(phase.from);
      const to = phase.to ? at(phase.to) : from + bracketWidth(phase);
      brackets.push({ key: `${place} ${phase.name}`, from, to, text: bracketText(phase) });
    }
    const total = totalOf(failover);
    const lasts = total === null || failover.outcome !== 'done' ? '' : `: ${durationText(total)}`;
    const state =
      failover.outcome === 'aborted' ? ', cancelado' : failover.outcome === 'running' ? ', en curso' : '';
    const [first] = failover.phases;
    const text = `Failover${failover.asked ? ' pedido' : ''}, dirige ${failover.leader}${state}${lasts}`;
    if (first) titles.push({ key: String(place), x: at(first.from), y: 9, text });
  }
  return { brackets, titles };
}

/** What a label of the axis takes, in milliseconds written out. */
const timeWidth = 74;

/**
 * The time at some of the marks, as fine as they stand: tenths of a second, or milliseconds where two neighbours would read the same. Never
 * the same twice in a row.
 */
function timesOf(marked: readonly Mark[], clock: LabClock): readonly Words[] {
  const text = ({ event }: Mark, digits: 1 | 3) => clock.time(event.at, digits);
  const alike = (mark: Mark, other: Mark | undefined, digits: 1 | 3) =>
    other !== undefined && text(mark, digits) === text(other, digits);
  return marked.flatMap((mark, index): Words[] => {
    const [before, after] = [marked[index - 1], marked[index + 1]];
    if (alike(mark, before, 3)) return [];
    const digits = alike(mark, before, 1) || alike(mark, after, 1) ? 3 : 1;
    return [{ key: mark.key, x: mark.x - 4, y: timesY, text: text(mark, digits) }];
  });
}

/** The time here and there, and where something begins again after a wait; and between, how long the wait was. */
function axisOf(marks: readonly Mark[], clock: LabClock) {
  const waits: Words[] = [];
  const marked: Mark[] = [];
  let free = 0;
  for (const [index, mark] of marks.entries()) {
    const { key, x, event } = mark;
    const before = marks[index - 1];
    const wait = before ? event.at - before.event.at : Number.POSITIVE_INFINITY;
    if (before && wait >= waitMs)
      waits.push({ key, x: (before.x + x) / 2, y: axisTop + 9, text: `// ${durationText(wait)}` });
    if (x < (wait >= waitMs ? free : free + 40)) continue;
    marked.push(mark);
    free = x + timeWidth;
  }
  return { waits, times: timesOf(marked, clock) };
}

/** `events` in the order of their time; `nodes` in the order of the lanes; `clock` writes the axis. */
export function lanesOf(
  events: readonly TimelineEvent[],
  failovers: readonly Failover[],
  nodes: readonly Node[],
  clock: LabClock,
): Lanes {
  const xs = placed(
    events,
    failovers.flatMap(({ phases }) => phases),
  );
  const marks = events.map((event, index): Mark => {
    const lane = Math.max(0, nodes.indexOf(event.node));
    return {
      key: `${event.node} ${event.at} ${event.name} ${event.args}`,
      x: xs[index] ?? left,
      y: lanesTop + lane * laneHeight + 21,
      kind: kindOf(event.name),
      event,
    };
  });
  const places = new Map(marks.map(({ event, x }) => [event, x]));
  const names = namesOf(marks);
  const written = names.map(({ x, text }) => x + text.length * letter);
  return {
    width: Math.max(0, ...xs, ...written) + right,
    height: sceneHeight,
    marks,
    names,
    ...bracketsOf(failovers, (event) => places.get(event) ?? left),
    ...axisOf(marks, clock),
  };
}

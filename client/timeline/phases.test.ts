/** On what the Sentinels of a real cluster published: a failover that was asked for, a crash, and a quorum that is not there. */
import { readFileSync } from 'node:fs';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { Moment, TimelineEvent } from '../../protocol/topology.ts';
import { labClock } from '../lab/lab-clock.ts';
import { lanesOf } from './lanes.ts';
import { durationOf, durationText, failoversIn, failoverText } from './phases.ts';
import { inOrder, snapshotOf, stopsOf } from './stops.ts';

const Recording = Type.Object({ moments: Type.Array(Moment), events: Type.Array(TimelineEvent) });

function recorded(name: string) {
  const text = readFileSync(new URL(`../recordings/${name}.json`, import.meta.url), 'utf8');
  const { moments, events } = Value.Parse(Recording, JSON.parse(text));
  return { moments, events: inOrder(events), now: [] };
}
const [crash, asked, none] = ['caida', 'pedido', 'sin-quorum'].map(recorded);
if (!crash || !asked || !none) throw new Error('three recordings');

describe('the phases of a failover', () => {
  it('a crash has four, each from its first event to its last, as its leader told them', () => {
    const [failover, ...others] = failoversIn(crash.events);
    expect(others).toEqual([]);
    expect(failover).toMatchObject({ asked: false, outcome: 'done' });
    expect(failover?.phases.map(({ name, from, to }) => [name, from.name, to?.name])).toEqual([
      ['detección', '+sdown', '+odown'],
      ['elección', '+try-failover', '+elected-leader'],
      ['ascenso', '+elected-leader', '+promoted-slave'],
      ['reconfiguración', '+promoted-slave', '+switch-master'],
    ]);
    for (const phase of failover?.phases ?? []) {
      expect(phase.from.node).toBe(failover?.leader);
      expect(phase.to?.node).toBe(failover?.leader);
      expect(durationOf(phase)).toBeGreaterThan(0);
    }
  });

  it('one that was asked for has no detection', () => {
    const [failover] = failoversIn(asked.events);
    expect(failover).toMatchObject({ asked: true, outcome: 'done', leader: 'replica1' });
    expect(failover?.phases.map(({ name }) => name)).toEqual(['elección', 'ascenso', 'reconfiguración']);
  });

  it('without a quorum there is no failover', () => {
    expect(none.events.some(({ name }) => name === '+sdown')).toBe(true);
    expect(failoversIn(none.events)).toEqual([]);
  });

  it('an election that nobody wins is a failover that was cancelled', () => {
    const events = crash.events.filter(({ name }) => /sdown|odown|try-failover/.test(name)).slice(0, 5);
    const tried = events.find(({ name }) => name === '+try-failover');
    if (!tried) throw new Error('no attempt in the recording');
    const abort = { ...tried, at: tried.at + 10_000, name: '-failover-abort-not-elected' };
    const [failover] = failoversIn([...events, abort]);
    expect(failover?.outcome).toBe('aborted');
    expect(
      failoverText(failover ?? { leader: 'maestro', asked: false, outcome: 'done', phases: [] }),
    ).toMatch(/cancelado.*elección sin terminar/);
  });

  it('a duration reads as a person writes it', () => {
    expect([66, 1140, 2000, 180_000].map(durationText)).toEqual(['66 ms', '1,14 s', '2,0 s', '3 min']);
  });
});

describe('the lanes', () => {
  const failovers = failoversIn(crash.events);
  const lanes = lanesOf(crash.events, failovers, ['maestro', 'replica1', 'replica2'], labClock('UTC'));

  it('have every event, in the order of time, and none over another', () => {
    expect(lanes.marks).toHaveLength(crash.events.length);
    const xs = lanes.marks.map(({ x }) => x);
    expect(xs).toEqual(xs.toSorted((a, b) => a - b));
    const places = new Set(lanes.marks.map(({ x, y }) => `${Math.round(x / 10)} ${y}`));
    expect(places.size).toBeGreaterThan(crash.events.length * 0.9);
  });

  it('give each phase the room its words need', () => {
    for (const { from, to, text } of lanes.brackets) expect(to - from).toBeGreaterThan(text.length * 5);
  });

  it('write times as fine as their marks stand, and never the same twice', () => {
    const [first] = crash.events;
    if (!first) throw new Error('no event in the recording');
    const later = (ms: number, name: string) => ({ ...first, at: first.at - (first.at % 1000) + ms, name });
    // Far apart on the picture, for their names are long, and in the same tenth of a second.
    const events = [
      ...Array.from({ length: 30 }, (_, index) => later(801 + index, `+evento-${index}`)),
      later(5000, '+sdown'),
    ];
    const { times } = lanesOf(events, [], ['maestro', 'replica1', 'replica2'], labClock('UTC'));
    expect(times.length).toBeGreaterThan(2);
    expect(new Set(times.map(({ text }) => text)).size).toBe(times.length);
    expect(times[0]?.text).toMatch(/:\d\d\.801$/);
    expect(times.at(-1)?.text).toMatch(/:\d\d\.0$/);
  });

  it('say how long the waits were, and name what tells most', () => {
    expect(lanes.waits.length).toBeGreaterThan(1);
    expect(lanes.names.map(({ text }) => text)).toEqual(
      expect.arrayContaining(['+switch-master', '+sdown', '+odown', '+elected-leader']),
    );
  });
});

describe('going back', () => {
  it('to an event shows the cluster as it was with it', () => {
    const stops = stopsOf(crash);
    const switched = stops.find(({ event }) => event?.name === '+switch-master');
    const doubted = stops.find(({ event }) => event?.name === '+odown');
    if (!switched || !doubted) throw new Error('no such stop');
    const master = (stop: typeof switched, name: string) =>
      snapshotOf(crash, stop).find((node) => node.name === name)?.sentinel.master;
    expect(master(doubted, switched.event?.node ?? '')).toBe('192.168.157.148');
    expect(master(switched, switched.event?.node ?? '')).toBe('192.168.157.144');
  });

  it('also to what no Sentinel spoke of', () => {
    expect(stopsOf(crash).filter(({ event }) => event === null).length).toBeGreaterThan(0);
  });
});

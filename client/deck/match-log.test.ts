/** The log of the course's case 2 against what a real Sentinel said in the same case. */
import { readFileSync } from 'node:fs';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { expect, it } from 'vitest';
import { TimelineEvent } from '../../protocol/topology.ts';
import { matchLog } from './match-log.ts';
import { parseLogLine } from './sentinel-log.ts';

const slides = readFileSync(new URL('../../slides/12-caso-2.md', import.meta.url), 'utf8');
const recording: unknown = JSON.parse(
  readFileSync(new URL('../recordings/caida.json', import.meta.url), 'utf8'),
);
const { events } = Value.Parse(Type.Object({ events: Type.Array(TimelineEvent) }), recording);
const ofNode = (node: string) => events.filter((event) => event.node === node && event.nodeTime !== null);
const course = (pid: string) =>
  slides.split('\n').flatMap((line) => (line.startsWith(`${pid}:X`) ? (parseLogLine(line) ?? []) : []));
const leader = events.find(({ name }) => name === '+elected-leader')?.node ?? '';
/** The leader of the course's case 2. */
const courseLeader = course('4953');

it('finds the story of the course in the learner’s own log, in order', () => {
  const { lines } = matchLog(courseLeader, ofNode(leader));
  expect(lines).toHaveLength(courseLeader.length);
  const found = lines.filter(({ kind }) => kind !== 'none');
  expect(found.length).toBeGreaterThan(courseLeader.length * 0.8);
  const times = found.map(({ own }) => own?.at ?? 0);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
});

it('tells a line that is the same from one that is of another node', () => {
  const { lines } = matchLog(courseLeader, ofNode(leader));
  const kindOf = (event: string) => lines[courseLeader.findIndex((line) => line.event === event)]?.kind;
  expect(kindOf('+sdown')).toBe('same');
  expect(kindOf('+odown')).toBe('same');
  // The course's leader was replica2; here another Sentinel voted for itself.
  expect(kindOf('+vote-for-leader')).toBe(leader === 'replica2' ? 'same' : 'other');
});

it('says what the learner’s own log has in between and the course’s has not', () => {
  const without = courseLeader.filter(({ event }) => event !== '+odown');
  expect(matchLog(without, ofNode(leader)).extra.map(({ name }) => name)).toContain('+odown');
});

it('nothing happened yet: nothing matches', () => {
  const { lines, extra } = matchLog(courseLeader, []);
  expect(new Set(lines.map(({ kind }) => kind))).toEqual(new Set(['none']));
  expect(extra).toEqual([]);
});

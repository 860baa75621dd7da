/** On what was observed of a real cluster while its master crashed and came back. */
import { readFileSync } from 'node:fs';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { Moment, type NodeSnapshot, TimelineEvent } from '../../protocol/topology.ts';
import { snapshotAt } from '../lab/cluster-store.ts';
import { inColumns, inRows } from './arrangement.ts';
import { changeBetween } from './changes.ts';
import { electionAt, votesFor } from './election.ts';
import { sceneOf } from './scene.ts';
import { captionOf, sentinelLines } from './words.ts';

const Recording = Type.Object({ moments: Type.Array(Moment), events: Type.Array(TimelineEvent) });
const text = readFileSync(new URL('../recordings/caida.json', import.meta.url), 'utf8');
const { moments, events } = Value.Parse(Recording, JSON.parse(text));

const timeOf = (name: string): number => events.find((event) => event.name === name)?.at ?? 0;
const [begin, end] = [moments[0]?.at ?? 0, moments.at(-1)?.at ?? 0];
/** Longer than an event's effect takes to be observed. */
const soonMs = 120;

const tones = (nodes: readonly NodeSnapshot[], at: number) =>
  Object.fromEntries(
    sceneOf(nodes, electionAt(events, nodes, at), inColumns(3, 600)).services.map(({ key, tone }) => [
      key,
      tone,
    ]),
  );

describe('the picture', () => {
  it('of a cluster at rest has one master, and an arrow to each replica', () => {
    const nodes = snapshotAt(moments, begin);
    const scene = sceneOf(nodes, null, inColumns(3, 600));
    expect(tones(nodes, begin)).toMatchObject({
      'redis@maestro': 'replica',
      'redis@replica1': 'replica',
      'redis@replica2': 'master',
      'sentinel@maestro': 'sentinel',
    });
    expect(scene.links.map(({ key, state }) => [key, state])).toEqual([
      ['replica2>maestro', 'online'],
      ['replica2>replica1', 'online'],
    ]);
    expect(captionOf(nodes, null)).toBe('El maestro es replica2, con 2 réplicas en línea.');
  });

  it('of a crash shows the dead master, the broken links and who doubts', () => {
    const at = timeOf('+odown');
    const nodes = snapshotAt(moments, at + soonMs);
    expect(tones(nodes, at)['redis@replica2']).toBe('down');
    expect(sceneOf(nodes, null, inColumns(3, 600)).links.some(({ state }) => state === 'broken')).toBe(true);
    expect(Object.values(tones(nodes, at))).toContain('doubt');
    const early = snapshotAt(moments, timeOf('+sdown') + soonMs);
    expect(early.map((node) => sentinelLines(node, early, null)[1])).toContain('cree en replica2 · s_down');
    expect(captionOf(early, null)).toMatch(/^Dan por caído a replica2: \w+ \(quórum: 1 de 2\)\.$/);
  });

  it('of the end shows the new master, and the old one as its replica', () => {
    expect(tones(snapshotAt(moments, end), end)).toMatchObject({
      'redis@maestro': 'master',
      'redis@replica2': 'replica',
    });
  });

  it.each([
    ...[340, 382, 504, 600, 900].map((width) => inColumns(3, width)),
    ...[420, 630].map((width) => inRows(3, width, 360)),
  ])('keeps every shape inside, and none over another, $width × $height units', (arrangement) => {
    const { services, hosts, links } = sceneOf(snapshotAt(moments, end), null, arrangement);
    const { width, height } = arrangement;
    const cards = hosts.map(({ card }) => card);
    for (const { x, y, width: own, height: tall } of [...services, ...cards]) {
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
      expect([x + own <= width, y + tall <= height]).toEqual([true, true]);
    }
    for (const shapes of [services, cards])
      for (const [index, one] of shapes.entries())
        for (const other of shapes.slice(index + 1)) {
          const apart =
            one.x + one.width < other.x ||
            other.x + other.width < one.x ||
            one.y + one.height < other.y ||
            other.y + other.height < one.y;
          expect(apart, `${index}`).toBe(true);
        }
    expect(links).toHaveLength(2);
  });

  it('of a phone has briefer lines, and is said aloud in full', () => {
    const nodes = snapshotAt(moments, begin);
    const { services, hosts } = sceneOf(nodes, null, inColumns(3, 382));
    const linesOf = (key: string) => services.find((service) => service.key === key)?.lines;
    expect(linesOf('redis@replica2')).toEqual(['★ MAESTRO', expect.stringMatching(/^offset/), '2 réplicas']);
    expect(linesOf('sentinel@maestro')).toEqual(['Sentinel', '→ replica2', expect.stringMatching(/^época/)]);
    expect(hosts.map(({ address }) => address)).toEqual(['', '', '']);
    const said = (width: number) =>
      sceneOf(nodes, null, inColumns(3, width)).services.map(({ label }) => label);
    expect(said(382)).toEqual(said(600));
  });

  it('shows two masters as two, and two beliefs as two', () => {
    const nodes = snapshotAt(moments, begin).map((node) =>
      node.name === 'maestro'
        ? {
            ...node,
            redis: { ...node.redis, role: 'master' as const, link: null, master: null },
            sentinel: { ...node.sentinel, master: node.address },
          }
        : node,
    );
    expect(Object.values(tones(nodes, begin)).filter((tone) => tone === 'master')).toHaveLength(2);
    expect(captionOf(nodes, null)).toBe(
      'Los Sentinels no están de acuerdo: maestro cree en maestro; replica1 y replica2 creen en replica2.',
    );
  });
});

describe('the election', () => {
  const elected = timeOf('+elected-leader');
  const nodes = snapshotAt(moments, elected);

  it('has the votes as they were cast, and the leader once it is elected', () => {
    const election = electionAt(events, nodes, elected);
    expect(election).toMatchObject({ epoch: 4, needed: 2, outcome: 'won', asked: false });
    expect(election?.leader).not.toBeNull();
    if (election?.leader) expect(votesFor(election, election.leader)).toBeGreaterThanOrEqual(2);
    expect(electionAt(events, nodes, elected - 1)).toMatchObject({ outcome: 'running', leader: null });
  });

  it('is not shown before it began, nor for ever', () => {
    expect(electionAt(events, nodes, timeOf('+sdown'))).toBeNull();
    expect(electionAt(events, nodes, end)).toBeNull();
  });
});

describe('what is said of a change', () => {
  const at = (time: number) => snapshotAt(moments, time);

  it('names what matters, and nothing when nothing changed', () => {
    expect(changeBetween(at(begin), at(timeOf('+sdown') - 1000))).toContain(
      'El Redis de replica2 no responde',
    );
    expect(changeBetween(at(begin), at(begin))).toBe('');
    expect(changeBetween([], at(begin))).toBe('');
    expect(changeBetween(at(timeOf('+odown')), at(end))).toMatch(
      /^Los Sentinels tienen por maestro a maestro; /,
    );
  });

  it('is silent about offsets', () => {
    const grown = at(begin).map((node) => ({ ...node, redis: { ...node.redis, offset: 999_999, lag: 3 } }));
    expect(changeBetween(at(begin), grown)).toBe('');
  });
});

/** The picture as shapes with places and words: from what was observed, for a width. Pure; `draw.ts` puts it on the page. */
import type { Node } from '../../protocol/names.ts';
import type { LinkState, NodeSnapshot } from '../../protocol/topology.ts';
import type { SessionName } from '../workbench/names.ts';
import type { Election } from './election.ts';
import {
  beliefs,
  briefRedisLines,
  briefSentinelLines,
  linkWords,
  list,
  opinions,
  redisLines,
  sentinelLines,
  spoken,
} from './words.ts';

/** All in the picture's own units: 12 of them are the height of its text. */
const margin = 4;
const between = 12;
/** Above the hosts, where the arrows are. */
const sky = 29;
const titleHeight = 20;
const serviceHeight = 45;
const pad = 5;
const laneStep = 7;
/** Where a host is narrower than this its lines are cut down to what is most worth knowing. */
const briefBelow = 140;
export const sceneHeight = sky + titleHeight + 2 * serviceHeight + 2 * pad;

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Something that opens a terminal. */
export interface Target extends Box {
  readonly key: string;
  readonly session: SessionName;
  readonly label: string;
}

export interface HostShape extends Target {
  readonly name: string;
  /** And that its network link is down, when it is. */
  readonly address: string;
  readonly cut: boolean;
  readonly card: Box;
}

export type Tone = 'master' | 'replica' | 'sentinel' | 'doubt' | 'leader' | 'down';

export interface ServiceShape extends Target {
  readonly tone: Tone;
  readonly lines: readonly string[];
  /** What makes it worth a glance: it is marked when this changes. */
  readonly essence: string;
}

export interface LinkShape {
  readonly key: string;
  readonly state: LinkState;
  readonly path: string;
  readonly label: string;
  readonly labelAt: { readonly x: number; readonly y: number };
}

export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly hosts: readonly HostShape[];
  readonly services: readonly ServiceShape[];
  readonly links: readonly LinkShape[];
}

/** Where the host of that place stands. */
function cardAt(place: number, count: number, width: number): Box {
  const own = (width - 2 * margin - (count - 1) * between) / count;
  return { x: margin + place * (own + between), y: sky, width: own, height: sceneHeight - sky - 1 };
}

function hostShape({ name, address, cut }: NodeSnapshot, card: Box): HostShape {
  return {
    key: `host@${name}`,
    session: `shell@${name}`,
    label: `Máquina ${name}, ${address}${cut ? ', sin red' : ''}. Abrir su shell`,
    name,
    address: card.width < briefBelow ? (cut ? 'sin red' : '') : cut ? `${address}, sin red` : address,
    cut,
    card,
    x: card.x + 1,
    y: card.y + 1,
    width: card.width - 2,
    height: titleHeight,
  };
}

function sentinelTone(node: NodeSnapshot, disagree: boolean, election: Election | null): Tone {
  if (!node.sentinel.up) return 'down';
  if (election?.leader === node.name) return 'leader';
  return disagree || node.sentinel.tilt || opinions(node).length > 0 ? 'doubt' : 'sentinel';
}

function serviceShapes(
  node: NodeSnapshot,
  nodes: readonly NodeSnapshot[],
  card: Box,
  election: Election | null,
): readonly ServiceShape[] {
  const { name, redis } = node;
  const inside = { x: card.x + pad, width: card.width - 2 * pad, height: serviceHeight };
  const [redisSays, sentinelSays] = [redisLines(node, nodes), sentinelLines(node, nodes, election)];
  const brief = card.width < briefBelow;
  const tone: Tone = redis.up ? (redis.role === 'master' ? 'master' : 'replica') : 'down';
  const link = redis.link === null ? [] : [linkWords[redis.link]];
  const disagree = beliefs(nodes).size > 1;
  const flags = opinions(node).length > 0 ? [`lo ve ${list(opinions(node))}`] : [];
  return [
    {
      ...inside,
      y: card.y + titleHeight + 1,
      key: `redis@${name}`,
      session: `redis-cli@${name}`,
      tone,
      lines: brief ? briefRedisLines(node, nodes) : redisSays,
      label: spoken(`Redis de ${name}`, [...redisSays, ...link], 'Abrir su redis-cli'),
      essence: [tone, redis.master, redis.link, redis.minReplicas].join(),
    },
    {
      ...inside,
      y: card.y + titleHeight + serviceHeight + pad,
      key: `sentinel@${name}`,
      session: `sentinel@${name}`,
      tone: sentinelTone(node, disagree, election),
      lines: brief ? briefSentinelLines(node, nodes, election) : sentinelSays,
      label: spoken(name, [...sentinelSays, ...flags], 'Abrir su sesión'),
      essence: sentinelSays.join(),
    },
  ];
}

/** From the top of its master's card to the top of the replica's; each master's arrows have a height of their own. */
function linkShapes(nodes: readonly NodeSnapshot[], cards: readonly Box[]): readonly LinkShape[] {
  const masters: Node[] = [];
  return nodes.flatMap((node, place): LinkShape[] => {
    const { link, master } = node.redis;
    const from = nodes.findIndex(({ address }) => address === master);
    const [source, target] = [cards[from], cards[place]];
    const name = nodes[from]?.name;
    if (link === null || !source || !target || name === undefined || from === place) return [];
    if (!masters.includes(name)) masters.push(name);
    const y = 5 + masters.indexOf(name) * laneStep;
    const [start, end] = [source.x + source.width / 2 + 8, target.x + target.width / 2 - 8];
    return [
      {
        key: `${name}>${node.name}`,
        state: link,
        path: `M${start} ${sky} V${y} H${end} V${sky - 3}`,
        label: target.width < briefBelow ? '' : linkWords[link],
        labelAt: { x: end + 7, y: sky - 6 },
      },
    ];
  });
}

export function sceneOf(nodes: readonly NodeSnapshot[], election: Election | null, width: number): Scene {
  const cards = nodes.map((_, place) => cardAt(place, nodes.length, width));
  const placed = nodes.flatMap((node, place) => {
    const card = cards[place];
    return card ? [{ node, card }] : [];
  });
  return {
    width,
    height: sceneHeight,
    hosts: placed.map(({ node, card }) => hostShape(node, card)),
    services: placed.flatMap(({ node, card }) => serviceShapes(node, nodes, card, election)),
    links: linkShapes(nodes, cards),
  };
}

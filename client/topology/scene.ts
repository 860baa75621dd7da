/** The picture as shapes with places and words: from what was observed, for a place on the page. Pure; `draw.ts` draws it. */
import type { Node } from '../../protocol/names.ts';
import type { LinkState, NodeSnapshot } from '../../protocol/topology.ts';
import type { SessionName } from '../workbench/names.ts';
import type { Arrangement, Box, HostPlace } from './arrangement.ts';
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

/** Where a host is narrower than this its lines are cut down to what is most worth knowing. */
const briefBelow = 130;

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

function hostShape({ name, address, cut }: NodeSnapshot, { card, title }: HostPlace): HostShape {
  return {
    ...title,
    key: `host@${name}`,
    session: `shell@${name}`,
    label: `Máquina ${name}, ${address}${cut ? ', sin red' : ''}. Abrir su shell`,
    name,
    address: card.width < briefBelow ? (cut ? 'sin red' : '') : cut ? `${address}, sin red` : address,
    cut,
    card,
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
  place: HostPlace,
  election: Election | null,
): readonly ServiceShape[] {
  const { name, redis } = node;
  const [redisSays, sentinelSays] = [redisLines(node, nodes), sentinelLines(node, nodes, election)];
  const brief = place.redis.width < briefBelow;
  const tone: Tone = redis.up ? (redis.role === 'master' ? 'master' : 'replica') : 'down';
  const link = redis.link === null ? [] : [linkWords[redis.link]];
  const disagree = beliefs(nodes).size > 1;
  const flags = opinions(node).length > 0 ? [`lo ve ${list(opinions(node))}`] : [];
  return [
    {
      ...place.redis,
      key: `redis@${name}`,
      session: `redis-cli@${name}`,
      tone,
      lines: brief ? briefRedisLines(node, nodes) : redisSays,
      label: spoken(`Redis de ${name}`, [...redisSays, ...link], 'Abrir su redis-cli'),
      essence: [tone, redis.master, redis.link, redis.minReplicas].join(),
    },
    {
      ...place.sentinel,
      key: `sentinel@${name}`,
      session: `sentinel@${name}`,
      tone: sentinelTone(node, disagree, election),
      lines: brief ? briefSentinelLines(node, nodes, election) : sentinelSays,
      label: spoken(name, [...sentinelSays, ...flags], 'Abrir su sesión'),
      essence: sentinelSays.join(),
    },
  ];
}

/** From each master to those that copy it; each master's arrows have a lane of their own. */
function linkShapes(nodes: readonly NodeSnapshot[], { places, arrow }: Arrangement): readonly LinkShape[] {
  const masters: Node[] = [];
  return nodes.flatMap((node, index): LinkShape[] => {
    const { link, master } = node.redis;
    const from = nodes.findIndex(({ address }) => address === master);
    const [source, target] = [places[from], places[index]];
    const name = nodes[from]?.name;
    if (link === null || !source || !target || name === undefined || from === index) return [];
    if (!masters.includes(name)) masters.push(name);
    return [
      {
        key: `${name}>${node.name}`,
        state: link,
        label: target.card.width < briefBelow ? '' : linkWords[link],
        ...arrow(source, target, masters.indexOf(name)),
      },
    ];
  });
}

export function sceneOf(
  nodes: readonly NodeSnapshot[],
  election: Election | null,
  arrangement: Arrangement,
): Scene {
  const { width, height, places } = arrangement;
  const placed = nodes.flatMap((node, index) => {
    const place = places[index];
    return place ? [{ node, place }] : [];
  });
  return {
    width,
    height,
    hosts: placed.map(({ node, place }) => hostShape(node, place)),
    services: placed.flatMap(({ node, place }) => serviceShapes(node, nodes, place, election)),
    links: linkShapes(nodes, arrangement),
  };
}

/** Questions that several checks ask of an observation, and the words in which they answer. */
import { cluster, nodeAt, nodeNames } from './cluster.ts';
import type { NodeName, NodeView, Observation, RedisView, SentinelEvent, SentinelView } from './define.ts';

export type RedisUp = Extract<RedisView, { up: true }>;
export type SentinelUp = Extract<SentinelView, { up: true }>;

/** How far apart a Sentinel's log line and its published event may be received, in milliseconds. */
const logSkewMs = 5000;

export const nodesOf = (seen: Observation): readonly NodeView[] => nodeNames.map((name) => seen.nodes[name]);

/** A node's name for an address of the course, or the address itself. */
export const called = (address: string): string => nodeAt(address)?.name ?? address;

/** `replica1 y replica2`. */
export const list = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} y ${names.at(-1)}`;

export function livingSentinels(
  seen: Observation,
): readonly { readonly node: NodeName; readonly view: SentinelUp }[] {
  return nodesOf(seen).flatMap(({ name, sentinel }) => (sentinel.up ? [{ node: name, view: sentinel }] : []));
}

export function deadSentinels(seen: Observation): readonly NodeName[] {
  return nodesOf(seen).flatMap(({ name, sentinel }) => (sentinel.up ? [] : [name]));
}

export function redisAt(seen: Observation, address: string): RedisView {
  return nodesOf(seen).find((node) => node.address === address)?.redis ?? { up: false };
}

export const onlineReplicas = (redis: RedisUp): number =>
  redis.replicas.filter((line) => line.state === 'online').length;

/** What all living Sentinels call the master; null when none is alive or they disagree. */
export function agreedMaster(seen: Observation): string | null {
  const beliefs = new Set(livingSentinels(seen).map(({ view }) => view.masterAddress));
  const [only] = beliefs;
  return beliefs.size === 1 && only !== undefined ? only : null;
}

/** In words, who calls whom the master: for a verdict that found disagreement. */
export function beliefs(seen: Observation): string {
  return livingSentinels(seen)
    .map(({ node, view }) => `${node} dice ${called(view.masterAddress)}`)
    .join('; ');
}

/** `cursoredis` events only, in the order they were received. */
export const published = (seen: Observation, name: string): readonly SentinelEvent[] =>
  seen.events.filter((event) => event.source === 'pubsub' && event.name === name);

export interface MasterDown {
  readonly node: NodeName;
  readonly at: number;
  readonly address: string;
}

/** `+sdown master …` and `+odown master …` events: who said so of which master, and when. */
export function masterEvents(seen: Observation, name: '+sdown' | '-sdown' | '+odown'): readonly MasterDown[] {
  return published(seen, name).flatMap((event) => {
    const [kind, master, address] = event.args.split(' ');
    return kind === 'master' && master === cluster.masterName && address !== undefined
      ? [{ node: event.node, at: event.at, address }]
      : [];
  });
}

export interface Failover {
  /** The Sentinel that led it. */
  readonly node: NodeName;
  readonly at: number;
  /** The address of the master it set out to replace. */
  readonly from: string;
  /** `requested`: SENTINEL FAILOVER. `crash`: the Sentinels agreed that the master was down. */
  readonly cause: 'requested' | 'crash';
}

/**
 * Every failover that a Sentinel began. It was asked for when that Sentinel's log says so at that time *and* the same
 * Sentinel had not published `+odown` of that master just before: a line that a student writes into the log proves nothing.
 */
export function failovers(seen: Observation): readonly Failover[] {
  const objectively = masterEvents(seen, '+odown');
  const requests = seen.events.filter((event) => event.name === 'failover-requested');
  return published(seen, '+try-failover').flatMap((event): Failover[] => {
    const from = event.args.split(' ')[2];
    if (from === undefined) return [];
    const crashed = objectively.some(
      ({ node, at, address }) =>
        node === event.node && address === from && at <= event.at && event.at - at < logSkewMs,
    );
    const requested = requests.some(
      ({ node, at }) => node === event.node && Math.abs(at - event.at) < logSkewMs,
    );
    return [{ node: event.node, at: event.at, from, cause: requested && !crashed ? 'requested' : 'crash' }];
  });
}

export interface Switch {
  /** When the first Sentinel published it. */
  readonly at: number;
  readonly from: string;
  readonly to: string;
  /** The Sentinels that published it. */
  readonly saidBy: readonly NodeName[];
  /** The failover that led to it; null when its beginning was not seen. */
  readonly failover: Failover | null;
}

/** The changes of master, one for each even though every Sentinel publishes it, oldest first. */
export function switches(seen: Observation): readonly Switch[] {
  const begun = failovers(seen);
  const found: Switch[] = [];
  for (const event of published(seen, '+switch-master')) {
    const [, from, , to] = event.args.split(' ');
    if (from === undefined || to === undefined) continue;
    const last = found.at(-1);
    if (last && last.from === from && last.to === to && !last.saidBy.includes(event.node)) {
      found[found.length - 1] = { ...last, saidBy: [...last.saidBy, event.node] };
      continue;
    }
    const failover =
      begun.findLast((candidate) => candidate.from === from && candidate.at <= event.at) ?? null;
    found.push({ at: event.at, from, to, saidBy: [event.node], failover });
  }
  return found;
}

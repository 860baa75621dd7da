/** Questions that several checks ask of an observation, and the words in which they answer. */
import { cluster, nodeAt, nodeNames } from './cluster.ts';
import type { NodeName, NodeView, Observation, RedisView, SentinelEvent, SentinelView } from './define.ts';

export type RedisUp = Extract<RedisView, { up: true }>;
export type SentinelUp = Extract<SentinelView, { up: true }>;

/** How far apart a Sentinel's log line and its published event may be received, ms: what inotify missed of a file is found within 5 s. */
const logSkewMs = 10_000;

export const nodesOf = (seen: Observation): readonly NodeView[] => nodeNames.map((name) => seen.nodes[name]);

/** The Sentinels that distrust their clocks and do nothing (TILT), and until when; null where none does. */
export function inTilt(
  seen: Observation,
): { readonly nodes: readonly NodeName[]; readonly until: number } | null {
  const found = livingSentinels(seen).flatMap(({ node, view }) =>
    view.tiltUntil === null ? [] : [{ node, until: view.tiltUntil }],
  );
  if (found.length === 0) return null;
  return { nodes: found.map(({ node }) => node), until: Math.max(...found.map(({ until }) => until)) };
}

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
  /** `requested`: SENTINEL FAILOVER. `crash`: the Sentinels agreed that the master was down. Null until one of them is seen. */
  readonly cause: 'requested' | 'crash' | null;
}

/** A Sentinel's words on whether its master is down. A change of master ends the matter, without an -odown. */
const wordsOnMaster = ['+odown', '-odown', '+switch-master'];

/** Whether that Sentinel's last word before that event was that the event's master is down. */
function wasDown(seen: Observation, index: number): boolean {
  const event = seen.events[index];
  const word = seen.events
    .slice(0, index)
    .findLast(
      ({ node, source, name }) => node === event?.node && source === 'pubsub' && wordsOnMaster.includes(name),
    );
  return word?.name === '+odown' && word.args.split(' ')[2] === event?.args.split(' ')[2];
}

/**
 * Every failover that a Sentinel began. After its own `+odown` of that master it was a crash: a line that a student writes into
 * the log proves nothing then. Else it was asked for when that Sentinel's log says so at that time. The log may be read some
 * time after the event came: until one of the two is seen the cause is not known.
 */
export function failovers(seen: Observation): readonly Failover[] {
  const requests = seen.events.filter((event) => event.name === 'failover-requested');
  return seen.events.flatMap((event, index): Failover[] => {
    const from = event.args.split(' ')[2];
    if (event.source !== 'pubsub' || event.name !== '+try-failover' || from === undefined) return [];
    const requested = requests.some(
      ({ node, at }) => node === event.node && Math.abs(at - event.at) < logSkewMs,
    );
    const cause = wasDown(seen, index) ? 'crash' : requested ? 'requested' : null;
    return [{ node: event.node, at: event.at, from, cause }];
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

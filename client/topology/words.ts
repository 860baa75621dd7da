/** What the picture says in words: on its shapes, below it, and to those who hear it. Pure. */
import type { Node } from '../../protocol/names.ts';
import type { NodeSnapshot } from '../../protocol/topology.ts';
import { type Election, votesFor } from './election.ts';

const digits = new Intl.NumberFormat('es', { useGrouping: 'always' });
/** With a thin space, as Spanish writes thousands. */
const count = (value: number): string => digits.format(value).replaceAll('.', ' ');

/** `replica1 y replica2`. */
export const list = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} y ${names.at(-1)}`;

/** A node's name for its address, or the address itself. */
export const called = (nodes: readonly NodeSnapshot[], address: string | null): string =>
  nodes.find((node) => node.address === address)?.name ?? address ?? 'nadie';

export const linkWords = {
  online: 'en línea',
  syncing: 'sincronizando',
  broken: 'sin maestro',
} as const;

/** The flags that say how a Sentinel sees its master. */
export const opinions = ({ sentinel }: NodeSnapshot): readonly string[] =>
  ['s_down', 'o_down', 'failover_in_progress'].filter((flag) => sentinel.flags.includes(flag));

function minReplicasLine({ redis }: NodeSnapshot): string {
  if (redis.minReplicas === 0) return '';
  const good = redis.goodReplicas ?? 0;
  const verdict = good < redis.minReplicas ? 'no escribe' : 'escribe';
  return `min-replicas ${redis.minReplicas}, hay ${good}: ${verdict}`;
}

const replicasOf = ({ redis }: NodeSnapshot): string =>
  redis.replicas === 1 ? '1 réplica' : `${redis.replicas} réplicas`;

/** What is left of a Redis's lines where there is room for a dozen letters each: a phone, or a narrow pane. */
export function briefRedisLines(node: NodeSnapshot, nodes: readonly NodeSnapshot[]): readonly string[] {
  const { redis } = node;
  const [what = '', , last = ''] = redisLines(node, nodes);
  if (!redis.up) return [what, '', ''];
  const offset = `offset ${count(redis.offset ?? 0)}`;
  if (redis.role !== 'master') return [what, offset, last];
  const alive = redis.minReplicas > 0 ? `mínimo ${redis.minReplicas}, hay ${redis.goodReplicas ?? 0}` : '';
  return [what, offset, alive || replicasOf(node)];
}

/** The same of a Sentinel's: what it does in an election is said below the picture too. */
export function briefSentinelLines(
  node: NodeSnapshot,
  nodes: readonly NodeSnapshot[],
  election: Election | null,
): readonly string[] {
  const { sentinel } = node;
  const [, , last = ''] = sentinelLines(node, nodes, election);
  if (!sentinel.up || sentinel.master === null) return ['✕ Sentinel', '', ''];
  const strongest = opinions(node).at(-1);
  const believes = `→ ${called(nodes, sentinel.master)}`;
  return ['Sentinel', strongest ? shortFlag(strongest) : believes, last || `época ${sentinel.epoch ?? '¿?'}`];
}

/** The lines on a Redis: what it is, how far it is, and what else matters. */
export function redisLines(node: NodeSnapshot, nodes: readonly NodeSnapshot[]): readonly string[] {
  const { redis } = node;
  if (!redis.up) return ['✕ Redis parado', 'no responde', ''];
  const offset = `offset ${count(redis.offset ?? 0)}`;
  if (redis.role === 'master') {
    return ['★ MAESTRO', `${offset} · ${replicasOf(node)}`, minReplicasLine(node)];
  }
  const lag = redis.lag === null ? '' : ` · retardo ${redis.lag} s`;
  return ['réplica', `${offset}${lag}`, `de ${called(nodes, redis.master)}`];
}

function lastSentinelLine(
  node: NodeSnapshot,
  nodes: readonly NodeSnapshot[],
  election: Election | null,
): string {
  const cast = election?.votes.find(({ voter }) => voter === node.name);
  if (election && cast) {
    const own = votesFor(election, node.name);
    if (election.asked && election.leader === node.name) return 'dirige: se lo han pedido';
    if (cast.candidate !== node.name) return `vota a ${cast.candidate}`;
    return election.leader === node.name
      ? `elegido líder: ${own} de ${election.needed}`
      : `se vota: ${own} de ${election.needed}`;
  }
  const { tilt, unseen } = node.sentinel;
  if (tilt) return 'en TILT: no actúa';
  return unseen.length > 0 ? `no ve a ${list(unseen.map((address) => called(nodes, address)))}` : '';
}

const shortFlag = (flag: string): string => (flag === 'failover_in_progress' ? 'failover' : flag);

export function sentinelLines(
  node: NodeSnapshot,
  nodes: readonly NodeSnapshot[],
  election: Election | null,
): readonly string[] {
  const { sentinel } = node;
  if (!sentinel.up) return ['✕ Sentinel parado', 'no responde', ''];
  if (sentinel.master === null) return ['Sentinel', 'no vigila a ningún maestro', ''];
  const strongest = opinions(node).at(-1);
  const doubt = strongest === undefined ? '' : ` · ${shortFlag(strongest)}`;
  return [
    `Sentinel · época ${sentinel.epoch ?? '¿?'}`,
    `cree en ${called(nodes, sentinel.master)}${doubt}`,
    lastSentinelLine(node, nodes, election),
  ];
}

/** Each master that a Sentinel believes in, with those that do; one that is down, or watches none, believes in none. */
export function beliefs(nodes: readonly NodeSnapshot[]): ReadonlyMap<string, readonly Node[]> {
  const believers = new Map<string, Node[]>();
  for (const { name, sentinel } of nodes) {
    if (sentinel.master === null) continue;
    const master = called(nodes, sentinel.master);
    believers.set(master, [...(believers.get(master) ?? []), name]);
  }
  return believers;
}

function electionWords(election: Election): string {
  const { epoch, outcome, leader, needed, asked } = election;
  if (asked) return `Failover pedido a ${leader ?? election.votes[0]?.voter}: no hace falta votar.`;
  const candidates = [...new Set(election.votes.map(({ candidate }) => candidate))];
  const tally = candidates.map((candidate) => `${candidate} ${votesFor(election, candidate)}`).join(', ');
  const votes = `Votos de la época ${epoch}: ${tally}; hacen falta ${needed}.`;
  if (outcome === 'won') return `${votes} Dirige ${leader}.`;
  return outcome === 'lost' ? `${votes} Nadie los reúne.` : votes;
}

/** How things stand, in one sentence. */
export function captionOf(nodes: readonly NodeSnapshot[], election: Election | null): string {
  if (nodes.length === 0) return 'Todavía no se ha observado el clúster.';
  if (election) return electionWords(election);
  const believed = [...beliefs(nodes)];
  if (believed.length === 0) return 'Ningún Sentinel vigila al maestro.';
  if (believed.length > 1) {
    const each = believed.map(
      ([master, who]) => `${list(who)} ${who.length > 1 ? 'creen' : 'cree'} en ${master}`,
    );
    return `Los Sentinels no están de acuerdo: ${each.join('; ')}.`;
  }
  const masters = nodes.filter(({ redis }) => redis.role === 'master').map(({ name }) => name);
  if (masters.length > 1) return `Hay dos maestros a la vez: ${list(masters)}.`;
  const doubters = nodes.filter(({ sentinel }) => sentinel.flags.includes('s_down'));
  const [master] = believed[0] ?? [];
  if (doubters.length > 0) {
    const quorum = doubters[0]?.sentinel.quorum ?? 2;
    return `Dan por caído a ${master}: ${list(doubters.map(({ name }) => name))} (quórum: ${doubters.length} de ${quorum}).`;
  }
  if (nodes.some(({ name, redis }) => name === master && !redis.up))
    return `El maestro, ${master}, no responde; ningún Sentinel lo da por caído todavía.`;
  const online = nodes.filter(({ redis }) => redis.link === 'online').length;
  const off = nodes.filter(({ redis }) => !redis.up).map(({ name }) => name);
  const replicas = online === 1 ? '1 réplica en línea' : `${online} réplicas en línea`;
  return `El maestro es ${master}, con ${replicas}.${off.length > 0 ? ` Redis parado en ${list(off)}.` : ''}`;
}

/** A shape's accessible name: all that its lines say, and what a press does. */
export const spoken = (what: string, lines: readonly string[], action: string): string =>
  `${what}: ${lines.filter(Boolean).join(', ').replaceAll(/[★✕] /g, '')}. ${action}`;

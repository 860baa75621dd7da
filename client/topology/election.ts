/** Who votes for whom, read from what the Sentinels publish. Pure. */
import type { Node } from '../../protocol/names.ts';
import type { NodeSnapshot, TimelineEvent } from '../../protocol/topology.ts';

/** An election takes tens of milliseconds: what came of it stays to be read this long. */
const shownMs = 6000;
/** A Sentinel gives an election up after 10 s; one without an end by then is not running any more. */
const longestMs = 15_000;
/** A failover that a person asked for is begun at once by the Sentinel that was asked. */
const askedMs = 2000;

export interface Vote {
  readonly voter: Node;
  readonly candidate: Node;
}

export interface Election {
  readonly epoch: number;
  readonly votes: readonly Vote[];
  /** The quorum, and never less than the majority. */
  readonly needed: number;
  readonly leader: Node | null;
  readonly outcome: 'running' | 'won' | 'lost';
  /** Asked for by a person: its Sentinel leads it without anyone's vote. */
  readonly asked: boolean;
  /** When it stops being shown, ms since the Unix epoch. */
  readonly until: number;
}

const isEnd = (name: string): boolean => name === '+elected-leader' || name.startsWith('-failover-abort');

/** How long the end of an election is shown: until its failover is over, and a while longer. */
function shownUntil(later: readonly TimelineEvent[], begun: number, end: TimelineEvent | undefined): number {
  if (!end) return begun + longestMs;
  const switched = later.find(({ name, node }) => name === '+switch-master' && node === end.node);
  return (switched?.at ?? end.at) + shownMs;
}

/** The election that is to be seen at that time; null when there is none. */
export function electionAt(
  events: readonly TimelineEvent[],
  nodes: readonly NodeSnapshot[],
  at: number,
): Election | null {
  const past = events.filter((event) => event.at <= at);
  const cast = past.filter(({ name }) => name === '+vote-for-leader');
  const epoch = cast.at(-1)?.args.split(' ')[1];
  const own = cast.filter(({ args }) => args.split(' ')[1] === epoch);
  const [first] = own;
  if (!first || epoch === undefined) return null;
  const later = past.filter((event) => event.at >= first.at);
  const end = later.find(({ name }) => isEnd(name));
  const until = shownUntil(later, first.at, end);
  if (at > until) return null;
  const votes = own.flatMap(({ node, args }): Vote[] => {
    const candidate = nodes.find(({ sentinelId }) => sentinelId === args.split(' ')[0]);
    return candidate ? [{ voter: node, candidate: candidate.name }] : [];
  });
  const quorum = nodes.find(({ sentinel }) => sentinel.quorum !== null)?.sentinel.quorum ?? 0;
  return {
    epoch: Number(epoch),
    votes,
    needed: Math.max(quorum, Math.floor(nodes.length / 2) + 1),
    leader: end?.name === '+elected-leader' ? end.node : null,
    outcome: end === undefined ? 'running' : end.name === '+elected-leader' ? 'won' : 'lost',
    asked: past.some(
      (event) =>
        event.name === 'Executing user requested FAILOVER' &&
        event.node === first.node &&
        first.at - event.at < askedMs,
    ),
    until,
  };
}

export const votesFor = ({ votes }: Election, candidate: Node): number =>
  votes.filter((vote) => vote.candidate === candidate).length;

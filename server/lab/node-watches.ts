/** The three nodes of a lab, asked together. */
import { nodeNames } from '../../labs/cluster.ts';
import type { NodeName, NodeView, SentinelEvent } from '../../labs/define.ts';
import type { RunningLab } from '../driver/driver.ts';
import { type NodeWatch, watchNode } from './node-watch.ts';

export type ClusterView = Readonly<Record<NodeName, NodeView>>;

/** A node that hangs (a stopped process, DEBUG SLEEP) must not hide the others: until it answers, its last view stands. */
const lateMs = 250;

/** One for each node, in the order of `nodeNames`. */
export const watchNodes = (lab: RunningLab, onEvent: (event: SentinelEvent) => void): readonly NodeWatch[] =>
  nodeNames.map((name) => watchNode(lab, name, onEvent));

/** What is asked for, or after a while what is known already. */
function inTime<T>(asked: Promise<T> | undefined, known: T | undefined): Promise<T> | undefined {
  if (!asked || known === undefined) return asked;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(known), lateMs);
    asked.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** Asks all, with what was `known` of them before. `keys` and `fresh`: see NodeWatch. */
export async function lookAt(
  watches: readonly NodeWatch[],
  keys: readonly string[],
  fresh: boolean,
  known: ClusterView | null = null,
): Promise<ClusterView> {
  const looks = nodeNames.map((name, index) => inTime(watches[index]?.look(keys, fresh), known?.[name]));
  const [maestro, replica1, replica2] = await Promise.all(looks);
  if (!maestro || !replica1 || !replica2) throw new RangeError('a lab has three nodes');
  return { maestro, replica1, replica2 };
}

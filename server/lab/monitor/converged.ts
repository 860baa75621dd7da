/** Whether a cluster is what its services can be at rest: used to say that a lab is ready, never to judge a learner. */
import { nodeNames, nodeOf } from '../../../labs/cluster.ts';
import type { ClusterView, DeclaredState } from '../../../labs/define.ts';
import { isDown } from '../../../labs/node/configuration.ts';

/** Every service that a declared state has on is up, follows its master, and agrees with the others. */
export function convergedTo(view: ClusterView, state: DeclaredState): boolean {
  const master = nodeOf(state.master).address;
  const replicasOn = nodeNames.filter(
    (name) => name !== state.master && !isDown(state, name, 'redis'),
  ).length;
  return nodeNames.every((name) => {
    const { redis, sentinel } = view[name];
    if (redis.up === isDown(state, name, 'redis') || sentinel.up === isDown(state, name, 'sentinel'))
      return false;
    if (
      redis.up &&
      name === state.master &&
      redis.replicas.filter((line) => line.state === 'online').length !== replicasOn
    )
      return false;
    if (redis.up && name !== state.master && (redis.masterHost !== master || redis.linkStatus !== 'up'))
      return false;
    if (!sentinel.up) return true;
    return (
      sentinel.masterAddress === master &&
      sentinel.flags.join() === 'master' &&
      sentinel.peers.length === nodeNames.length - 1 &&
      sentinel.ckquorum.ok
    );
  });
}

/** The same for a cluster of which nothing is off, whoever is its master. */
export function whole(view: ClusterView): boolean {
  return nodeNames.some((master) => convergedTo(view, { master, epoch: 0 }));
}

/** What changes of a cluster while it comes up, in short. */
export const shapeOf = (view: ClusterView): string =>
  nodeNames
    .map((name) => {
      const { redis, sentinel } = view[name];
      const of = redis.up ? `${redis.role} ${redis.linkStatus} ${redis.replicas.length}` : 'down';
      return `${of} ${sentinel.up ? `${sentinel.flags} ${sentinel.peers.length} ${sentinel.ckquorum.ok}` : 'down'}`;
    })
    .join();

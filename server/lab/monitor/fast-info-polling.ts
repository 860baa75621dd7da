/**
 * Sentinel asks every replica for its INFO each 10 s, and promotes none of which it has no fresh one: just after a start
 * `SENTINEL FAILOVER` would answer NOGOODSLAVE. While a lab comes up its Sentinels ask more often (SENTINEL DEBUG, Redis 7);
 * where they cannot, they are waited for.
 */
import type { Redis } from 'ioredis';
import { cluster, nodeNames, nodes } from '../../../labs/cluster.ts';
import type { DeclaredState, NodeName } from '../../../labs/define.ts';
import { isDown } from '../../../labs/node/configuration.ts';
import type { LabReading, RunningLab } from '../../driver/driver.ts';
import { parsePairs } from './parse.ts';
import { serviceClient } from './service-client.ts';

const fastMs = 200;
/** Sentinel's own SENTINEL_INFO_PERIOD. */
const ordinaryMs = 10_000;

export interface FastInfoPolling {
  /** Whether every Sentinel that this state has on could promote each replica that it has on. */
  readyToPromote(state: DeclaredState): Promise<boolean>;
  /** What the Sentinels answered last about their replicas, in short: it changes as they come up. */
  readonly known: string;
  /** Back to Sentinel's own pace. */
  stop(): Promise<void>;
}

/** Before Redis 7 there is no such command, and a Sentinel may be down: then it is waited for at its own pace. */
const setPeriod = (client: Redis, ms: number): Promise<unknown> =>
  client.call('SENTINEL', 'DEBUG', 'INFO-PERIOD', String(ms)).catch(() => undefined);

/** Its replicas as a Sentinel sees them: address, flags and link, in one word each; none while it does not answer. */
async function replicasSeen(client: Redis): Promise<readonly string[]> {
  const answer: unknown = await client.call('SENTINEL', 'REPLICAS', cluster.masterName).catch(() => null);
  const replicas: readonly unknown[] = Array.isArray(answer) ? answer : [];
  return replicas.map((replica) => {
    const fields = parsePairs(Array.isArray(replica) ? replica : []);
    return ['ip', 'flags', 'master-link-status'].map((name) => fields.get(name)).join(' ');
  });
}

/** Sentinel's conditions for a promotion (sentinelSelectSlave): it is reached, and its last INFO said that its link was up. */
const promotable = (address: string): string => `${address} slave ok`;

export function startFastInfoPolling(lab: LabReading): FastInfoPolling {
  const byNode = nodeNames.map((name): [NodeName, Redis] => [name, serviceClient(lab, name, 'sentinel')]);
  const clients = byNode.map(([, client]) => client);
  for (const client of clients) client.on('ready', () => void setPeriod(client, fastMs));
  let known = '';
  return {
    get known() {
      return known;
    },
    async readyToPromote(state) {
      const replicas = nodes.filter(({ name }) => name !== state.master && !isDown(state, name, 'redis'));
      const addresses = replicas.map(({ address }) => address);
      const asked = byNode.filter(([name]) => !isDown(state, name, 'sentinel'));
      // One after the other: while the first cannot, nobody needs to ask the others, who are as busy starting.
      for (const [name, client] of asked) {
        const seen = await replicasSeen(client);
        known = `${name} ${seen.toSorted().join()}`;
        if (!addresses.every((address) => seen.includes(promotable(address)))) return false;
      }
      return true;
    },
    async stop() {
      await Promise.all(clients.map((client) => setPeriod(client, ordinaryMs)));
      for (const client of clients) client.disconnect();
    },
  };
}

/** The same for so long, unless the lab ends before. */
export function pollInfoFastFor(lab: RunningLab, ms: number): void {
  const polling = startFastInfoPolling(lab);
  const timer = setTimeout(() => void polling.stop(), ms);
  lab.onEnd(() => {
    clearTimeout(timer);
    void polling.stop();
  });
}

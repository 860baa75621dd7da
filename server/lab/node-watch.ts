/** Asks one node what its Redis and its Sentinel say, and hears what its Sentinel publishes. */
import type { Redis } from 'ioredis';
import { cluster, files, nodeOf } from '../../labs/cluster.ts';
import type { NodeName, NodeView, RedisView, SentinelEvent, SentinelView } from '../../labs/define.ts';
import type { RunningLab } from '../driver/driver.ts';
import { parseFailoverRequest, parseMonitorLine, parseRedis, parseSentinel } from './parse.ts';
import { firstAttempt, serviceClient } from './service-client.ts';

/** What a check may see of a key's value, in bytes. */
const watchedBytes = 64;

export interface NodeWatch {
  /** Asks now. Never throws: what does not answer is `up: false`. */
  look(keys: readonly string[]): Promise<NodeView>;
  stop(): void;
}

type Answers = readonly (readonly [Error | null, unknown])[];

const textOf = (answer: Answers[number] | undefined): string => String(answer?.[1] ?? '');
const listOf = (answer: Answers[number] | undefined): readonly unknown[] =>
  Array.isArray(answer?.[1]) ? answer[1] : [];

async function lookAtRedis(client: Redis): Promise<RedisView> {
  const answers: Answers | null = await client
    .pipeline()
    .info('everything')
    .config('GET', 'min-replicas-to-write')
    .exec();
  const [info, config] = answers ?? [];
  if (!info || info[0]) return { up: false };
  return parseRedis(textOf(info), String(listOf(config)[1] ?? '0'));
}

async function lookAtSentinel(client: Redis): Promise<SentinelView> {
  const name = cluster.masterName;
  const answers: Answers | null = await client
    .pipeline([
      ['sentinel', 'master', name],
      ['sentinel', 'sentinels', name],
      ['sentinel', 'ckquorum', name],
    ])
    .exec();
  const [master, peers, quorum] = answers ?? [];
  // A Sentinel that forgot the master (SENTINEL REMOVE) answers with an error, and is up all the same.
  if (!master || (master[0] && master[0].name !== 'ReplyError')) return { up: false };
  return parseSentinel(listOf(master), listOf(peers), {
    ok: quorum !== undefined && quorum[0] === null,
    message: quorum?.[0]?.message ?? textOf(quorum),
  });
}

/** The first bytes of some keys; null where there is none, or it is no string. A replica answers too. */
async function lookAtKeys(client: Redis, keys: readonly string[]): Promise<NodeView['keys']> {
  if (keys.length === 0) return {};
  const questions = keys.map((key) => ['getrange', key, '0', String(watchedBytes - 1)]);
  const answers: Answers | null = await client.pipeline(questions).exec();
  return Object.fromEntries(keys.map((key, index) => [key, textOf(answers?.[index]) || null]));
}

export function watchNode(
  lab: RunningLab,
  name: NodeName,
  onEvent: (event: SentinelEvent) => void,
): NodeWatch {
  const redis = serviceClient(lab, name, 'redis');
  const sentinel = serviceClient(lab, name, 'sentinel');
  const listener = serviceClient(lab, name, 'sentinel');
  // Each time the Sentinel comes up, for a subscription dies with its connection.
  // One that does not take its subscription in time is left and tried again: unheard, its events would be lost.
  listener.on('ready', () => void listener.psubscribe('*').catch(() => listener.stream?.destroy()));
  listener.on('pmessage', (_pattern: string, channel: string, message: string) => {
    onEvent({ node: name, at: Date.now(), source: 'pubsub', name: channel, args: message });
  });
  const log = lab.follow(name, files.sentinelLog, (line) => {
    const master = parseFailoverRequest(line);
    if (master)
      onEvent({ node: name, at: Date.now(), source: 'log', name: 'failover-requested', args: master });
  });

  const attempted = Promise.all([firstAttempt(redis), firstAttempt(sentinel)]);

  return {
    async look(keys) {
      await attempted;
      const [redisView, sentinelView, conf, values] = await Promise.all([
        lookAtRedis(redis).catch((): RedisView => ({ up: false })),
        lookAtSentinel(sentinel).catch((): SentinelView => ({ up: false })),
        lab.readFile(name, files.sentinelConf).catch(() => ''),
        lookAtKeys(redis, keys).catch(() => ({})),
      ]);
      return {
        name,
        address: nodeOf(name).address,
        redis: redisView,
        sentinel: sentinelView,
        monitorOnDisk: parseMonitorLine(conf, cluster.masterName),
        cut: lab.isCut(name),
        keys: values,
      };
    },
    stop() {
      log.stop();
      for (const client of [redis, sentinel, listener]) client.disconnect();
    },
  };
}

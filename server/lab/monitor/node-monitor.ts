/** Asks one node what its Redis and its Sentinel say, and hears what its Sentinel publishes. */
import type { Redis } from 'ioredis';
import { cluster, files, nodeOf } from '../../../labs/cluster.ts';
import type { NodeName, NodeView, RedisView, SentinelEvent, SentinelView } from '../../../labs/define.ts';
import { now as clock } from '../../base/clock.ts';
import type { LabReading } from '../../driver/driver.ts';
import { createLogTimeCorrelation } from './log-time.ts';
import {
  parseInfo,
  parseLogOnly,
  parseLogRecord,
  parseMonitorLine,
  parseRedis,
  parseSentinel,
} from './parse.ts';
import { backOrRefused, firstAttempt, serviceClient } from './service-client.ts';
import { createTiltWatch } from './tilt.ts';

/** What a Sentinel thinks changes with an event, which it publishes. Otherwise it, and its file, are asked this seldom: they are most of a look's cost. */
const sentinelLastsMs = 1000;
/** After an event, a change of its Redis, or its start, everything may change at any moment. */
const livelyMs = 3000;

/** The events of one node that are believed in a second: a failover has some thirty, a loop of SENTINEL RESET thousands. */
const mostEventsASecond = 200;

/** What a check may see of a key's value, in bytes. */
const watchedBytes = 64;

export interface NodeMonitor {
  /** Asks now; what its Sentinel thinks may be a second old while nothing happens, unless `fresh`. Never throws: what does not answer is `up: false`. */
  look(keys: readonly string[], fresh: boolean): Promise<NodeView>;
  stop(): void;
}

type Answers = readonly (readonly [Error | null, unknown])[];

const textOf = (answer: Answers[number] | undefined): string => String(answer?.[1] ?? '');
const listOf = (answer: Answers[number] | undefined): readonly unknown[] =>
  Array.isArray(answer?.[1]) ? answer[1] : [];

async function lookAtRedis(client: Redis): Promise<RedisView> {
  const answers: Answers | null = await client
    .pipeline()
    .info('server')
    .info('replication')
    .info('errorstats')
    .config('GET', 'min-replicas-to-write')
    .exec();
  const [server, replication, errors, config] = answers ?? [];
  if (!server || server[0]) return { up: false };
  // One by one, for Redis 6.2 takes one section only, and all of them are ten times as much.
  const info = [server, replication, errors].map(textOf).join('\r\n');
  return parseRedis(info, String(listOf(config)[1] ?? '0'));
}

/** Whether it is a Sentinel, and not a Redis at a Sentinel's socket, that would publish what it is told to. Not a word of ROLE is the asker's. */
const isSentinel = (role: unknown): boolean => Array.isArray(role) && role[0] === 'sentinel';

/** Lets that many through each second. */
function atMost(limit: number): () => boolean {
  let [since, count] = [0, 0];
  return () => {
    const now = performance.now();
    if (now - since > 1000) [since, count] = [now, 0];
    count += 1;
    return count <= limit;
  };
}

async function lookAtSentinel(
  client: Redis,
  tilt: ReturnType<typeof createTiltWatch>,
): Promise<SentinelView> {
  const name = cluster.masterName;
  const answers: Answers | null = await client
    .pipeline([
      ['sentinel', 'master', name],
      ['sentinel', 'sentinels', name],
      ['sentinel', 'ckquorum', name],
      ['role'],
      ['info', 'sentinel'],
    ])
    .exec();
  const [master, peers, quorum, role, info] = answers ?? [];
  if (!isSentinel(role?.[1])) return { up: false };
  // A Sentinel that forgot the master (SENTINEL REMOVE) answers with an error, and is up all the same.
  if (!master || (master[0] && master[0].name !== 'ReplyError')) return { up: false };
  const usable = {
    ok: quorum !== undefined && quorum[0] === null,
    message: quorum?.[0]?.message ?? textOf(quorum),
  };
  return parseSentinel(listOf(master), listOf(peers), usable, tilt(parseInfo(textOf(info)), clock()));
}

/** The first bytes of some keys; null where there is none, or it is no string. A replica answers too. */
async function lookAtKeys(client: Redis, keys: readonly string[]): Promise<NodeView['keys']> {
  if (keys.length === 0) return {};
  const questions = keys.map((key) => ['getrange', key, '0', String(watchedBytes - 1)]);
  const answers: Answers | null = await client.pipeline(questions).exec();
  return Object.fromEntries(keys.map((key, index) => [key, textOf(answers?.[index]) || null]));
}

/** Asks a service. One that was up and fails is asked again on a new connection, if it takes one: only its old one ended. */
function asking<V extends { readonly up: boolean }>(client: Redis, ask: (client: Redis) => Promise<V>) {
  const off = { up: false } as const;
  let wasUp = false;
  return async (): Promise<V | typeof off> => {
    // Why it does not answer makes no difference to what is seen: it is off, or as good as off.
    let view = await ask(client).catch(() => off);
    // Still connected, it did not answer in time: that is an answer.
    if (!view.up && wasUp && client.status !== 'ready') {
      await backOrRefused(client);
      view = await ask(client).catch(() => off);
    }
    wasUp = view.up;
    return view;
  };
}

/** @throws FileUnreadable, LabNotRunning */
export function monitorNode(
  lab: LabReading,
  name: NodeName,
  onEvent: (event: SentinelEvent) => void,
): NodeMonitor {
  let livelyUntil = performance.now() + livelyMs;
  const enliven = () => {
    livelyUntil = performance.now() + livelyMs;
  };
  const logTime = createLogTimeCorrelation((event) => {
    enliven();
    onEvent(event);
  });
  const tilt = createTiltWatch();
  // Before the clients, which connect for ever: a lab that has just ended has no file to follow, and then none is made.
  const log = lab.follow(name, files.sentinelLog, (line) => {
    const record = parseLogRecord(line);
    if (!record) return;
    const said = parseLogOnly(record.message);
    if (said) logTime.hear({ node: name, at: clock(), source: 'log', nodeTime: record.time, ...said });
    else logTime.line(record.message, record.time);
  });
  const redis = serviceClient(lab, name, 'redis');
  const sentinel = serviceClient(lab, name, 'sentinel');
  const listener = serviceClient(lab, name, 'sentinel');
  // Each time the Sentinel comes up, for a subscription dies with its connection.
  // One that does not take its subscription in time is left and tried again: unheard, its events would be lost.
  const subscribe = async () => {
    if (!isSentinel(await listener.role())) throw new TypeError(`not a Sentinel: ${name}`);
    await listener.psubscribe('*');
  };
  // As after any lost connection, ioredis makes a new one.
  listener.on('ready', () => void subscribe().catch(() => listener.stream?.destroy()));
  const believable = atMost(mostEventsASecond);
  listener.on('pmessage', (_pattern: string, channel: string, message: string) => {
    if (!believable()) return;
    logTime.hear({ node: name, at: clock(), source: 'pubsub', name: channel, args: message });
  });

  const [askRedis, askSentinel] = [
    asking(redis, lookAtRedis),
    asking(sentinel, (client) => lookAtSentinel(client, tilt)),
  ];
  const attempted = Promise.all([firstAttempt(redis), firstAttempt(sentinel)]);

  type Beliefs = Pick<NodeView, 'sentinel' | 'monitorOnDisk'>;
  let known: (Beliefs & { readonly at: number; readonly connected: boolean }) | null = null;
  const beliefs = async (fresh: boolean): Promise<Beliefs> => {
    const [now, connected] = [performance.now(), sentinel.status === 'ready'];
    const calm = now > livelyUntil && known !== null && known.connected === connected;
    if (known && calm && !fresh && now - known.at < sentinelLastsMs) return known;
    const [view, conf] = await Promise.all([
      askSentinel(),
      // Its learner may have removed it: then no monitor line is on disk.
      lab.readFile(name, files.sentinelConf).catch(() => ''),
    ]);
    known = { sentinel: view, monitorOnDisk: parseMonitorLine(conf, cluster.masterName), at: now, connected };
    return known;
  };

  let shape = '';
  const look = async (keys: readonly string[], fresh: boolean): Promise<NodeView> => {
    await attempted;
    // Before its keys: what a node that was cut off answers, it has while it is cut off.
    const cut = lab.isCut(name);
    const [redisView, { sentinel: sentinelView, monitorOnDisk }, values] = await Promise.all([
      askRedis(),
      beliefs(fresh),
      // A node that is down has no keys to show.
      lookAtKeys(redis, keys).catch(() => ({})),
    ]);
    const now = redisView.up ? `${redisView.role} ${redisView.masterHost} ${redisView.linkStatus}` : 'down';
    if (now !== shape) enliven();
    shape = now;
    return {
      name,
      address: nodeOf(name).address,
      redis: redisView,
      sentinel: sentinelView,
      monitorOnDisk,
      cut,
      keys: values,
    };
  };
  let looking: Promise<NodeView> | null = null;

  return {
    look(keys, fresh) {
      // One that hangs is not asked again before it has answered.
      looking ??= look(keys, fresh).finally(() => {
        looking = null;
      });
      return looking;
    },
    stop() {
      log.stop();
      logTime.stop();
      for (const client of [redis, sentinel, listener]) client.disconnect();
    },
  };
}

/** Redis's and Sentinel's text answers as values. */
import type { PeerView, RedisView, ReplicaLine, SentinelView } from '../../../labs/define.ts';

export type Fields = ReadonlyMap<string, string>;

/** `INFO`'s lines of `name:value`. */
export function parseInfo(text: string): Fields {
  const fields = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0 && !line.startsWith('#')) fields.set(line.slice(0, colon), line.slice(colon + 1));
  }
  return fields;
}

const number = (text: string | undefined): number => Number(text ?? 0) || 0;

/** `slave0:ip=192.168.157.147,port=6379,state=online,offset=1,lag=0` */
function parseReplica(text: string): ReplicaLine {
  const parts = new Map(
    text.split(',').map((part): [string, string] => {
      const [name = '', value = ''] = part.split('=');
      return [name, value];
    }),
  );
  return {
    address: parts.get('ip') ?? '',
    port: number(parts.get('port')),
    state: parts.get('state') ?? '',
    offset: number(parts.get('offset')),
    lag: number(parts.get('lag')),
  };
}

/** What `INFO` (server, replication, errorstats) and `CONFIG GET min-replicas-to-write` say of a Redis. */
export function parseRedis(info: string, minReplicas: string): RedisView {
  const fields = parseInfo(info);
  const master = fields.get('role') === 'master';
  const link = fields.get('master_link_status');
  const good = fields.get('min_slaves_good_slaves');
  return {
    up: true,
    role: master ? 'master' : 'slave',
    masterHost: fields.get('master_host') ?? null,
    linkStatus: link === 'up' || link === 'down' ? link : null,
    syncing: fields.get('master_sync_in_progress') === '1',
    offset: number(fields.get('master_repl_offset')),
    replicas: [...fields].flatMap(([name, value]) => (/^slave\d+$/.test(name) ? [parseReplica(value)] : [])),
    minReplicasToWrite: number(minReplicas),
    goodReplicas: good === undefined ? null : number(good),
    noReplicasErrors: number(/count=(\d+)/.exec(fields.get('errorstat_NOREPLICAS') ?? '')?.[1]),
    runId: fields.get('run_id') ?? '',
  };
}

/** A flat `[name, value, name, value…]` answer. */
export function parsePairs(answer: readonly unknown[]): Fields {
  const fields = new Map<string, string>();
  for (let index = 0; index + 1 < answer.length; index += 2)
    fields.set(String(answer[index]), String(answer[index + 1]));
  return fields;
}

const flags = (fields: Fields): string[] => (fields.get('flags') ?? '').split(',').filter(Boolean);

function parsePeer(answer: unknown): PeerView {
  const fields = parsePairs(Array.isArray(answer) ? answer : []);
  return { id: fields.get('runid') ?? '', address: fields.get('ip') ?? '', flags: flags(fields) };
}

/** What SENTINEL MASTER, SENTINEL SENTINELS and SENTINEL CKQUORUM answer; `tiltUntil`: see tilt.ts. */
export function parseSentinel(
  master: readonly unknown[],
  peers: readonly unknown[],
  quorum: { ok: boolean; message: string },
  tiltUntil: number | null,
): SentinelView {
  const fields = parsePairs(master);
  return {
    up: true,
    masterAddress: fields.get('ip') ?? '',
    flags: flags(fields),
    configEpoch: number(fields.get('config-epoch')),
    quorum: number(fields.get('quorum')),
    downAfterMs: number(fields.get('down-after-milliseconds')),
    failoverTimeoutMs: number(fields.get('failover-timeout')),
    peers: peers.map(parsePeer),
    ckquorum: quorum,
    tiltUntil,
  };
}

/** The address in a `sentinel monitor` line of sentinel.conf; null when there is none for that master. */
export function parseMonitorLine(conf: string, masterName: string): string | null {
  for (const line of conf.split('\n')) {
    const [word, directive, name, address] = line.trim().split(/\s+/);
    if (word === 'sentinel' && directive === 'monitor' && name === masterName) return address ?? null;
  }
  return null;
}

export interface LogRecord {
  /** `14:48:01.682`, the node's own. */
  readonly time: string;
  readonly message: string;
}

/** A line of a Sentinel's log; null for what is none. */
export function parseLogRecord(line: string): LogRecord | null {
  const [, time, message] =
    /^\d+:X \d{1,2} \w{3} \d{4} (\d\d:\d\d:\d\d\.\d{3}) [.*#-] (.*)$/.exec(line) ?? [];
  return time === undefined || message === undefined ? null : { time, message };
}

/** What only the log says, as an event: that a failover was asked for, and how another Sentinel voted. */
export function parseLogOnly(message: string): { readonly name: string; readonly args: string } | null {
  const master = /^Executing user requested FAILOVER of '([^']+)'$/.exec(message)?.[1];
  if (master !== undefined) return { name: 'failover-requested', args: master };
  const [, voter, leader, epoch] = /^([0-9a-f]{40}) voted for ([0-9a-f]{40}) (\d+)$/.exec(message) ?? [];
  return voter === undefined ? null : { name: 'voted for', args: `${voter} ${leader} ${epoch}` };
}

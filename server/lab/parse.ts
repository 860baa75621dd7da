/** Redis's and Sentinel's text answers as values. */
import type { PeerView, RedisView, ReplicaLine, SentinelView } from '../../labs/define.ts';

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

/** What SENTINEL MASTER, SENTINEL SENTINELS and SENTINEL CKQUORUM answer. */
export function parseSentinel(
  master: readonly unknown[],
  peers: readonly unknown[],
  quorum: { ok: boolean; message: string },
): SentinelView {
  const fields = parsePairs(master);
  return {
    up: true,
    masterAddress: fields.get('ip') ?? '',
    flags: flags(fields),
    configEpoch: number(fields.get('config-epoch')),
    quorum: number(fields.get('quorum')),
    downAfterMs: number(fields.get('down-after-milliseconds')),
    peers: peers.map(parsePeer),
    ckquorum: quorum,
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

/** The master's name in a log line that says that a failover was asked for; null for any other line. */
export function parseFailoverRequest(line: string): string | null {
  return /^\d+:X .* Executing user requested FAILOVER of '([^']+)'$/.exec(line)?.[1] ?? null;
}

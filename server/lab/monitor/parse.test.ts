/** On answers of a real Redis 7.0.15 and its Sentinel. */
import { describe, expect, it } from 'vitest';
import { parseLogOnly, parseLogRecord, parseMonitorLine, parseRedis, parseSentinel } from './parse.ts';

describe('parseRedis', () => {
  it('reads a master with its replicas, its good replicas and its refused writes', () => {
    const info =
      '# Server\r\nrun_id:abc\r\n# Replication\r\nrole:master\r\nconnected_slaves:1\r\nmin_slaves_good_slaves:1\r\nslave0:ip=192.168.157.147,port=6379,state=online,offset=42,lag=1\r\nmaster_repl_offset:42\r\n# Errorstats\r\nerrorstat_NOREPLICAS:count=3\r\n';
    expect(parseRedis(info, '1')).toEqual({
      up: true,
      role: 'master',
      masterHost: null,
      linkStatus: null,
      syncing: false,
      offset: 42,
      replicas: [{ address: '192.168.157.147', port: 6379, state: 'online', offset: 42, lag: 1 }],
      minReplicasToWrite: 1,
      goodReplicas: 1,
      noReplicasErrors: 3,
      runId: 'abc',
    });
  });

  it('reads a replica whose link is down', () => {
    const info =
      'role:slave\r\nmaster_host:192.168.157.144\r\nmaster_link_status:down\r\nmaster_sync_in_progress:1\r\n';
    expect(parseRedis(info, '0')).toMatchObject({
      role: 'slave',
      masterHost: '192.168.157.144',
      linkStatus: 'down',
      syncing: true,
      goodReplicas: null,
      noReplicasErrors: 0,
    });
  });
});

describe('parseSentinel', () => {
  it('reads whom it believes, in which state, and its peers', () => {
    const master = [
      'name',
      'cursoredis',
      'ip',
      '192.168.157.148',
      'port',
      '6379',
      'flags',
      's_down,master,disconnected',
      'config-epoch',
      '5',
      'quorum',
      '2',
      'down-after-milliseconds',
      '5000',
      'failover-timeout',
      '180000',
    ];
    const peers = [
      ['name', 'b7e0', 'ip', '192.168.157.144', 'runid', 'b7e0', 'flags', 's_down,sentinel,disconnected'],
    ];
    expect(parseSentinel(master, peers, { ok: false, message: 'NOQUORUM 1 usable Sentinels' }, 42)).toEqual({
      up: true,
      masterAddress: '192.168.157.148',
      flags: ['s_down', 'master', 'disconnected'],
      configEpoch: 5,
      quorum: 2,
      downAfterMs: 5000,
      failoverTimeoutMs: 180_000,
      peers: [{ id: 'b7e0', address: '192.168.157.144', flags: ['s_down', 'sentinel', 'disconnected'] }],
      ckquorum: { ok: false, message: 'NOQUORUM 1 usable Sentinels' },
      tiltUntil: 42,
    });
  });
});

describe('parseMonitorLine', () => {
  it('finds the line of that master only', () => {
    const conf =
      'port 26379\nsentinel monitor otro 10.0.0.1 6379 2\nsentinel monitor cursoredis 192.168.157.148 6379 2\n';
    expect(parseMonitorLine(conf, 'cursoredis')).toBe('192.168.157.148');
    expect(parseMonitorLine('', 'cursoredis')).toBeNull();
  });
});

describe('a line of the log', () => {
  it('has a time and a message, or is none', () => {
    expect(parseLogRecord('12:X 22 Nov 2026 20:49:47.510 # +new-epoch 3')).toEqual({
      time: '20:49:47.510',
      message: '+new-epoch 3',
    });
    expect(parseLogRecord('# +new-epoch 3')).toBeNull();
  });

  it('says alone that a failover was asked for, and how another Sentinel voted', () => {
    expect(parseLogOnly("Executing user requested FAILOVER of 'cursoredis'")).toEqual({
      name: 'failover-requested',
      args: 'cursoredis',
    });
    const [voter, leader] = ['b'.repeat(40), 'd'.repeat(40)];
    expect(parseLogOnly(`${voter} voted for ${leader} 4`)).toEqual({
      name: 'voted for',
      args: `${voter} ${leader} 4`,
    });
    expect(parseLogOnly('+new-epoch 3')).toBeNull();
  });
});

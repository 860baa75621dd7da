import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { glossary, tooltipId } from './glossary.ts';
import { namesOf } from './hosts.ts';
import { says } from './says.ts';
import { parseLogLine } from './sentinel-log.ts';

const hosts = [
  { name: 'maestro', address: '192.168.157.144', sentinelId: 'b7e03c1ddaca2b28a496a6e585c02340ed1e25ff' },
  { name: 'replica1', address: '192.168.157.147', sentinelId: 'c7e03c1ddaca2b28a496a6e585c02340ed1e25ff' },
  { name: 'replica2', address: '192.168.157.148', sentinelId: 'd7e03c1ddaca2b28a496a6e585c02340ed1e25ff' },
];
const names = namesOf(hosts);
const course = readFileSync(new URL('./fixtures/curso.txt', import.meta.url), 'utf8');
const lines = course.split('\n').filter((line) => /^\d+:X /.test(line));

function said(message: string): string {
  const line = parseLogLine(`4869:X 28 Feb 2020 14:48:01.682 # ${message}`);
  return line ? says(line, names) : 'unread';
}

describe('a line of the log', () => {
  it('is its time, its event and its words', () => {
    expect(parseLogLine('4869:X 28 Feb 2020 14:48:01.682 # +new-epoch 3')).toEqual({
      time: '14:48:01.682',
      event: '+new-epoch',
      args: ['3'],
      raw: '4869:X 28 Feb 2020 14:48:01.682 # +new-epoch 3',
    });
  });

  it.each(['', 'hola', '4869:X 28 Feb 2020 14:48:01.682 # Sentinel is now ready to exit', '1:M 28 Feb'])(
    'is not: %s',
    (text) => expect(parseLogLine(text)).toBeUndefined(),
  );

  it.each([
    [
      '+sdown slave 192.168.157.148:6379 192.168.157.148 6379 @ m 192.168.157.144 6379',
      'replica2 no responde',
    ],
    ['+sdown master m 192.168.157.148 6379', 'replica2 (el maestro) no responde'],
    [
      '+sdown sentinel b7 192.168.157.144 26379 @ m 192.168.157.148 6379',
      'el Sentinel de maestro no responde',
    ],
    ['+odown master m 192.168.157.148 6379 #quorum 3/2', 'replica2 caído, de acuerdo 3/2'],
    ['+switch-master m 192.168.157.144 6379 192.168.157.148 6379', 'maestro: de maestro a replica2'],
    [`${hosts[2]?.sentinelId} voted for ${hosts[0]?.sentinelId} 4`, 'replica2 vota a maestro'],
    ["Executing user requested FAILOVER of 'cursoredis'", 'alguien pide un failover'],
    ['+slave slave 10.0.0.9:6379 10.0.0.9 6379 @ m 192.168.157.144 6379', '10.0.0.9, réplica de maestro'],
    ['+something-new a b', 'a b'],
  ])('says it with names: %s', (message, expected) => expect(said(message)).toBe(expected));
});

describe('the 72 log lines of the course', () => {
  it('are all read, and none needs more than a short sentence', () => {
    const sentences = lines.map((line) => {
      const parsed = parseLogLine(line);
      return parsed ? says(parsed, names) : 'unread';
    });
    expect(sentences).toHaveLength(72);
    expect(sentences).not.toContain('unread');
    expect(sentences.filter((text) => text.length > 45 || /192\.168|[0-9a-f]{8}/.test(text))).toEqual([]);
  });

  it('name only events that are explained', () => {
    const events = new Set(lines.map((line) => parseLogLine(line)?.event ?? 'unread'));
    expect([...events].filter((event) => glossary[event] === undefined)).toEqual([]);
  });
});

it('gives each explanation an id of its own', () => {
  const ids = Object.keys(glossary).map(tooltipId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.every((id) => /^[a-z-]+$/.test(id))).toBe(true);
});

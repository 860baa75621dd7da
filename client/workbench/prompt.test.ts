import { describe, expect, it } from 'vitest';
import type { SessionName } from './names.ts';
import { isAtPrompt, isInsideRedisCli } from './prompt.ts';

describe('a session is at its prompt', () => {
  it.each<[SessionName, string]>([
    ['shell@maestro', '(maestro) > '],
    ['shell@replica2', 'sin salto(replica2) > '],
    ['redis-cli@maestro', '127.0.0.1:6379> '],
    ['redis-cli@maestro', '127.0.0.1:6379[3]> '],
    ['redis-cli@replica1', 'not connected> '],
    ['sentinel@replica1', '127.0.0.1:26379> '],
    ['sentinel@replica1', 'not connected> '],
  ])('%s after «%s»', (session, line) => {
    expect(isAtPrompt(session, line, '   ')).toBe(true);
  });
});

describe('a session is not at its prompt', () => {
  it.each<[SessionName, string, string]>([
    ['shell@maestro', '(maestro) > ls', ''],
    ['shell@maestro', '(maestro) > ', 'ls'],
    ['shell@maestro', '(replica1) > ', ''],
    ['shell@maestro', '127.0.0.1:6379> ', ''],
    ['shell@maestro', '', ''],
    ['redis-cli@maestro', '192.168.157.148:6379> ', ''],
    ['redis-cli@maestro', '127.0.0.1:26379> ', ''],
    ['redis-cli@maestro', '127.0.0.1:6379> get', ''],
    ['redis-cli@maestro', '127.0.0.1:6379(TX)> ', ''],
    ['sentinel@maestro', '127.0.0.1:6379> ', ''],
    ['sentinel-log@maestro', '(maestro) > ', ''],
  ])('%s with «%s» before the cursor and «%s» after it', (session, before, after) => {
    expect(isAtPrompt(session, before, after)).toBe(false);
  });
});

describe('a shell is inside redis-cli', () => {
  it.each([
    '127.0.0.1:6379> ',
    '192.168.157.147:26379> ',
    '192.168.157.148:6379[2]> ',
    '127.0.0.1:6379(TX)> ',
    'replica1:6379> ',
    'not connected> ',
    '127.0.0.1:6379> GET clave',
  ])('at «%s»', (line) => expect(isInsideRedisCli('shell@replica1', line)).toBe(true));

  it.each(['(replica1) > ', '(replica1) > redis-cli', 'sentinel known-replica', '1) "name"', '', 'a:1>'])(
    'and is not at «%s»',
    (line) => expect(isInsideRedisCli('shell@replica1', line)).toBe(false),
  );

  it('is said of shells only: elsewhere redis-cli is the program', () => {
    expect(isInsideRedisCli('redis-cli@replica1', '127.0.0.1:6379> ')).toBe(false);
  });
});

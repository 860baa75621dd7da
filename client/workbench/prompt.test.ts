import { describe, expect, it } from 'vitest';
import type { SessionName } from './names.ts';
import { isAtPrompt } from './prompt.ts';

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

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseFence } from './fence.ts';

const course = readFileSync(new URL('./fixtures/curso.txt', import.meta.url), 'utf8');
const fences = course.split('^^^^^^').flatMap((slide, index) =>
  [...slide.matchAll(/^```[\w-]*\n([\s\S]*?)^```/gm)].map(([, text = '']) => ({
    slide: index,
    fence: parseFence(text),
  })),
);

/** `slide session command`, for every command of the course. */
const commands = fences.flatMap(({ slide, fence }) =>
  fence.kind === 'session'
    ? fence.parts.flatMap((part) =>
        part.kind === 'command' ? [`${slide} ${part.program}@${part.node} ${part.command}`] : [],
      )
    : [],
);

describe('a code fence', () => {
  it('types into the program its prompt names', () => {
    const programs = ['(maestro) > ls', 'redis-cli (replica1) > PING', 'sentinel (replica2) > PING'].map(
      (text) => {
        const fence = parseFence(text);
        const part = fence.kind === 'session' ? fence.parts[0] : undefined;
        return part?.kind === 'command' ? `${part.program}@${part.node}` : fence.kind;
      },
    );
    expect(programs).toEqual(['shell@maestro', 'redis-cli@replica1', 'sentinel@replica2']);
  });

  it('keeps what follows a command as its expected output', () => {
    expect(parseFence('redis-cli (maestro) > SET a b\n(error) NO\nmore\n')).toEqual({
      kind: 'session',
      parts: [
        {
          kind: 'command',
          program: 'redis-cli',
          node: 'maestro',
          prompt: 'redis-cli (maestro) >',
          command: 'SET a b',
        },
        { kind: 'output', text: '(error) NO\nmore' },
      ],
    });
  });

  it('may hold several commands', () => {
    const fence = parseFence('(maestro) > a\n(replica1) > b\nout');
    expect(fence.kind === 'session' && fence.parts.map(({ kind }) => kind)).toEqual([
      'command',
      'command',
      'output',
    ]);
  });

  it.each(['not connected>', '(otro) > ls', '(maestro) >', 'a (maestro) > b', '# Replication'])(
    'without a prompt of the course is output: %s',
    (text) => expect(parseFence(text)).toEqual({ kind: 'output', text }),
  );

  it('is a log only when all its lines are', () => {
    const line = '4869:X 28 Feb 2020 14:48:01.682 # +new-epoch 3';
    expect(parseFence(`${line}\n${line}`).kind).toBe('log');
    expect(parseFence(`${line}\nother`).kind).toBe('output');
  });
});

describe('the fences of the 32 slides', () => {
  it('are 6 logs and 24 sessions, and nothing is left unread', () => {
    const kinds = fences.map(({ fence }) => fence.kind);
    expect(kinds.filter((kind) => kind === 'log')).toHaveLength(6);
    expect(kinds.filter((kind) => kind === 'session')).toHaveLength(24);
    expect(kinds).not.toContain('output');
  });

  it('have these rows of log', () => {
    const rows = fences.flatMap(({ slide, fence }) =>
      fence.kind === 'log' ? [[slide, fence.lines.length]] : [],
    );
    expect(rows).toEqual([
      [3, 18],
      [4, 6],
      [5, 5],
      [12, 8],
      [13, 23],
      [14, 12],
    ]);
  });

  it('run these commands', () => {
    expect(commands).toEqual([
      '1 shell@replica1 redis-cli -h 192.168.157.147 -p 26379',
      '2 sentinel@replica1 SENTINEL FAILOVER cursoredis',
      '6 shell@maestro grep sentinel\\ monitor /etc/sentinel.conf',
      '7 shell@replica1 grep sentinel\\ monitor /etc/sentinel.conf',
      '7 shell@replica2 grep sentinel\\ monitor /etc/sentinel.conf',
      '8 redis-cli@maestro INFO Replication',
      '9 redis-cli@replica2 INFO Replication',
      '11 redis-cli@replica2 SHUTDOWN',
      '15 redis-cli@maestro INFO Replication',
      '16 shell@replica2 rc-service redis start',
      '16 redis-cli@maestro INFO Replication',
      '18 redis-cli@maestro CONFIG SET MIN-SLAVES-TO-WRITE 1',
      '19 redis-cli@replica1 SHUTDOWN',
      '19 redis-cli@replica2 SHUTDOWN',
      '20 redis-cli@maestro SET clave valor',
      '21 shell@replica1 rc-service redis start',
      '21 shell@replica2 rc-service redis start',
      '23 shell@maestro redis-cli -h 192.168.157.144 -p 26379',
      '24 sentinel@maestro SHUTDOWN',
      '25 shell@maestro redis-cli -h 192.168.157.144',
      '25 redis-cli@maestro SHUTDOWN',
      '26 redis-cli@replica2 INFO Replication',
      '28 shell@maestro rc-service redis restart',
      '29 sentinel@replica2 SHUTDOWN',
    ]);
  });
});

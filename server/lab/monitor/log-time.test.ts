import { afterEach, expect, it, vi } from 'vitest';
import type { SentinelEvent } from '../../../labs/define.ts';
import { now } from '../../base/clock.ts';
import { createLogTimeCorrelation } from './log-time.ts';

const event = (name: string, args = ''): SentinelEvent => ({
  node: 'maestro',
  at: now(),
  source: 'pubsub',
  name,
  args,
});

function recorded() {
  vi.useFakeTimers();
  const told: (string | undefined)[][] = [];
  const logTime = createLogTimeCorrelation(({ name, nodeTime }) => void told.push([name, nodeTime]));
  return { told, logTime };
}

afterEach(() => void vi.useRealTimers());

it('an event has its line’s time, whichever of the two comes first', () => {
  const { told, logTime } = recorded();
  logTime.line('+new-epoch 3', '10:00:00.001');
  logTime.hear(event('+new-epoch', '3'));
  logTime.hear(event('+try-failover', 'master cursoredis'));
  logTime.line('+try-failover master cursoredis', '10:00:00.002');
  expect(told).toEqual([
    ['+new-epoch', '10:00:00.001'],
    ['+try-failover', '10:00:00.002'],
  ]);
});

it('an event that is not logged is told without a time, and those behind it keep their order', () => {
  const { told, logTime } = recorded();
  logTime.hear(event('+unlogged'));
  logTime.hear(event('+new-epoch', '3'));
  logTime.line('+new-epoch 3', '10:00:00.001');
  expect(told).toEqual([]);
  vi.advanceTimersByTime(600);
  expect(told).toEqual([
    ['+unlogged', undefined],
    ['+new-epoch', '10:00:00.001'],
  ]);
});

it('an event that Sentinel never logs is not waited for', () => {
  const { told, logTime } = recorded();
  for (const name of ['+role-change', '-role-change', '-cmd-link-reconnection', '+pubsub-link-reconnection'])
    logTime.hear(event(name, 'slave 192.168.157.147:6379'));
  expect(told.map(([name]) => name)).toEqual([
    '+role-change',
    '-role-change',
    '-cmd-link-reconnection',
    '+pubsub-link-reconnection',
  ]);
});

it('what only the log says comes before what it says later, though that was heard first', () => {
  const { told, logTime } = recorded();
  logTime.hear(event('+new-epoch', '3'));
  logTime.hear({ ...event('failover-requested', 'cursoredis'), source: 'log', nodeTime: '10:00:00.001' });
  logTime.line('+new-epoch 3', '10:00:00.001');
  expect(told).toEqual([
    ['failover-requested', '10:00:00.001'],
    ['+new-epoch', '10:00:00.001'],
  ]);
});

it('a line whose event was not heard does not stamp a later one', () => {
  const { told, logTime } = recorded();
  logTime.line('+new-epoch 3', '10:00:00.001');
  vi.advanceTimersByTime(5000);
  logTime.hear(event('+new-epoch', '3'));
  vi.advanceTimersByTime(600);
  expect(told).toEqual([['+new-epoch', undefined]]);
});

it('nothing is told once it is stopped', () => {
  const { told, logTime } = recorded();
  logTime.hear(event('+new-epoch', '3'));
  logTime.stop();
  vi.advanceTimersByTime(1000);
  expect(told).toEqual([]);
});

import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createQueue } from './queue.ts';

it('does one task at a time, in the order in which they came, however long one takes', async () => {
  const queue = createQueue();
  const done: string[] = [];
  const task = (name: string, ms: number) =>
    queue(async () => {
      done.push(`${name} begins`);
      await sleep(ms);
      done.push(`${name} ends`);
    });
  await Promise.all([task('slow', 30), task('quick', 0)]);
  expect(done).toEqual(['slow begins', 'slow ends', 'quick begins', 'quick ends']);
});

it('lets what else is due go between two tasks', async () => {
  const queue = createQueue();
  const done: string[] = [];
  const both = Promise.all(['first', 'second'].map((name) => queue(() => void done.push(name))));
  // A key that came before them is answered before the second.
  setImmediate(() => setImmediate(() => done.push('key')));
  await both;
  expect(done.indexOf('key')).toBeLessThan(done.indexOf('second'));
});

it('goes on after a task that failed, and says to who asked for it that it did', async () => {
  const queue = createQueue();
  const failed = queue(() => {
    throw new Error('a folder that went');
  });
  const next = queue(() => 'next');
  await expect(failed).rejects.toThrow('a folder that went');
  expect(await next).toBe('next');
});

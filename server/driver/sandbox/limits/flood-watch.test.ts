import { readFile } from 'node:fs/promises';
import { afterEach, expect, it } from 'vitest';
import type { Pty } from '../../driver.ts';
import { openPty } from '../../pty.ts';
import { watchForFlood } from './flood-watch.ts';
import { shareLess } from './priority.ts';

const niceness = 12;
let pty: Pty | undefined;
afterEach(() => pty?.kill());

/** Runs it in a terminal that is watched; resolves with how to read its session's place. */
async function run(script: string): Promise<() => Promise<number>> {
  const pid = await new Promise<number>((resolve) => {
    pty = openPty('sh', ['-c', script], {
      cols: 80,
      rows: 24,
      env: { PATH: '/usr/bin:/bin' },
      onStart: resolve,
    });
    // Somebody reads it.
    pty.onData(() => undefined);
  });
  await shareLess(pid, niceness);
  if (pty) watchForFlood(pty, pid, niceness);
  return async () => Number(/nice (-?\d+)/.exec(await readFile(`/proc/${pid}/autogroup`, 'utf8'))?.[1]);
}

it('puts a flood behind all others, and back where it was when it ends', async () => {
  const place = await run('timeout 6 yes; sleep 60');
  await expect.poll(place).toBe(19);
  await expect.poll(place).toBe(niceness);
});

it('leaves a terminal where it is for what a person may read', async () => {
  const place = await run('seq 5000; while sleep 0.1; do seq 100; done');
  for (let time = 0; time < 20; time += 1) {
    expect(await place()).toBe(niceness);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
});

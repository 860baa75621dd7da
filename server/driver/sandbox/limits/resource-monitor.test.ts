import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { LimitName } from './limits.ts';
import { monitorResources } from './resource-monitor.ts';

// The monitor waits its turn by a real turn of the event loop.
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => {
  vi.useRealTimers();
});

async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 250) {
    await vi.advanceTimersByTimeAsync(250);
    for (let turns = 0; turns < 5; turns += 1) await turn();
  }
}

it('watches the disk again after a walk that failed, and says so once', async () => {
  const walks: (() => Promise<'disk' | null>)[] = [
    () => Promise.reject(new Error('a folder that cannot be')),
    () => {
      throw new Error('a folder that cannot be');
    },
    () => Promise.resolve(null),
    () => Promise.resolve('disk'),
  ];
  const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  const told: (LimitName | null)[] = [];
  const walk = () => walks.shift()?.() ?? Promise.resolve(null);
  const monitor = monitorResources(
    { folder: '/no-hay', hosts: [], group: null },
    (limit) => told.push(limit),
    walk,
  );
  try {
    await pass(40_000);
    expect(told).toEqual(['disk']);
    expect(walks).toEqual([]);
    expect(warned).toHaveBeenCalledTimes(1);
  } finally {
    monitor.stop();
    warned.mockRestore();
  }
});

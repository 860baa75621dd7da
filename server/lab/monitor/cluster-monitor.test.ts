import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { SentinelEvent } from '../../../labs/define.ts';
import { nodeView, said } from '../../../labs/example-observations.ts';
import type { WatchableLab } from '../../driver/driver.ts';
import { type ClusterMonitor, monitorCluster } from './cluster-monitor.ts';

const view = {
  maestro: nodeView('maestro', 'maestro'),
  replica1: nodeView('replica1', 'maestro'),
  replica2: nodeView('replica2', 'maestro'),
};

/** A lab whose reader answers at once, and counts. */
function countedLab() {
  let looks = 0;
  let tell: (event: SentinelEvent) => void = () => undefined;
  const nobody = () => {
    throw new Error('what the reader reads is not read elsewhere');
  };
  const lab: WatchableLab = {
    connect: nobody,
    readFile: nobody,
    follow: nobody,
    isCut: nobody,
    reader: {
      watch(onEvent) {
        tell = onEvent;
        return {
          async look() {
            looks += 1;
            return view;
          },
          stop: () => undefined,
        };
      },
      untilConverged: nobody,
    },
  };
  return { lab, looks: () => looks, tell: (event: SentinelEvent) => tell(event) };
}

const nobodyHears = () => undefined;
let monitors: ClusterMonitor[] = [];
beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  for (const monitor of monitors.splice(0)) monitor.stop();
  vi.useRealTimers();
});

/** How often so many labs are looked at in a second, all together. */
async function looksAt(count: number): Promise<number> {
  const labs = Array.from({ length: count }, countedLab);
  monitors = labs.map(({ lab }) => monitorCluster(lab, nobodyHears));
  const total = () => labs.reduce((sum, { looks }) => sum + looks(), 0);
  await vi.advanceTimersByTimeAsync(5000);
  const before = total();
  await vi.advanceTimersByTimeAsync(40_000);
  return (total() - before) / 40;
}

it('looks at a few labs every 400 ms', async () => {
  expect(await looksAt(10)).toBe(25);
});

it('looks at many less often: 75 times a second, all together', async () => {
  expect(await looksAt(200)).toBe(75);
});

it('looks at once after an event, however many there are', async () => {
  const other = Array.from({ length: 200 }, countedLab);
  monitors = other.map(({ lab }) => monitorCluster(lab, nobodyHears));
  await vi.advanceTimersByTimeAsync(1000);
  const [one] = other;
  const before = one?.looks() ?? 0;
  one?.tell(said('maestro', 0, '+sdown', 'master cursoredis 192.168.157.144 6379'));
  await vi.advanceTimersByTimeAsync(30);
  expect(one?.looks()).toBe(before + 1);
});

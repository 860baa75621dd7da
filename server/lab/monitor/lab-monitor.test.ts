import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { RunningLab } from '../../driver/driver.ts';
import { LabNotRunning, ServiceRefused } from '../../driver/errors.ts';
import { startLabMonitor } from './lab-monitor.ts';

/** A lab whose services are off, and which ends when that many files are followed. */
function endingLab(mostFollowed: number) {
  const seen = { asked: 0, followed: 0, open: 0 };
  const nobody = () => {
    throw new Error('who looks at a lab does nothing to it');
  };
  const lab: RunningLab = {
    timeZone: 'UTC',
    connect(node, service) {
      seen.asked += 1;
      return Promise.reject(new ServiceRefused(node, service));
    },
    readFile: async () => '',
    follow() {
      if (seen.followed === mostFollowed) throw new LabNotRunning('uno');
      seen.followed += 1;
      seen.open += 1;
      return {
        stop() {
          seen.open -= 1;
        },
      };
    },
    isCut: () => false,
    isOff: () => false,
    spawn: nobody,
    clearLogs: nobody,
    cutNetwork: nobody,
    restoreNetwork: nobody,
    powerOff: nobody,
    powerOn: nobody,
    onEnd: nobody,
    stop: nobody,
  };
  return { lab, seen };
}

const nobodyHears = () => undefined;

it('follows seven files, and none once it was stopped', () => {
  const { lab, seen } = endingLab(7);
  startLabMonitor(lab, nobodyHears).stop();
  expect(seen).toMatchObject({ followed: 7, open: 0 });
});

it.each([0, 1, 2, 3, 4, 5, 6])(
  'opened on a lab that ends after %i of its files, leaves nothing open',
  async (files) => {
    const { lab, seen } = endingLab(files);
    expect(() => startLabMonitor(lab, nobodyHears)).toThrow(LabNotRunning);
    expect(seen.open).toBe(0);
    // What had begun to connect may ask once more.
    await sleep(100);
    const before = seen.asked;
    await sleep(500);
    expect(seen.asked).toBe(before);
  },
);

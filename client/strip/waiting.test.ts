/** On a recorded crash: what its reader waits for, at each of its moments. */
import { expect, it } from 'vitest';
import { labView } from '../../protocol/lab.test-kit.ts';
import type { ClusterHistory } from '../lab/cluster-store.ts';
import { snapshotAt } from '../lab/cluster-store.ts';
import { recordings } from '../recordings/recordings.ts';
import { waitingAt } from './waiting.ts';

const { moments, events } = recordings.withSentinel;
const begin = moments[0]?.at ?? 0;

const lab = labView({
  converged: false,
  case: 'caso-2',
  caseSince: new Date(begin).toISOString(),
  nodes: (['maestro', 'replica1', 'replica2'] as const).map((name) => ({
    name,
    address: '',
    cut: false,
    off: false,
    redis: { up: true, role: null, masterHost: null, linkStatus: null, replicas: 0 },
    sentinel: { up: true, master: null, flags: [], epoch: null },
  })),
});

/** As the page knew it that many ms after the recording began. */
function known(ms: number): ClusterHistory {
  const at = begin + ms;
  return {
    moments: moments.filter((moment) => moment.at <= at),
    events: events.filter((event) => event.at <= at),
    now: snapshotAt(moments, at),
  };
}
const waiting = (ms: number) => waitingAt(known(ms), lab, begin + ms);

it('before the crash, and when all is over, there is nothing to wait for', () => {
  expect(waiting(100)).toBeNull();
  expect(waiting(28_000)).toBeNull();
});

it('each phase is counted from its own beginning', () => {
  expect(waiting(3467)).toMatchObject({ name: 'Detección', ms: 3000, usualMs: 5000, late: null });
  expect(waiting(6100)).toMatchObject({ name: 'Elección', late: null });
  expect(waiting(6500)).toMatchObject({ name: 'Ascenso', ms: 343 });
  expect(waiting(7500)).toMatchObject({ name: 'Reconfiguración', ms: 419 });
});

it('an old master that is back is waited for until it is made a replica', () => {
  expect(waiting(18_497)).toMatchObject({ name: 'Vuelta del antiguo maestro', ms: 4000, usualMs: 10_000 });
});

it('what is late says why: with one Sentinel of three nobody agrees', () => {
  const alone = { ...lab, nodes: lab.nodes.map((node, index) => ({ ...node, off: index > 0 })) };
  const { moments: seen, now } = known(4000);
  expect(waitingAt({ moments: seen, events: [], now }, alone, begin + 9000)?.late).toContain(
    'Queda 1 Sentinel de los 2',
  );
});

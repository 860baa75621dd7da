/** The wait at the end of a start. */
import type { LabState } from '../../labs/define.ts';
import type { LabReading, RunningLab } from '../driver/driver.ts';
import { waitFor } from '../wait.ts';
import { convergedTo } from './converged.ts';
import { NotConverged } from './errors.ts';
import { hasten } from './hasten.ts';
import { watchHere } from './watch-cluster.ts';

/** Seeded, a lab converges in about 1 s; a loaded machine may need some more. */
const convergeDeadlineMs = 20_000;

/** In this thread. @throws WaitExpired */
export async function convergeHere(lab: LabReading, state: LabState): Promise<void> {
  const watch = watchHere(lab, () => undefined);
  const haste = hasten(lab);
  // The Sentinels are the last to be ready: to ask all nodes everything before would take most of what a start costs.
  const declared = async () =>
    (await haste.readyToPromote(state)) && convergedTo(await watch.look([], true), state);
  try {
    await waitFor('el clúster declarado', declared, { deadlineMs: convergeDeadlineMs, everyMs: 50 });
  } finally {
    watch.stop();
    await haste.stop();
  }
}

/** Waits until a running lab is what it was declared to be. @throws NotConverged */
export async function untilConverged(lab: RunningLab, state: LabState): Promise<void> {
  try {
    await (lab.reader ? lab.reader.untilConverged(state) : convergeHere(lab, state));
  } catch (cause) {
    throw new NotConverged({ cause });
  }
}

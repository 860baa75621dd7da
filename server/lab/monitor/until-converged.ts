/** The wait at the end of a start. */
import type { DeclaredState } from '../../../labs/define.ts';
import { waitFor } from '../../base/wait.ts';
import type { ClusterWatch, LabReading, RunningLab } from '../../driver/driver.ts';
import { NotConverged } from '../errors.ts';
import { convergedTo, shapeOf } from './converged.ts';
import { startFastInfoPolling } from './fast-info-polling.ts';
import { watchHere } from './watch-cluster.ts';

/** Seeded, a lab converges in about 1 s. A slow machine may need any time, as long as something goes on: then no longer than this without it, and in all, ms. */
const standstillMs = 20_000;
export const longestMs = 180_000;

/** In this thread. @throws WaitExpired */
export async function convergeHere(lab: LabReading, state: DeclaredState): Promise<void> {
  const polling = startFastInfoPolling(lab);
  // The Sentinels are the last to be ready: to ask all nodes everything before would take most of what a start costs.
  const last: { watch?: ClusterWatch; shape: string } = { shape: '' };
  const declared = async () => {
    if (!(await polling.readyToPromote(state))) return false;
    last.watch ??= watchHere(lab, () => undefined);
    const view = await last.watch.look([], true);
    last.shape = shapeOf(view);
    return convergedTo(view, state);
  };
  const progress = () => `${polling.known} ${last.shape}`;
  try {
    await waitFor('el clúster declarado', declared, {
      deadlineMs: standstillMs,
      mostMs: longestMs,
      everyMs: 50,
      progress,
    });
  } finally {
    last.watch?.stop();
    await polling.stop();
  }
}

/** Waits until a running lab is what it was declared to be. @throws NotConverged */
export async function untilConverged(lab: RunningLab, state: DeclaredState): Promise<void> {
  try {
    await (lab.reader ? lab.reader.untilConverged(state) : convergeHere(lab, state));
  } catch (cause) {
    throw new NotConverged({ cause });
  }
}

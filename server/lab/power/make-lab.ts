/** How a lab comes to be: its files, its hosts, the cluster whole, and logs in which nothing has happened yet. */
import type { DeclaredState } from '../../../labs/define.ts';
import type { Driver, LabSettings, RunningLab } from '../../driver/driver.ts';
import { untilConverged } from '../monitor/until-converged.ts';

export interface MakeLabHooks {
  /** See `Driver.create`. */
  readonly stop?: (() => Promise<void>) | undefined;
  /** Its hosts are on, whatever becomes of it. */
  readonly onStarted: (lab: RunningLab) => void;
  /** How long all of it took, ms. */
  readonly onMade: (ms: number) => void;
}

/** @throws LabNotWritten, LabStartFailed, NotConverged */
export async function makeLab(
  driver: Driver,
  id: string,
  state: DeclaredState,
  settings: LabSettings,
  { stop, onStarted, onMade }: MakeLabHooks,
): Promise<RunningLab> {
  const began = performance.now();
  await driver.create(id, state, settings, stop);
  const lab = await driver.start(id);
  onStarted(lab);
  await untilConverged(lab, state);
  // What the services said while they started, and warned of this machine, is nothing that its learner did.
  await lab.clearLogs();
  onMade(performance.now() - began);
  return lab;
}

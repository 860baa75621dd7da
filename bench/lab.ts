/** A lab of the sandbox driver, alone in a temporary folder: what the measurements of labs share. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cluster, initialState } from '../labs/cluster.ts';
import { projectFolder } from '../server/base/project-folder.ts';
import type { Driver, RunningLab } from '../server/driver/driver.ts';
import { createSandboxDriver } from '../server/driver/sandbox/sandbox.ts';
import { untilConverged } from '../server/lab/monitor/until-converged.ts';

export interface LabTimes {
  /** Files written and every process of the hosts launched, ms. */
  readonly launched: number;
  /** The same, until two replicas are online and three Sentinels agree, ms. */
  readonly converged: number;
}

/** Starts a lab from nothing, hands it to `use` when it has converged, and destroys it. */
export async function withColdLab(
  driver: Driver,
  use: (lab: RunningLab, times: LabTimes) => Promise<void> | void,
): Promise<void> {
  const id = 'medida';
  const start = performance.now();
  await driver.create(id, initialState, { downAfterMs: cluster.defaultDownAfterMs, timeZone: 'UTC' });
  const lab = await driver.start(id);
  try {
    const launched = performance.now() - start;
    await untilConverged(lab, initialState);
    await use(lab, { launched, converged: performance.now() - start });
  } finally {
    await lab.stop();
    await driver.destroy(id);
  }
}

export async function withDriver<T>(use: (driver: Driver) => Promise<T>): Promise<T> {
  const labsFolder = await mkdtemp(join(tmpdir(), 'curso-medidas-'));
  try {
    return await use(createSandboxDriver({ labsFolder, projectFolder: projectFolder() }));
  } finally {
    await rm(labsFolder, { recursive: true, force: true });
  }
}

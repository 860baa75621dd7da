/** The labs of the reserve, which nobody looks at: one that ends by itself leaves nothing, and another takes its place. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cluster } from '../../labs/cluster.ts';
import { projectFolder } from '../../server/base/project-folder.ts';
import { waitFor } from '../../server/base/wait.ts';
import { createSandboxDriver } from '../../server/driver/sandbox/sandbox.ts';
import { createPool } from '../../server/lab/power/pool.ts';
import { createReserve } from '../../server/lab/power/reserve.ts';
import { keptLog } from '../kept-log.ts';
import { firstProcessOf } from '../lab-processes.ts';

const settings = { downAfterMs: cluster.defaultDownAfterMs, timeZone: 'UTC' };

it('a lab of the reserve whose host is killed is removed, and replaced', async () => {
  const labsFolder = await mkdtemp(join(tmpdir(), 'curso-reserva-'));
  const driver = createSandboxDriver({ labsFolder, projectFolder: projectFolder() });
  const reserve = createReserve(`${labsFolder}.reserva`);
  const { log, lines } = keptLog('error');
  const pool = createPool({ driver, reserve, size: 1, settings, log });
  try {
    await pool.filled();
    const [first] = await driver.list();
    process.kill(await firstProcessOf(labsFolder, 'replica1'), 'SIGKILL');
    await waitFor(
      'otro laboratorio de reserva, y solo ese',
      async () => {
        // Not the driver's list, which removes what is half made.
        const labs = await readdir(labsFolder);
        return pool.size === 1 && labs.length === 1 && labs[0] !== first;
      },
      { deadlineMs: 30_000 },
    );
    expect(lines).toEqual([]);
  } finally {
    await pool.dispose();
    expect(await driver.list()).toEqual([]);
    expect(await reserve.ids()).toEqual(new Set());
    await rm(labsFolder, { recursive: true });
    await rm(`${labsFolder}.reserva`, { recursive: true });
  }
});

it('a lab of the reserve that could not be made is made later, without anyone who asks for one', async () => {
  const labsFolder = await mkdtemp(join(tmpdir(), 'curso-reserva-'));
  const driver = createSandboxDriver({ labsFolder, projectFolder: projectFolder() });
  const reserve = createReserve(`${labsFolder}.reserva`);
  const { log, lines } = keptLog('error');
  // The folder of labs is none, as with a disk that is away.
  await rm(labsFolder, { recursive: true });
  await writeFile(labsFolder, '');
  const pool = createPool({ driver, reserve, size: 1, settings, log });
  try {
    await pool.filled();
    expect([pool.size, lines.length]).toEqual([0, 1]);
    await rm(labsFolder);
    await waitFor('un laboratorio de reserva', () => pool.size === 1, { deadlineMs: 30_000 });
    expect(lines).toHaveLength(1);
  } finally {
    await pool.dispose();
    expect(await driver.list()).toEqual([]);
    expect(await reserve.ids()).toEqual(new Set());
    await rm(labsFolder, { recursive: true });
    await rm(`${labsFolder}.reserva`, { recursive: true });
  }
});

it('the reserve is of the time zone that was asked for last, and gives nobody a lab of another', async () => {
  const labsFolder = await mkdtemp(join(tmpdir(), 'curso-reserva-'));
  const driver = createSandboxDriver({ labsFolder, projectFolder: projectFolder() });
  const reserve = createReserve(`${labsFolder}.reserva`);
  const { log, lines } = keptLog('error');
  const pool = createPool({ driver, reserve, size: 1, settings, log });
  try {
    await pool.filled();
    expect(await pool.take('America/Mexico_City')).toBeNull();
    await pool.filled();
    expect(await driver.list()).toHaveLength(1);
    const warm = await pool.take('America/Mexico_City');
    expect(warm?.lab.timeZone).toBe('America/Mexico_City');
    await warm?.lab.stop();
    if (warm) await driver.destroy(warm.id);
    expect(lines).toEqual([]);
  } finally {
    await pool.dispose();
    expect(await driver.list()).toEqual([]);
    expect(await reserve.ids()).toEqual(new Set());
    await rm(labsFolder, { recursive: true });
    await rm(`${labsFolder}.reserva`, { recursive: true });
  }
});

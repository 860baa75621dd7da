import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { projectFolder } from '../base/project-folder.ts';
import { createSandboxDriver } from '../driver/sandbox/sandbox.ts';
import { newLabId } from '../lab/lab-id.ts';
import { createReserve, type Reserve } from '../lab/power/reserve.ts';
import { countOrphans, type LabKeepers, sweepLabs } from './orphans.ts';

const hourMs = 3600_000;
const dayMs = 24 * hourMs;
const noon = Date.UTC(2026, 0, 1, 12);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'curso-sin-dueno-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('a start of the server', () => {
  let reserve: Reserve;
  let owned: Set<string>;
  let keepers: LabKeepers;
  beforeEach(() => {
    reserve = createReserve(join(folder, 'reserva'));
    owned = new Set();
    keepers = {
      driver: createSandboxDriver({ labsFolder: join(folder, 'labs'), projectFolder: projectFolder() }),
      store: { labIds: async () => owned },
      reserve,
      countFile: join(folder, 'huerfanos.json'),
    };
  });
  const lab = async (): Promise<string> => {
    const id = newLabId();
    await mkdir(join(folder, 'labs', id), { recursive: true });
    return id;
  };
  const labs = () => readdir(join(folder, 'labs'));

  it('removes what the reserve left, and its marks', async () => {
    const [warm, learners] = [await lab(), await lab()];
    await reserve.add(warm);
    await reserve.add(newLabId()); // Killed before it had files.
    owned.add(learners);
    expect(await sweepLabs(keepers, noon)).toEqual({ ids: [], noneKnown: false });
    expect(await labs()).toEqual([learners]);
    expect(await reserve.ids()).toEqual(new Set());
  });

  it('removes no lab that a learner has, whatever its mark says', async () => {
    const id = await lab();
    await reserve.add(id);
    owned.add(id);
    await sweepLabs(keepers, noon);
    expect(await labs()).toEqual([id]);
  });

  it('keeps a lab that was being given to a learner when the server was killed', async () => {
    const id = await lab();
    await reserve.add(id);
    await reserve.remove(id);
    expect(await sweepLabs(keepers, noon)).toEqual({ ids: [id], noneKnown: true });
    expect(await labs()).toEqual([id]);
  });

  it('leaves a lab to the server that gave it away, where two use one folder', async () => {
    const id = await lab();
    await reserve.add(id);
    const other: Reserve = {
      ...reserve,
      // The other one is quicker, between the question and the removal.
      remove: async (marked) => {
        await reserve.remove(marked);
        return reserve.remove(marked);
      },
    };
    await sweepLabs({ ...keepers, reserve: other }, noon);
    expect(await labs()).toEqual([id]);
  });

  it('keeps an orphan for seven days, whatever the clock does, and then removes it', async () => {
    const id = await lab();
    let now = noon;
    await sweepLabs(keepers, now);
    // The clock was ten years back, and then it is right.
    for (const jump of [-3650 * dayMs, 3650 * dayMs]) {
      now += jump;
      await sweepLabs(keepers, now);
      expect(await labs()).toEqual([id]);
    }
    // The jump has counted as one day.
    for (let day = 2; day < 7; day += 1) {
      now += dayMs;
      expect(await sweepLabs(keepers, now)).toEqual({ ids: [id], noneKnown: true });
    }
    now += dayMs;
    expect((await sweepLabs(keepers, now)).ids).toEqual([]);
    expect(await labs()).toEqual([]);
  });

  it('begins to count anew when the lab had an owner in between', async () => {
    const id = await lab();
    const week = { [id]: 8 * dayMs };
    await writeFile(keepers.countFile, JSON.stringify({ at: noon, labs: week }));
    owned.add(id);
    await sweepLabs(keepers, noon);
    owned.clear();
    await sweepLabs(keepers, noon);
    expect(await labs()).toEqual([id]);
  });
});

it('counts anew from a damaged file, and writes none where there is no orphan', async () => {
  const path = join(folder, 'huerfanos.json');
  expect(countOrphans(path, [], noon).size).toBe(0);
  expect(await readdir(folder)).toEqual([]);
  await writeFile(path, '{"at": 0, "labs": {"lab-1": 6');
  expect(countOrphans(path, ['lab-1'], noon)).toEqual(new Map([['lab-1', 0]]));
  expect(countOrphans(path, ['lab-1'], noon + hourMs)).toEqual(new Map([['lab-1', hourMs]]));
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ at: noon + hourMs, labs: { 'lab-1': hourMs } });
});

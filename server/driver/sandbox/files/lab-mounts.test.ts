import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fstabWord, writeLabMounts } from './lab-mounts.ts';

it('writes a path as fstab has it, whatever is in it', () => {
  expect(fstabWord('/home/ana/mi curso')).toBe('/home/ana/mi\\040curso');
  expect(fstabWord('/a\\b#c\td')).toBe('/a\\134b\\043c\\011d');
  expect(fstabWord('/año/ñandú')).toBe('/año/ñandú');
});

it('makes a place for each tool, a folder for a folder, and mounts all of them before the lab', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'curso-montajes-'));
  try {
    const program = join(folder, 'programa');
    await writeFile(program, '');
    const tools = [
      { from: folder, at: '/opt/cliente/paquete' },
      { from: program, at: '/opt/cliente/node' },
    ];
    const file = await writeLabMounts(folder, tools);
    expect((await stat(join(folder, 'tools/0'))).isDirectory()).toBe(true);
    expect((await stat(join(folder, 'tools/1'))).isFile()).toBe(true);
    expect((await readFile(file, 'utf8')).trim().split('\n')).toEqual([
      `${folder} ${folder}/tools/0 none bind 0 0`,
      `${program} ${folder}/tools/1 none bind 0 0`,
      `${folder} /mnt none rbind 0 0`,
    ]);
    // As a lab that is turned on again finds them.
    await expect(writeLabMounts(folder, tools)).resolves.toBe(file);
  } finally {
    await rm(folder, { recursive: true });
  }
});

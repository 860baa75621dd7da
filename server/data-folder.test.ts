import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDataFolder } from './data-folder.ts';

describe('a data folder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'curso-datos-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is given to one of those that ask for it at once', async () => {
    const asked = await Promise.allSettled([1, 2, 3].map(() => openDataFolder(folder)));
    const given = asked.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    const refused = asked.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(given).toHaveLength(1);
    expect(refused).toMatchObject([{ name: 'DataFolderInUse' }, { name: 'DataFolderInUse' }]);
    expect(refused[0]?.message).toContain(`proceso ${process.pid}`);
    given[0]?.release();
    (await openDataFolder(folder)).release();
  });

  it('is not given while a process has it that this one cannot see, as in another container', async () => {
    const lock = join(folder, 'servidor.lock');
    await writeFile(lock, '4000000 1\n');
    const hold = 'open my $lock, "+<", $ARGV[0]; flock($lock, 2); $| = 1; print "held"; sleep';
    const holder = spawn('perl', ['-e', hold, lock], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      await once(holder.stdout, 'data');
      await expect(openDataFolder(folder)).rejects.toMatchObject({ name: 'DataFolderInUse' });
    } finally {
      // However it ends, its lock ends with it.
      holder.kill('SIGKILL');
    }
    (await openDataFolder(folder)).release();
  });

  it('that is the copy of one in use is free: what counts is not what its lock says', async () => {
    const first = await openDataFolder(folder);
    const copy = await mkdtemp(join(tmpdir(), 'curso-copia-'));
    await writeFile(join(copy, 'servidor.lock'), await readFile(join(folder, 'servidor.lock')));
    (await openDataFolder(copy)).release();
    first.release();
    await rm(copy, { recursive: true });
  });

  it('keeps its secret for who opens it next', async () => {
    const first = await openDataFolder(folder);
    first.release();
    const second = await openDataFolder(folder);
    expect(second.secrets).toEqual(first.secrets);
    second.release();
  });

  it('where no folder can be is said', async () => {
    await writeFile(join(folder, 'fichero'), '');
    await expect(openDataFolder(join(folder, 'fichero', 'datos'))).rejects.toMatchObject({
      name: 'DataFolderUnusable',
    });
  });

  it('is not used where its secret is there and cannot be read: everybody would be forgotten', async () => {
    // As root, who may read everything, a folder stands for a file that cannot be read.
    await mkdir(join(folder, 'secreto'));
    await expect(openDataFolder(folder)).rejects.toMatchObject({ name: 'DataFolderUnusable' });
    expect(await readdir(folder)).not.toContain('secreto.nuevo');
  });
});

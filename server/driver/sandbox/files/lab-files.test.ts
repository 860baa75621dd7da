import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { chmod, cp, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { initialState } from '../../../../labs/cluster.ts';
import { scripts } from '../../../../labs/node/tools.ts';
import { projectFolder } from '../../../base/project-folder.ts';
import { labIdentity } from '../identity.ts';
import { openToOthers } from '../tools/client-tools.ts';
import { findPrograms } from '../tools/programs.ts';
import { writeDraft } from './lab-files.ts';

const modeOf = (...path: readonly string[]): string => (statSync(join(...path)).mode & 0o777).toString(8);

describe('what another user must be able to read, on a machine with umask 077', () => {
  let folder: string;
  let before: number;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'curso-modos-'));
    before = process.umask(0o077);
  });
  afterEach(() => {
    process.umask(before);
    rmSync(folder, { recursive: true });
  });

  it('is a lab’s folder, and the programs that all of its hosts share', async () => {
    const payload = join(folder, 'node');
    await cp(join(projectFolder(), 'labs/node'), payload, { recursive: true });
    // As git leaves them in a clone that was made under that umask.
    for (const name of await readdir(payload)) await chmod(join(payload, name), 0o700);
    const settings = { downAfterMs: 5000, timeZone: 'Etc/UTC' };
    const programs = findPrograms();
    const draft = await writeDraft(
      join(folder, 'uno'),
      initialState,
      settings,
      payload,
      programs,
      labIdentity(0),
    );
    expect([modeOf(draft), modeOf(draft, 'bin')]).toEqual(['755', '755']);
    for (const script of ['init', ...scripts])
      expect([script, modeOf(draft, 'bin', script)]).toEqual([script, '755']);
    expect(modeOf(draft, 'nodes/cliente/root/contador.mjs')).toBe('644');
  });

  it('is what `cliente` is given of this machine: packages, and programs that stay programs', async () => {
    await mkdir(join(folder, 'paquete/dentro'), { recursive: true });
    await writeFile(join(folder, 'paquete/dentro/index.js'), '');
    await writeFile(join(folder, 'paquete/programa'), '', { mode: 0o700 });
    await writeFile(join(folder, 'ajeno'), '');
    await symlink(join(folder, 'ajeno'), join(folder, 'paquete/enlace'));
    openToOthers(join(folder, 'paquete'));
    expect(modeOf(folder, 'paquete')).toBe('755');
    expect(modeOf(folder, 'paquete/dentro')).toBe('755');
    expect(modeOf(folder, 'paquete/dentro/index.js')).toBe('644');
    expect(modeOf(folder, 'paquete/programa')).toBe('755');
    expect(modeOf(folder, 'ajeno')).toBe('600');
  });
});

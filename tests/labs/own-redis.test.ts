import { execFileSync } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { initialState } from '../../labs/cluster.ts';
import { findServer } from '../../scripts/find-program.mjs';
import { labNeeds, missing } from '../../scripts/packages.mjs';
import { projectFolder } from '../../server/base/project-folder.ts';
import { createSandboxDriver } from '../../server/driver/sandbox/sandbox.ts';
import { findPrograms } from '../../server/driver/sandbox/tools/programs.ts';
import { serverTools } from '../../server/driver/sandbox/tools/server-tools.ts';
import { untilConverged } from '../../server/lab/monitor/until-converged.ts';
import { runScript } from './run-script.ts';

const settings = { downAfterMs: 5000, timeZone: 'Etc/UTC' };
const path = process.env['PATH'] ?? '';

describe('a Redis of one’s own, outside /usr', () => {
  let folder: string;
  beforeEach(async () => {
    // Not in /tmp, of which a lab's hosts have one of their own.
    folder = await mkdtemp('/var/tmp/curso-redis-');
    await mkdir(join(folder, 'bin'));
    for (const name of ['redis-server', 'redis-cli'])
      await copyFile(await realpath(`/usr/bin/${name}`), join(folder, 'bin', name));
    process.env['PATH'] = `${join(folder, 'bin')}${delimiter}${path}`;
  });
  afterEach(async () => {
    process.env['PATH'] = path;
    await rm(folder, { recursive: true });
  });

  const needs = labNeeds.filter(({ where }) => where === 'servers');

  it('is what all hosts of a lab run, whoever may read it', async () => {
    await chmod(folder, 0o700);
    await chmod(join(folder, 'bin/redis-server'), 0o700);
    const labs = await mkdtemp(join(tmpdir(), 'curso-lab-'));
    const driver = createSandboxDriver({ labsFolder: labs, projectFolder: projectFolder() });
    await driver.verify();
    await driver.create('uno', initialState, settings);
    const lab = await driver.start('uno');
    try {
      await untilConverged(lab, initialState);
      const where = 'readlink -f /opt/lab/bin/redis-server; redis-cli PING';
      expect((await runScript(lab, 'replica1', where)).output).toBe(
        `${join(folder, 'bin/redis-server')}\nPONG\n`,
      );
      expect((await runScript(lab, 'cliente', 'redis-cli -h maestro PING')).output).toBe('PONG\n');
    } finally {
      await lab.stop();
      await rm(labs, { recursive: true });
    }
  });

  it('brings the libraries that are its own, and none of the system’s', async () => {
    const [bin, lib] = [join(folder, 'bin'), join(folder, 'lib')];
    await mkdir(lib);
    const make = (source: string, ...options: readonly string[]) =>
      execFileSync('g++', ['-x', 'c', '-', ...options], { input: source });
    make('int propia(void) { return 0; }', '-shared', '-fPIC', '-o', join(lib, 'libpropia.so'));
    const rpath = '-Wl,-rpath,$ORIGIN/../lib';
    make(
      'int propia(void); int main(void) { return propia(); }',
      '-o',
      join(bin, 'redis-server'),
      `-L${lib}`,
      '-x',
      'none',
      '-lpropia',
      rpath,
    );
    expect(serverTools(findPrograms()).map(({ at }) => at)).toEqual([
      join(bin, 'redis-server'),
      join(lib, 'libpropia.so'),
      join(bin, 'redis-cli'),
    ]);
    await rm(join(lib, 'libpropia.so'));
    await copyFile(join(bin, 'redis-server'), join(bin, 'valkey-server'));
    await rm(join(bin, 'redis-server'));
    expect(() => serverTools(findPrograms())).toThrow(
      /valkey-server no se puede .* le falta la biblioteca libpropia\.so/,
    );
  });

  it('is found by the preparation where the server finds it, and refused with the same words', async () => {
    expect(missing(needs)).toEqual([]);
    await writeFile(join(folder, 'bin/redis-server'), '#!/bin/sh\nexec asdf exec redis-server "$@"\n');
    const { path: other, refused } = findServer(['redis-server']);
    expect(other).toBe('/usr/bin/redis-server');
    expect(refused).toEqual([expect.stringMatching(/bin\/redis-server es un script/)]);
    // Where it is the only one.
    process.env['PATH'] = '';
    expect(findServer(['redis-server-que-no-hay'])).toEqual({ path: null, refused: [] });
  });
});

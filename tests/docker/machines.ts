/** The driver for the machines that these tests were given. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { projectFolder } from '../../server/base/project-folder.ts';
import type { Driver } from '../../server/driver/driver.ts';
import { createHostsDriver } from '../../server/driver/hosts/hosts.ts';
import { type HostsFile, readHostsFile } from '../../server/driver/hosts/hosts-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'curso-ssh-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

export function machinesFile(): HostsFile {
  const path = process.env['CURSO_HOSTS_FILE'];
  if (!path) throw new Error('CURSO_HOSTS_FILE is not set: these tests are for .ci/docker to run');
  return readHostsFile(path);
}

export function machinesDriver(file = machinesFile()): Driver {
  return createHostsDriver({
    file,
    projectFolder: projectFolder(),
    socketsFolder: mkdtempSync(join(folder, 'd-')),
    onTrouble: (error) => {
      throw error;
    },
  });
}

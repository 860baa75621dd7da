import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectFolder } from '../../server/base/project-folder.ts';
import { createSandboxDriver } from '../../server/driver/sandbox/sandbox.ts';
import { driverContract } from '../contract/contract.ts';

driverContract(async () => {
  const labsFolder = await mkdtemp(join(tmpdir(), 'curso-labs-'));
  return {
    driver: createSandboxDriver({ labsFolder, projectFolder: projectFolder() }),
    dispose: () => rm(labsFolder, { recursive: true, force: true }),
  };
});

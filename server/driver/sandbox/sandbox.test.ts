import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectFolder } from '../../base/project-folder.ts';
import { driverContract } from '../contract/contract.ts';
import { createSandboxDriver } from './sandbox.ts';

driverContract(async () => {
  const labsFolder = await mkdtemp(join(tmpdir(), 'curso-labs-'));
  return {
    driver: createSandboxDriver({ labsFolder, projectFolder: projectFolder() }),
    dispose: () => rm(labsFolder, { recursive: true, force: true }),
  };
});

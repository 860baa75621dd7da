/** The same lab on machines reached over SSH: compose's containers, when CURSO_HOSTS_FILE names them (`.ci/docker npm run bench`). */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { projectFolder } from '../server/base/project-folder.ts';
import type { Driver } from '../server/driver/driver.ts';
import { createHostsDriver } from '../server/driver/hosts/hosts.ts';
import { readHostsFile } from '../server/driver/hosts/hosts-file.ts';
import type { Figure } from './figure.ts';
import { withColdLab } from './lab.ts';
import { megabytes } from './memory.ts';
import { descendantsOf, type Process } from './processes.ts';

const times = 5;
/** Replication buffers and start-up pages have settled by then. */
const restMs = 2000;

async function docker(...args: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)('docker', args);
  return stdout.trim().split('\n').filter(Boolean);
}

/** Every process of compose's machines, as this machine counts them. */
async function containerProcesses(): Promise<readonly Pick<Process, 'pid'>[]> {
  const machines = ['--filter', 'ancestor=curso-redis-sentinel/host'];
  const ids = await docker('ps', '-q', ...machines, '--filter', 'label=com.docker.compose.service');
  const tables = await Promise.all(ids.map((id) => docker('top', id, '-eo', 'pid')));
  return tables.flatMap(([, ...pids]) => pids.map((pid) => ({ pid: Number(pid) })));
}

export async function measureMachines(): Promise<readonly Figure[]> {
  const path = process.env['CURSO_HOSTS_FILE'];
  if (!path) return [];
  const onTrouble = (error: unknown) => {
    throw error;
  };
  const socketsFolder = await mkdtemp(join(tmpdir(), 'curso-ssh-'));
  try {
    const file = readHostsFile(path);
    return await measured(
      createHostsDriver({ file, projectFolder: projectFolder(), socketsFolder, onTrouble }),
    );
  } finally {
    await rm(socketsFolder, { recursive: true, force: true });
  }
}

async function measured(driver: Driver): Promise<readonly Figure[]> {
  const converged: number[] = [];
  const memory: number[] = [];
  for (let time = 0; time < times; time += 1) {
    await withColdLab(driver, async (_lab, taken) => {
      converged.push(taken.converged / 1000);
      await sleep(restMs);
      // With the connections that this process holds to them, which are the lab's cost too.
      memory.push(megabytes([...(await containerProcesses()), ...descendantsOf(process.pid)]));
    });
  }
  return [
    { what: 'el mismo en contenedores, hasta converger', unit: 's', samples: converged, aim: null },
    {
      what: 'memoria del mismo en contenedores, con sus conexiones (PSS)',
      unit: 'MB',
      samples: memory,
      aim: null,
    },
  ];
}

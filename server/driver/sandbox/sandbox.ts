/** The embedded default driver: labs made of Linux namespaces, without root and without Docker. See ARCHITECTURE.md. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { launcherCommand } from '../../../scripts/find-program.mjs';
import { diskTrouble } from '../../base/disk.ts';
import type { Driver, RunningLab } from '../driver.ts';
import {
  FilterRefused,
  LabMissing,
  LabNotWritten,
  LabRunning,
  LabStartFailed,
  NamespacesForbidden,
} from '../errors.ts';
import {
  labExists,
  labFolder,
  linkPrograms,
  listLabs,
  putInPlace,
  removeTree,
  timeZoneOf,
  writeDraft,
} from './files/lab-files.ts';
import { labIdentity } from './identity.ts';
import type { ControlGroup } from './limits/control-group.ts';
import type { Delegation } from './limits/delegation.ts';
import { underFilter } from './limits/seccomp.ts';
import type { LabThread } from './reading.ts';
import { createRunningLab } from './running-lab.ts';
import { type Supervisor, startSupervisor } from './supervisor/supervisor.ts';
import { clientTools, openToOthers, type Tool } from './tools/client-tools.ts';
import { findPrograms } from './tools/programs.ts';
import { serverTools } from './tools/server-tools.ts';

export interface SandboxOptions {
  /** The folder of all labs; a folder in it for each. */
  readonly labsFolder: string;
  /** The project's own folder, for `labs/node` and this driver's script. */
  readonly projectFolder: string;
  /** How far labs stand behind the server when the CPU is short: see priority.ts. */
  readonly niceness?: number;
  /** The control groups for labs; without any, `resource-monitor.ts` alone holds what a lab as a whole may use. */
  readonly delegation?: Delegation | null;
  /** Where labs are read; without one, in the thread that started them. */
  readonly thread?: LabThread;
}

export function createSandboxDriver({
  labsFolder,
  projectFolder,
  niceness = 0,
  delegation = null,
  thread,
}: SandboxOptions): Driver {
  const identity = labIdentity(niceness);
  const payload = join(projectFolder, 'labs/node');
  const script = join(projectFolder, 'server/driver/sandbox/supervisor/supervisor.sh');
  const clients = clientTools();
  const opened = new Set<string>();
  /** What labs are given of this machine, readable for whoever runs them. */
  const readable = (tools: readonly Tool[]): readonly Tool[] => {
    for (const { from } of tools) {
      if (identity.changes && !opened.has(from)) openToOthers(from);
      opened.add(from);
    }
    return tools;
  };
  const running = new Map<string, Supervisor | 'starting'>();

  const mustBeStopped = (id: string) => {
    if (running.has(id)) throw new LabRunning(id);
  };

  const groupFor = (id: string): ControlGroup | null => {
    try {
      return delegation?.open(identity.terminalNiceness) ?? null;
    } catch (cause) {
      throw new LabStartFailed(id, 'no se puede hacer su grupo de control', { cause });
    }
  };

  return {
    name: 'sandbox',

    async verify() {
      serverTools(findPrograms());
      const attempt = ['unshare', '--user', '--map-root-user', '--net', 'ip', 'link', 'set', 'lo', 'up'];
      const [command, ...args] = [...launcherCommand(projectFolder), 'run', ...identity.prefix, ...attempt];
      await promisify(execFile)(command, args).catch((cause: unknown) => {
        throw new NamespacesForbidden({ cause });
      });
      const [perl = 'perl', ...filtered] = [...underFilter(), 'true'];
      await promisify(execFile)(perl, filtered).catch((cause: unknown) => {
        throw new FilterRefused({ cause });
      });
    },

    async create(id, state, settings, stop) {
      const folder = labFolder(labsFolder, id);
      if (!stop) mustBeStopped(id);
      try {
        const draft = await writeDraft(folder, state, settings, payload, findPrograms(), identity);
        await stop?.();
        mustBeStopped(id);
        await putInPlace(draft, folder);
      } catch (cause) {
        const trouble = diskTrouble(cause);
        throw trouble === null ? cause : new LabNotWritten(trouble, { cause });
      }
    },

    async start(id): Promise<RunningLab> {
      const folder = labFolder(labsFolder, id);
      mustBeStopped(id);
      if (!(await labExists(folder))) throw new LabMissing(id);
      mustBeStopped(id);
      running.set(id, 'starting');
      try {
        const [group, timeZone] = [groupFor(id), await timeZoneOf(folder)];
        const programs = findPrograms();
        await linkPrograms(join(folder, 'bin'), programs);
        const shared = readable(serverTools(programs));
        const supervisor = await startSupervisor(
          id,
          folder,
          script,
          identity,
          shared,
          readable(clients),
          group,
        );
        running.set(id, supervisor);
        void supervisor.ended.then(() => running.delete(id));
        return createRunningLab({ id, folder, timeZone, supervisor, identity, group, thread });
      } catch (error) {
        running.delete(id);
        throw error;
      }
    },

    exists: (id) => labExists(labFolder(labsFolder, id)),

    list: () => listLabs(labsFolder),

    async destroy(id) {
      const folder = labFolder(labsFolder, id);
      mustBeStopped(id);
      await removeTree(folder);
    },
  };
}

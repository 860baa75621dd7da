/** The driver for machines that exist already: compose's containers, or an instructor's own. See ARCHITECTURE.md. */
import { join } from 'node:path';
import { hosts } from '../../../labs/cluster.ts';
import { findProgram } from '../../../scripts/find-program.mjs';
import { now } from '../../base/clock.ts';
import { isTimeZone } from '../../base/time-zone.ts';
import type { Driver } from '../driver.ts';
import { LabIdInvalid, LabMissing, LabRunning, LabStartFailed, ProgramMissing } from '../errors.ts';
import { type Allocation, createAllocations } from './allocations.ts';
import { HostKeyChanged, HostLacks, HostUnreachable } from './errors.ts';
import type { HostsFile } from './hosts-file.ts';
import { ensureKey } from './key.ts';
import { createLabLink } from './lab-link.ts';
import { createScript, destroyScript, lacksScript, startScript, zoneScript } from './remote-scripts.ts';
import { createRunningLab } from './running-lab.ts';

export interface HostsOptions {
  readonly file: HostsFile;
  /** The project's own folder, for `labs/node`. */
  readonly projectFolder: string;
  /** A new folder for OpenSSH's sockets, with a short path: a socket's address may have 108 bytes. Its maker removes it. */
  readonly socketsFolder: string;
  /** Told of machines that do not answer while others do. */
  readonly onTrouble: (error: unknown) => void;
}

const programs = ['ssh', 'ssh-keygen', 'setpriv'];

function checkedId(id: string): string {
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(id)) throw new LabIdInvalid(id);
  return id;
}

/** What a machine says of its zone; one that does not say is taken to be in UTC, as containers are. */
function zoneSaid(answer: string): string {
  const name = answer.trim();
  return isTimeZone(name) ? name : 'UTC';
}

export function createHostsDriver({ file, projectFolder, socketsFolder, onTrouble }: HostsOptions): Driver {
  const payload = join(projectFolder, 'labs/node');
  const allocations = createAllocations(
    file.labs.map((entry) => ({
      entry,
      link: createLabLink(entry, file.key, socketsFolder),
      id: null,
      given: false,
      busy: false,
      restedAt: 0,
    })),
    onTrouble,
  );

  const mustRest = (allocation: Allocation | null, id: string) => {
    if (allocation?.busy) throw new LabRunning(id);
  };
  /** Whether it could be asked; what is wrong with a machine that answers is thrown. */
  const examine = async ({ entry, link }: Allocation): Promise<boolean> => {
    try {
      const lacks = await link.each(lacksScript);
      const wrong = hosts.find(({ name }) => lacks[name].trim() !== '');
      if (wrong) throw new HostLacks(entry.name, wrong.name, lacks[wrong.name].trim().replaceAll('\n', ', '));
      return true;
    } catch (error) {
      if (!(error instanceof HostUnreachable)) throw error;
      onTrouble(error);
      return false;
    }
  };

  return {
    name: 'hosts',
    capacity: file.labs.length,

    async verify() {
      const missing = programs.find((program) => !findProgram(program));
      if (missing) throw new ProgramMissing(missing);
      await ensureKey(file.key, file.publicKey);
      const answer = await Promise.all(allocations.all.map(examine));
      const [first] = file.labs;
      if (first && !answer.includes(true))
        throw new HostUnreachable(
          first.name,
          'maestro',
          first.hosts.maestro.address,
          'ninguna máquina responde',
        );
    },

    async create(id, state, settings, stop) {
      checkedId(id);
      await stop?.();
      mustRest(await allocations.of(id), id);
      const allocation = await allocations.take(id);
      try {
        await allocation.link.each((node) => createScript(node, id, state, settings, payload));
      } catch (error) {
        allocation.given = false;
        throw error;
      }
    },

    async start(id) {
      checkedId(id);
      const allocation = await allocations.of(id);
      mustRest(allocation, id);
      if (!allocation) throw new LabMissing(id);
      allocation.busy = true;
      const rest = () => {
        [allocation.busy, allocation.given] = [false, false];
        allocation.restedAt = now();
      };
      try {
        const { connections, release } = await allocation.link.hold();
        const onEnd = () => {
          rest();
          release();
        };
        let timeZone = 'UTC';
        try {
          await allocation.link.each(() => startScript(id));
          timeZone = zoneSaid(await connections.maestro.run(zoneScript));
        } catch (error) {
          release();
          throw error;
        }
        return createRunningLab({
          id,
          entry: allocation.entry,
          link: allocation.link,
          connections,
          timeZone,
          onEnd,
        });
      } catch (cause) {
        rest();
        if (cause instanceof HostKeyChanged || cause instanceof HostUnreachable) throw cause;
        throw new LabStartFailed(id, cause instanceof Error ? cause.message : String(cause), { cause });
      }
    },

    exists: async (id) => allocations.has(checkedId(id)),

    list: () => allocations.ids(),

    async destroy(id) {
      const allocation = await allocations.of(checkedId(id));
      mustRest(allocation, id);
      if (!allocation) return;
      await allocations.empty(allocation, () => allocation.link.each(() => destroyScript));
    },
  };
}

/** The driver for machines that exist already: compose's containers, or an instructor's own. See ARCHITECTURE.md. */
import { join } from 'node:path';
import { hosts } from '../../../labs/cluster.ts';
import { findProgram } from '../../../scripts/find-program.mjs';
import { now } from '../../clock.ts';
import { isTimeZone } from '../../time-zone.ts';
import type { Driver } from '../driver.ts';
import { LabIdInvalid, LabMissing, LabRunning, LabStartFailed, ProgramMissing } from '../errors.ts';
import { HostKeyChanged, HostLacks, HostUnreachable } from './errors.ts';
import type { HostsFile } from './hosts-file.ts';
import { ensureKey } from './key.ts';
import { createLabLink } from './lab-link.ts';
import { createOrder, destroyOrder, lacksOrder, startOrder, zoneOrder } from './orders.ts';
import { createPlaces, type Place } from './places.ts';
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
  const places = createPlaces(
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

  const mustRest = (place: Place | null, id: string) => {
    if (place?.busy) throw new LabRunning(id);
  };
  /** Whether it could be asked; what is wrong with a machine that answers is thrown. */
  const examine = async ({ entry, link }: Place): Promise<boolean> => {
    try {
      const lacks = await link.each(lacksOrder);
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
      const answer = await Promise.all(places.all.map(examine));
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
      mustRest(await places.of(id), id);
      const place = await places.take(id);
      try {
        await place.link.each((node) => createOrder(node, id, state, settings, payload));
      } catch (error) {
        place.given = false;
        throw error;
      }
    },

    async start(id) {
      checkedId(id);
      const place = await places.of(id);
      mustRest(place, id);
      if (!place) throw new LabMissing(id);
      place.busy = true;
      const rest = () => {
        [place.busy, place.given] = [false, false];
        place.restedAt = now();
      };
      try {
        const { connections, release } = await place.link.hold();
        const onEnd = () => {
          rest();
          release();
        };
        let timeZone = 'UTC';
        try {
          await place.link.each(() => startOrder(id));
          timeZone = zoneSaid(await connections.maestro.run(zoneOrder));
        } catch (error) {
          release();
          throw error;
        }
        return createRunningLab({ id, entry: place.entry, link: place.link, connections, timeZone, onEnd });
      } catch (cause) {
        rest();
        if (cause instanceof HostKeyChanged || cause instanceof HostUnreachable) throw cause;
        throw new LabStartFailed(id, cause instanceof Error ? cause.message : String(cause), { cause });
      }
    },

    exists: async (id) => places.has(checkedId(id)),

    list: () => places.ids(),

    async destroy(id) {
      const place = await places.of(checkedId(id));
      mustRest(place, id);
      if (!place) return;
      await places.empty(place, () => place.link.each(() => destroyOrder));
    },
  };
}

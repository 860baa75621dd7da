/** Reads a lab through its folder, which every thread of the server can reach; and what a thread for that is to this driver. */
import { basename, dirname, join } from 'node:path';
import type { HostName, NodeName } from '../../../labs/define.ts';
import { runtime } from '../../../labs/node/configuration.ts';
import type { LabReader, LabReading } from '../driver.ts';
import { FileUnreadable, ServiceRefused } from '../errors.ts';
import { followFile } from './files/follow.ts';
import { mounts } from './files/lab-files.ts';
import { connectUnixSocket } from './files/safe-open.ts';
import type { MonitorResources } from './limits/resource-monitor.ts';
import { createReader } from './reader.ts';

/** Another thread of the server, that reads labs. */
export interface LabThread {
  readonly monitorResources: MonitorResources;
  /** Reads the lab in that folder. `cut`: the nodes that are cut from its network at this moment. */
  readerOf(folder: string, cut: () => readonly NodeName[]): LabReader;
}

/** What is read of a lab that is off is what it left, and its services refuse. */
export function readingOf(folder: string): Omit<LabReading, 'isCut'> {
  /** Where a node's file is on this machine. Only files that lie right in a mounted folder: deeper, a link could lead out. */
  const hostPath = (node: HostName, path: string): string => {
    const mount = Object.entries(mounts).find(([, seen]) => seen === dirname(path));
    if (!mount) throw new FileUnreadable(node, path);
    return join(folder, 'nodes', node, mount[0], basename(path));
  };
  const read = createReader();

  return {
    async connect(node, service) {
      return connectUnixSocket(hostPath(node, runtime[service].socket)).catch((cause: unknown) => {
        throw new ServiceRefused(node, service, { cause });
      });
    },
    async readFile(node, path) {
      return read(hostPath(node, path)).catch((cause: unknown) => {
        throw new FileUnreadable(node, path, { cause });
      });
    },
    follow: (node, path, onLine) => followFile(hostPath(node, path), onLine),
  };
}

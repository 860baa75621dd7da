/** A lab whose hosts are on: what a driver gives of it, for the sandbox. */
import { execFile } from 'node:child_process';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { HostName } from '../../../labs/define.ts';
import { runtime } from '../../../labs/node/configuration.ts';
import type { RunningLab } from '../driver.ts';
import {
  FileUnreadable,
  LabNotRunning,
  type LimitMet,
  NetworkChangeFailed,
  ServiceRefused,
  SpawnFailed,
} from '../errors.ts';
import { openPty } from '../pty.ts';
import { enterNode, switchCable } from './enter.ts';
import { followFile } from './follow.ts';
import { guardLab } from './guard.ts';
import type { Holder } from './holder.ts';
import type { LabIdentity } from './identity.ts';
import { mounts } from './lab-files.ts';
import { shareLess } from './priority.ts';
import { createReader } from './reader.ts';
import { connectUnixSocket } from './safe-open.ts';

export function createRunningLab(
  id: string,
  folder: string,
  holder: Holder,
  identity: LabIdentity,
): RunningLab {
  let on = true;
  const listeners = new Set<() => void>();
  void holder.ended.then(() => {
    on = false;
    guard.stop();
    for (const listener of listeners) listener();
  });
  const limitListeners: ((limit: LimitMet | null) => void)[] = [];
  const guard = guardLab(folder, Object.values(holder.nodes), (limit) => {
    for (const listener of limitListeners) listener(limit);
    if (limit?.ends) void holder.kill();
  });

  const mustBeOn = () => {
    if (!on) throw new LabNotRunning(id);
  };

  /** Where a node's file is on this machine. Only files that lie right in a mounted folder: deeper, a link could lead out. */
  const hostPath = (node: HostName, path: string): string => {
    const mount = Object.entries(mounts).find(([, seen]) => seen === dirname(path));
    if (!mount) throw new FileUnreadable(node, path);
    return join(folder, 'nodes', node, mount[0], basename(path));
  };

  const read = createReader();
  const cut = new Set<HostName>();
  const setCable = async (node: HostName, state: 'up' | 'down') => {
    mustBeOn();
    const [command, ...args] = switchCable(holder.init, identity, node, state);
    await promisify(execFile)(command, args).catch((error: Error) => {
      throw new NetworkChangeFailed(node, error.message);
    });
    if (state === 'down') cut.add(node);
    else cut.delete(node);
  };

  return {
    async connect(node, service) {
      mustBeOn();
      return connectUnixSocket(hostPath(node, runtime[service].socket)).catch((cause: unknown) => {
        throw new ServiceRefused(node, service, { cause });
      });
    },

    spawn(node, argv, options) {
      mustBeOn();
      const [command, ...args] = enterNode(holder.nodes[node], identity, argv, options.env);
      try {
        return openPty(command, args, {
          cols: options.cols,
          rows: options.rows,
          env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
          onStart: (pid) => void shareLess(pid, identity.niceness),
        });
      } catch (cause) {
        throw new SpawnFailed(node, argv[0], { cause });
      }
    },

    async readFile(node, path) {
      mustBeOn();
      return read(hostPath(node, path)).catch((cause: unknown) => {
        throw new FileUnreadable(node, path, { cause });
      });
    },

    follow(node, path, onLine) {
      mustBeOn();
      const follower = followFile(hostPath(node, path), onLine);
      listeners.add(follower.stop);
      return {
        stop() {
          listeners.delete(follower.stop);
          follower.stop();
        },
      };
    },

    cutNetwork: (node) => setCable(node, 'down'),
    restoreNetwork: (node) => setCable(node, 'up'),
    isCut: (node) => cut.has(node),

    onLimit: (listener) => void limitListeners.push(listener),

    onEnd(listener) {
      if (on) listeners.add(listener);
      else listener();
    },

    async stop() {
      on = false;
      await holder.kill();
    },
  };
}

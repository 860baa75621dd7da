/** A lab whose hosts are on: what a driver gives of it, for the sandbox. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { nodeNames } from '../../../labs/cluster.ts';
import type { HostName } from '../../../labs/define.ts';
import { systemPath } from '../../../scripts/find-program.mjs';
import type { RunningLab } from '../driver.ts';
import { LabNotRunning, type LimitMet, NetworkChangeFailed, SpawnFailed } from '../errors.ts';
import { openPty } from '../pty.ts';
import { createClockWatch } from './clock-watch.ts';
import type { ControlGroup } from './control-group.ts';
import { enterNode, switchCable } from './enter.ts';
import { watchForFlood } from './flood-watch.ts';
import { guardLab } from './guard.ts';
import type { Holder } from './holder.ts';
import type { LabIdentity } from './identity.ts';
import { clearLogs } from './lab-files.ts';
import { limitMet } from './limits.ts';
import { shareLess } from './priority.ts';
import { type LabThread, readingOf } from './reading.ts';

export interface RunningLabParts {
  readonly id: string;
  readonly folder: string;
  readonly timeZone: string;
  readonly holder: Holder;
  readonly identity: LabIdentity;
  readonly group: ControlGroup | null;
  readonly thread?: LabThread | undefined;
}

export function createRunningLab(parts: RunningLabParts): RunningLab {
  const { id, folder, timeZone, holder, identity, group, thread } = parts;
  let on = true;
  const listeners = new Set<() => void>();
  void holder.ended.then(() => {
    on = false;
    guard.stop();
    for (const listener of listeners) listener();
  });
  const limitListeners: ((limit: LimitMet | null) => void)[] = [];
  const guarded = { folder, hosts: Object.values(holder.nodes), group: group?.folder ?? null };
  const guard = (thread?.guardLab ?? guardLab)(guarded, (name) => {
    const limit = name && limitMet(name);
    for (const listener of limitListeners) listener(limit);
    if (limit?.ends) void holder.kill();
  });

  const mustBeOn = () => {
    if (!on) throw new LabNotRunning(id);
  };

  const reading = readingOf(folder);
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
    timeZone,

    async connect(node, service) {
      mustBeOn();
      return reading.connect(node, service);
    },

    spawn(node, argv, options) {
      mustBeOn();
      const [command, ...args] = enterNode(node, holder.nodes[node], identity, argv, options.env);
      const { terminalNiceness } = identity;
      try {
        const pty = openPty(command, args, {
          cols: options.cols,
          rows: options.rows,
          env: { PATH: systemPath },
          group: group?.folder,
          onStart: (pid) => {
            void shareLess(pid, terminalNiceness);
            // A control group shares the CPU out by itself; and on one's own machine nobody else waits.
            if (terminalNiceness > 0 && !group) watchForFlood(pty, pid, terminalNiceness);
          },
        });
        return pty;
      } catch (cause) {
        throw new SpawnFailed(node, argv[0], { cause });
      }
    },

    async readFile(node, path) {
      mustBeOn();
      return reading.readFile(node, path);
    },

    follow(node, path, onLine) {
      mustBeOn();
      const follower = reading.follow(node, path, onLine);
      listeners.add(follower.stop);
      return {
        stop() {
          listeners.delete(follower.stop);
          follower.stop();
        },
      };
    },

    async clearLogs() {
      mustBeOn();
      await Promise.all(nodeNames.map((node) => clearLogs(join(folder, 'nodes', node, 'log'))));
    },

    cutNetwork: (node) => setCable(node, 'down'),
    restoreNetwork: (node) => setCable(node, 'up'),
    isCut: (node) => cut.has(node),
    ...(thread && { reader: thread.readerOf(folder, () => nodeNames.filter((node) => cut.has(node))) }),

    trouble: createClockWatch().trouble,

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

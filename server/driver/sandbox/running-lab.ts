/** A lab whose hosts are on: what a driver gives of it, for the sandbox. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { nodeNames } from '../../../labs/cluster.ts';
import type { HostName } from '../../../labs/define.ts';
import { systemPath } from '../../../scripts/find-program.mjs';
import type { RunningLab } from '../driver.ts';
import {
  LabNotRunning,
  type LimitMet,
  NetworkChangeFailed,
  NodeOff,
  PowerChangeFailed,
  SpawnFailed,
} from '../errors.ts';
import { openPty } from '../pty.ts';
import { clearLogs } from './files/lab-files.ts';
import type { LabIdentity } from './identity.ts';
import { createClockWatch } from './limits/clock-watch.ts';
import type { ControlGroup } from './limits/control-group.ts';
import { watchForFlood } from './limits/flood-watch.ts';
import { limitMet } from './limits/limits.ts';
import { shareLess } from './limits/priority.ts';
import { monitorResources } from './limits/resource-monitor.ts';
import { type LabThread, readingOf } from './reading.ts';
import { execInNode, setLink } from './supervisor/exec.ts';
import type { Supervisor } from './supervisor/supervisor.ts';

export interface RunningLabParts {
  readonly id: string;
  readonly folder: string;
  readonly timeZone: string;
  readonly supervisor: Supervisor;
  readonly identity: LabIdentity;
  readonly group: ControlGroup | null;
  readonly thread?: LabThread | undefined;
}

/** Some tens of milliseconds; a machine under load needs more, ms. */
const insideDeadlineMs = 10_000;

/** Ends whatever runs in a host but its first process and this, and waits until it has: a Redis that is about to end still takes connections. */
const endAll = `others() {
  for each in /proc/[0-9]*; do
    case $each in /proc/1 | /proc/$$) ;; *) return 0 ;; esac
  done
  return 1
}
kill -9 -1 2>/dev/null
while others; do sleep 0.02; kill -9 -1 2>/dev/null; done
:`;

export function createRunningLab(parts: RunningLabParts): RunningLab {
  const { id, folder, timeZone, supervisor, identity, group, thread } = parts;
  let on = true;
  const listeners = new Set<() => void>();
  void supervisor.ended.then(() => {
    on = false;
    monitor.stop();
    for (const listener of listeners) listener();
  });
  const limitListeners: ((limit: LimitMet | null) => void)[] = [];
  const monitored = { folder, hosts: Object.values(supervisor.nodes), group: group?.folder ?? null };
  const monitor = (thread?.monitorResources ?? monitorResources)(monitored, (name) => {
    const limit = name && limitMet(name);
    for (const listener of limitListeners) listener(limit);
    if (limit?.ends) void supervisor.kill();
  });

  const mustBeOn = () => {
    if (!on) throw new LabNotRunning(id);
  };

  const reading = readingOf(folder);
  const [cut, poweredOff] = [new Set<HostName>(), new Set<HostName>()];
  /** A node's link is up while it is neither cut nor off. */
  const setNodeLink = async (node: HostName, set: Set<HostName>, isIn: boolean) => {
    mustBeOn();
    const other = set === cut ? poweredOff : cut;
    const state = isIn || other.has(node) ? 'down' : 'up';
    const [command, ...args] = setLink(supervisor.init, identity, node, state);
    await promisify(execFile)(command, args).catch((error: Error) => {
      throw new NetworkChangeFailed(node, error.message);
    });
    if (isIn) set.add(node);
    else set.delete(node);
  };
  /** Runs a shell's script there as the node's own programs run, to its end. */
  const runInside = async (node: HostName, script: string) => {
    const [command, ...args] = execInNode(node, supervisor.nodes[node], identity, ['sh', '-c', script]);
    await promisify(execFile)(command, args, { timeout: insideDeadlineMs }).catch((error: Error) => {
      // Before it stands the command, which is long.
      throw new PowerChangeFailed(node, error.message.trim().split('\n').at(-1) ?? '');
    });
  };

  return {
    timeZone,

    async connect(node, service) {
      mustBeOn();
      return reading.connect(node, service);
    },

    spawn(node, argv, options) {
      mustBeOn();
      if (poweredOff.has(node)) throw new NodeOff(node);
      const [command, ...args] = execInNode(node, supervisor.nodes[node], identity, argv, options.env);
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

    cutNetwork: (node) => setNodeLink(node, cut, true),
    restoreNetwork: (node) => setNodeLink(node, cut, false),
    isCut: (node) => cut.has(node),

    async powerOff(node) {
      await setNodeLink(node, poweredOff, true);
      await runInside(node, endAll);
    },
    async powerOn(node) {
      mustBeOn();
      if (!poweredOff.has(node)) return;
      await runInside(node, 'find /tmp -mindepth 1 -delete');
      await setNodeLink(node, poweredOff, false);
      // Its first process turns on what was on: see labs/node/init.
      process.kill(supervisor.nodes[node], 'SIGUSR1');
    },
    isOff: (node) => poweredOff.has(node),

    ...(thread && { reader: thread.readerOf(folder, () => nodeNames.filter((node) => cut.has(node))) }),

    trouble: createClockWatch().trouble,

    onLimit: (listener) => void limitListeners.push(listener),

    onEnd(listener) {
      if (on) listeners.add(listener);
      else listener();
    },

    async stop() {
      on = false;
      await supervisor.kill();
    },
  };
}

/** A lab whose programs are on: what a driver gives of it, for machines reached over SSH. */
import { dirname } from 'node:path';
import { cluster, nodeOf } from '../../../labs/cluster.ts';
import type { HostName } from '../../../labs/define.ts';
import type { Follower, RunningLab } from '../driver.ts';
import {
  FileUnreadable,
  LabNotRunning,
  NetworkChangeFailed,
  NodeOff,
  PowerChangeFailed,
  ServiceRefused,
  SpawnFailed,
} from '../errors.ts';
import { openPty } from '../pty.ts';
import { followThere } from './follow.ts';
import type { LabEntry } from './hosts-file.ts';
import type { Connections, LabLink } from './lab-link.ts';
import {
  asLearner,
  clearLogsScript,
  cutScript,
  powerOffScript,
  powerOnScript,
  readScript,
  stopScript,
} from './remote-scripts.ts';
import { straight, through } from './service-socket.ts';

/** Where the course has business in a machine; the same folders as in every driver. */
const folders = ['/etc', '/run', '/root', '/var/lib/redis', '/var/log/redis'];
const ports = { redis: cluster.redisPort, sentinel: cluster.sentinelPort } as const;

export interface RunningLabParts {
  readonly id: string;
  readonly entry: LabEntry;
  readonly link: LabLink;
  readonly connections: Connections;
  readonly timeZone: string;
  /** Called once, when it has ended. */
  readonly onEnd: () => void;
}

export function createRunningLab(parts: RunningLabParts): RunningLab {
  const { id, entry, link, connections, timeZone, onEnd } = parts;
  let on = true;
  const listeners = new Set<() => void>([onEnd]);
  const followers = new Set<Follower>();
  const cut = new Set<HostName>();
  const poweredOff = new Set<HostName>();

  const end = () => {
    if (!on) return;
    on = false;
    for (const follower of followers) follower.stop();
    for (const listener of listeners) listener();
  };
  // A lab is four machines: when one is gone, the lab has ended, and is started again as a whole.
  for (const connection of Object.values(connections)) void connection.ended.then(end);

  const mustBeOn = () => {
    if (!on) throw new LabNotRunning(id);
  };
  const mustBeOurs = (node: HostName, path: string) => {
    if (!folders.includes(dirname(path))) throw new FileUnreadable(node, path);
  };
  const setNetwork = async (node: HostName, off: boolean) => {
    mustBeOn();
    // While it is off it stays without a network; what it is to have is done when it is turned on.
    if (poweredOff.has(node)) return void (off ? cut.add(node) : cut.delete(node));
    await connections[node].run(cutScript(node, off)).catch((error: Error) => {
      throw new NetworkChangeFailed(node, error.message);
    });
    if (off) cut.add(node);
    else cut.delete(node);
  };
  const setPower = async (node: HostName, script: string) => {
    mustBeOn();
    await connections[node].run(script).catch((error: Error) => {
      throw new PowerChangeFailed(node, error.message);
    });
  };

  return {
    timeZone,

    async connect(node, service) {
      mustBeOn();
      const stream =
        entry.redis === 'ssh'
          ? through(connections[node].forwarded(service))
          : straight(nodeOf(node).address, ports[service]);
      return stream.catch((cause: unknown) => {
        throw new ServiceRefused(node, service, { cause });
      });
    },

    spawn(node, argv, { cols, rows, env }) {
      mustBeOn();
      if (poweredOff.has(node)) throw new NodeOff(node);
      const [command, ...args] = connections[node].command(`exec ${asLearner(id, argv, env)}`, true);
      try {
        return openPty(command, args, { cols, rows, env: { PATH: '/usr/bin:/bin' } });
      } catch (cause) {
        throw new SpawnFailed(node, argv[0], { cause });
      }
    },

    async readFile(node, path) {
      mustBeOn();
      mustBeOurs(node, path);
      return connections[node].run(readScript(path)).catch((cause: unknown) => {
        throw new FileUnreadable(node, path, { cause });
      });
    },

    follow(node, path, onLine) {
      mustBeOn();
      mustBeOurs(node, path);
      const follower = followThere(connections[node], path, onLine);
      followers.add(follower);
      return {
        stop() {
          followers.delete(follower);
          follower.stop();
        },
      };
    },

    async clearLogs() {
      mustBeOn();
      await link.each(() => clearLogsScript);
    },

    cutNetwork: (node) => setNetwork(node, true),
    restoreNetwork: (node) => setNetwork(node, false),
    isCut: (node) => cut.has(node),
    async powerOff(node) {
      mustBeOn();
      // First of all: what a learner starts now would not be ended.
      poweredOff.add(node);
      await setPower(node, powerOffScript(node));
    },
    async powerOn(node) {
      mustBeOn();
      if (!poweredOff.has(node)) return;
      await setPower(node, powerOnScript(node, id, cut.has(node)));
      poweredOff.delete(node);
    },
    isOff: (node) => poweredOff.has(node),

    onEnd(listener) {
      if (on) listeners.add(listener);
      else listener();
    },

    async stop() {
      if (!on) return;
      on = false;
      for (const follower of followers) follower.stop();
      try {
        await link.each(() => stopScript);
      } finally {
        for (const listener of listeners) listener();
      }
    },
  };
}

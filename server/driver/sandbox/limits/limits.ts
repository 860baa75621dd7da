/** What a program of a lab may use, by the kernel's own count, which holds everywhere; and what a lab may as a whole: see resource-monitor.ts. */
import { readFileSync } from 'node:fs';
import { client } from '../../../../labs/cluster.ts';
import type { HostName } from '../../../../labs/define.ts';
import { DepthLimitMet, DiskLimitMet, type LimitMet, MemoryLimitMet, ProcessLimitMet } from '../../errors.ts';

/** Processes of a whole lab: RLIMIT_NPROC counts by user namespace, and a lab has one. */
export const mostProcesses = 400;

/** Of its control group, in which whatever enters a host is too: two for each of its terminals, and for a moment some more. */
export const mostInGroup = mostProcesses + 50;

/** Of each process. `data` is its own memory (heap, stacks, private maps): a Redis has 64 MB of keys, Node.js starts with some 100. */
const each = {
  nofile: 4096,
  fsize: 256 * 1024 * 1024,
  data: 512 * 1024 * 1024,
  core: 0,
  msgqueue: 0,
  memlock: 64 * 1024,
  // More of the CPU than it was given: none.
  nice: 0,
  rtprio: 0,
} as const;

/** V8 reserves no more than this for code (kMaximalCodeRangeSize in its src/common/globals.h). */
const mostForCode = 512 * 1024 * 1024;

/**
 * The bytes that a Node.js reserves for its code and that the kernel counts as its data although nothing is in them: from version 24 on
 * V8 maps them writable at once, some 510 MiB; before, and so uncounted, without any right. `maps` is its /proc/PID/maps.
 */
export function reservedForCode(maps: string): number {
  // Writable, executable, private, and of no file.
  const sizes = [...maps.matchAll(/^([0-9a-f]+)-([0-9a-f]+) rwxp 0+ 00:00 0\s*$/gm)].map(
    ([, from = '0', to = '0']) => Number.parseInt(to, 16) - Number.parseInt(from, 16),
  );
  return Math.min(mostForCode, Math.max(0, ...sizes));
}

/** In the host `cliente` runs the Node.js that runs this. */
const dataOfClient = each.data + reservedForCode(readFileSync('/proc/self/maps', 'utf8'));

/** The limits of each process of a host, as prlimit takes them, in one word each. */
export function limitOptions(host: HostName): readonly string[] {
  const most = host === client.name ? { ...each, data: dataOfClient } : each;
  return [`--nproc=${mostProcesses}`, ...Object.entries(most).map(([name, limit]) => `--${name}=${limit}`)];
}

/** Put before a command in a host, bounds it and all that it starts. */
export const limited = (host: HostName): readonly string[] => ['prlimit', ...limitOptions(host)];

/** The memory of a lab that is its own, bytes. */
export const mostMemory = 1024 ** 3;
export const mostDisk = { bytes: 1024 ** 3, files: 20_000 } as const;
/** A longer path, with the zero at its end, is no path: PATH_MAX of linux/limits.h, in bytes. */
export const pathMax = 4096;

/** The limits of a lab as a whole. */
export type LimitName = 'processes' | 'memory' | 'disk' | 'depth';

export function limitMet(name: LimitName): LimitMet {
  switch (name) {
    case 'processes':
      return new ProcessLimitMet(mostProcesses);
    case 'memory':
      return new MemoryLimitMet(mostMemory);
    case 'disk':
      return new DiskLimitMet(mostDisk.bytes, mostDisk.files);
    case 'depth':
      return new DepthLimitMet(pathMax);
  }
}

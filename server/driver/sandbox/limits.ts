/** What a program of a lab may use, by the kernel's own count, which holds everywhere; and what a lab may as a whole: see guard.ts. */
import { DepthLimitMet, DiskLimitMet, type LimitMet, MemoryLimitMet, ProcessLimitMet } from '../errors.ts';

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

const options = [
  `--nproc=${mostProcesses}`,
  ...Object.entries(each).map(([name, most]) => `--${name}=${most}`),
] as const;

/** As prlimit takes them, in one word each. */
export const limitOptions: readonly string[] = options;

/** Put before a command, bounds it and all that it starts. */
export const limited: readonly string[] = ['prlimit', ...options];

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

/** What a program of a lab may use, by the kernel's own count. They hold everywhere, whatever the machine. */

/** Processes of a whole lab: RLIMIT_NPROC counts by user namespace, and a lab has one. */
export const mostProcesses = 400;

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

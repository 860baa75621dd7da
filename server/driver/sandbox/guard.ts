/**
 * Looks at what a running lab uses as a whole, which no limit of a single process bounds: processes, memory and disk. It works
 * without cgroups, so it comes a moment late; what may happen in that moment is bounded by `limits.ts`.
 */
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as breath } from 'node:timers/promises';
import type { LimitMet } from '../errors.ts';
import { DiskLimitMet, MemoryLimitMet, ProcessLimitMet } from '../errors.ts';
import { mostProcesses } from './limits.ts';

const most = {
  memoryBytes: 1024 ** 3,
  diskBytes: 1024 ** 3,
  files: 20_000,
} as const;

/** How often the processes are looked at: a lab that grows, more often. In 2 s two cores fill some GiB. */
const calmMs = 2000;
const alertMs = 500;
const alertFrom = most.memoryBytes / 4;
/** A walk through a lab's folders is some hundred `lstat`. */
const diskMs = 5000;
/** So many files at a time, for other labs wait meanwhile. */
const stride = 200;

/** Bytes of a page of memory: 4 KiB on these processors, as Debian builds their kernels. */
const pageBytes = 4096;

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // It ended in the meantime.
  }
}

function processesIn(proc: string): string[] {
  try {
    return readdirSync(proc).filter((name) => /^\d+$/.test(name));
  } catch {
    return []; // The host ended in the meantime.
  }
}

/**
 * What the processes of the hosts use, given the first of each: how many, and the memory that is theirs alone. Through each host's own
 * /proc, for what was started by a terminal is no descendant of that first process. Source: proc(5), statm.
 */
function usageOf(hosts: readonly number[]): { readonly processes: number; readonly memoryBytes: number } {
  let [processes, memoryBytes] = [0, 0];
  for (const first of hosts) {
    const proc = `/proc/${first}/root/proc`;
    for (const pid of processesIn(proc)) {
      processes += 1;
      const [, resident = 0, shared = 0] = read(`${proc}/${pid}/statm`).split(' ').map(Number);
      memoryBytes += (resident - shared) * pageBytes;
    }
  }
  return { processes, memoryBytes };
}

/** Whether the files under a folder are more, or take more of the disk, than a lab may have. Links are not followed. */
async function tooMuchOnDisk(folder: string): Promise<boolean> {
  let [files, bytes] = [0, 0];
  const pending = [folder];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    try {
      for (const entry of readdirSync(path, { withFileTypes: true })) {
        const at = join(path, entry.name);
        files += 1;
        bytes += lstatSync(at).blocks * 512;
        if (files > most.files || bytes > most.diskBytes) return true;
        if (entry.isDirectory()) pending.push(at);
        if (files % stride === 0) await breath();
      }
    } catch {
      // Removed in the meantime, or closed by its owner: what is in it cannot grow unseen for long.
    }
  }
  return false;
}

export interface Guard {
  stop(): void;
}

/** `onLimit` hears of a limit that is met, and null when it no longer is. After one that `ends` the lab nothing more is said. */
export function guardLab(
  folder: string,
  hosts: readonly number[],
  onLimit: (limit: LimitMet | null) => void,
): Guard {
  let stopped = false;
  let told: LimitMet | null = null;
  let timer: NodeJS.Timeout;
  let diskAt = performance.now() + diskMs;

  const tell = (limit: LimitMet | null) => {
    if (stopped || limit?.name === told?.name) return;
    told = limit;
    if (limit?.ends) stopped = true;
    onLimit(limit);
  };

  const look = async () => {
    const { processes, memoryBytes } = usageOf(hosts);
    if (memoryBytes > most.memoryBytes) return tell(new MemoryLimitMet(most.memoryBytes));
    if (performance.now() >= diskAt) {
      if (await tooMuchOnDisk(join(folder, 'nodes')))
        return tell(new DiskLimitMet(most.diskBytes, most.files));
      diskAt = performance.now() + diskMs;
    }
    // The last ones come and go while a program tries to start more.
    tell(processes > mostProcesses * 0.9 ? new ProcessLimitMet(mostProcesses) : null);
    if (!stopped) timer = setTimeout(() => void look(), memoryBytes > alertFrom ? alertMs : calmMs);
  };
  timer = setTimeout(() => void look(), calmMs);
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

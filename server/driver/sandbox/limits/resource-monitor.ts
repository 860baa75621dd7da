/**
 * Looks at what a running lab uses as a whole, which no limit of a single process bounds: processes, memory and disk. It needs
 * no control group, so it comes a moment late; what may happen in that moment is bounded by `limits.ts`, and where the lab has a
 * group by that.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diskLimitMet } from '../files/disk-usage.ts';
import { createQueue } from '../queue.ts';
import { ranOutOfMemory } from './control-group.ts';
import { type LimitName, limitMet, mostDisk, mostMemory, mostProcesses } from './limits.ts';

/** How often the processes are looked at: a lab that grows, more often. In 2 s two cores fill some GiB. */
const calmMs = 2000;
const alertMs = 500;
const alertFrom = mostMemory / 4;
/** A walk through a lab's folders is some hundred `lstat`. */
const diskMs = 5000;
/** Its processes have twice as many files open: those are looked at only each third time. */
const openFilesEach = 3;

/** Bytes of a page of memory: 4 KiB on these processors, as Debian builds their kernels. */
const pageBytes = 4096;

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // It ended in the meantime.
  }
}

/** The processes of a host, given its first: their folders in its /proc, for what a terminal started is no descendant of that first one. */
function processesOf(first: number): string[] {
  const proc = `/proc/${first}/root/proc`;
  try {
    return readdirSync(proc)
      .filter((name) => /^\d+$/.test(name))
      .map((name) => `${proc}/${name}`);
  } catch {
    return []; // The host ended in the meantime.
  }
}

/** The memory that is theirs alone, bytes. Source: proc(5), statm. */
function memoryOf(processes: readonly string[]): number {
  return processes.reduce((sum, process) => {
    const [, resident = 0, shared = 0] = read(`${process}/statm`).split(' ').map(Number);
    return sum + (resident - shared) * pageBytes;
  }, 0);
}

/** Of all labs. A long walk through one lab's folders must not keep the others' processes out of sight. */
const [lookInTurn, walkInTurn] = [createQueue(), createQueue()];

export interface ResourceMonitor {
  stop(): void;
}

export interface MonitoredLab {
  /** The lab's folder. */
  readonly folder: string;
  /** The first process of each of its hosts. */
  readonly hosts: readonly number[];
  /** The folder of its control group, where it has one. */
  readonly group: string | null;
}

type OnLimit = (limit: LimitName | null) => void;
export type MonitorResources = (lab: MonitoredLab, onLimit: OnLimit) => ResourceMonitor;

/**
 * `onLimit` hears of a limit that is met, and null when it no longer is. After one that `ends` the lab nothing more is said.
 * `walkThrough` looks at the disk; a test has it fail.
 */
export function monitorResources(
  { folder, hosts, group }: MonitoredLab,
  onLimit: OnLimit,
  walkThrough = diskLimitMet,
): ResourceMonitor {
  let stopped = false;
  let told: LimitName | null = null;
  let timer: NodeJS.Timeout;
  let diskAt = performance.now() + diskMs;
  let walks = 0;

  const tell = (limit: LimitName | null) => {
    if (stopped || limit === told) return;
    told = limit;
    if (limit && limitMet(limit).ends) stopped = true;
    onLimit(limit);
  };

  let warned = false;
  /** What cannot be looked at now may be later: the lab stays watched. Said once, for it may fail each time. */
  const failed = (error: unknown) => {
    if (!warned) process.emitWarning(error instanceof Error ? error : String(error));
    warned = true;
  };

  const walk = async (processes: readonly string[]) => {
    diskAt = Number.POSITIVE_INFINITY;
    walks += 1;
    const open = walks % openFilesEach === 0 ? processes : [];
    try {
      const met = await walkInTurn(() =>
        stopped ? null : walkThrough(join(folder, 'nodes'), open, mostDisk),
      );
      if (met) return tell(met);
    } catch (error) {
      failed(error);
    }
    diskAt = performance.now() + diskMs;
  };

  /** @returns how soon to look again, ms; null: never. */
  const use = (): number | null => {
    const processes = hosts.flatMap(processesOf);
    const memoryBytes = memoryOf(processes);
    if (memoryBytes > mostMemory || (group && ranOutOfMemory(group))) {
      tell('memory');
      return null;
    }
    if (performance.now() >= diskAt) void walk(processes);
    // The last ones come and go while a program tries to start more.
    tell(processes.length > mostProcesses * 0.9 ? 'processes' : null);
    return memoryBytes > alertFrom ? alertMs : calmMs;
  };
  const look = async () => {
    const soon = await lookInTurn(() => (stopped ? null : use())).catch((error: unknown) => {
      failed(error);
      return calmMs;
    });
    if (soon !== null && !stopped) schedule(soon);
  };
  const schedule = (ms: number) => {
    timer = setTimeout(() => void look(), ms);
  };
  schedule(calmMs);
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

/** What a server and its machine are like while learners play, looked at seldom and cheaply: the machine is theirs. */
import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { RunningServer } from '../../tests/e2e/server.ts';
import { cpuSeconds } from '../processes.ts';

const everyMs = 2000;

export interface Watched {
  readonly memoryBytes: number;
  /** More than before the server had labs. */
  readonly processes: number;
  /** Of one core, per cent. */
  readonly serverCpu: number;
  /** Of all cores, per cent of one. */
  readonly machineCpu: number;
  /** How late the server was with what was due, ms: the worst of the p99 of each while. */
  readonly serverLateMs: number;
  /** The same of the measuring process, p99 of the whole: below it no figure says anything of the server. */
  readonly ownLateMs: number;
}

/** The fourth field of /proc/loadavg: running and all, as the kernel schedules them. */
const processesNow = (): number =>
  Number(readFileSync('/proc/loadavg', 'utf8').split(' ')[3]?.split('/')[1] ?? 0);

/** Hundredths of a second that all cores have worked. Source: proc(5), /proc/stat. */
function busyTicks(): number {
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = (
    /^cpu +(.*)$/m.exec(readFileSync('/proc/stat', 'utf8'))?.[1] ?? ''
  )
    .split(' ')
    .map(Number);
  return user + nice + system + irq + softirq;
}

const reading = (text: string, name: string): number =>
  Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? 0);

/** Watches until the result is called. */
export function watchServer(server: RunningServer): () => Watched {
  const [cpu, busy, clock, before] = [cpuSeconds(server), busyTicks(), performance.now(), processesNow()];
  const own = monitorEventLoopDelay({ resolution: 10 });
  own.enable();
  let [memoryBytes, processes, lateSeconds] = [0, 0, 0];
  const look = async () => {
    const text = await (await fetch(`${server.url}/api/metrics`)).text();
    memoryBytes = Math.max(memoryBytes, reading(text, 'process_resident_memory_bytes'));
    lateSeconds = Math.max(lateSeconds, reading(text, 'nodejs_eventloop_lag_p99_seconds'));
    processes = Math.max(processes, processesNow() - before);
  };
  const timer = setInterval(() => void look().catch(() => undefined), everyMs);
  return () => {
    clearInterval(timer);
    own.disable();
    const seconds = (performance.now() - clock) / 1000;
    return {
      memoryBytes,
      processes,
      serverCpu: ((cpuSeconds(server) - cpu) / seconds) * 100,
      machineCpu: (busyTicks() - busy) / seconds,
      serverLateMs: lateSeconds * 1000,
      ownLateMs: own.percentile(99) / 1e6,
    };
  };
}

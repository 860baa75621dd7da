/** The processes of this machine, as /proc has them. */
import { readdirSync, readFileSync } from 'node:fs';

export interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
}

function processes(): readonly Process[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((entry): Process[] => {
      try {
        const status = readFileSync(`/proc/${entry}/status`, 'utf8');
        const field = (name: string) => new RegExp(`^${name}:\\t(.*)$`, 'm').exec(status)?.[1] ?? '';
        return [{ pid: Number(entry), parent: Number(field('PPid')), name: field('Name') }];
      } catch {
        return []; // It has ended meanwhile.
      }
    });
}

export function descendantsOf(ancestor: number): readonly Process[] {
  const all = processes();
  const below = (pid: number): Process[] =>
    all.filter(({ parent }) => parent === pid).flatMap((child) => [child, ...below(child.pid)]);
  return below(ancestor);
}

/** Linux counts CPU in hundredths of a second, whatever the kernel's own tick. */
const ticksPerSecond = 100;

/** CPU time that a process has used so far, its own and the system's for it, s; 0 when it has ended. */
export function cpuSeconds({ pid }: Pick<Process, 'pid'>): number {
  try {
    // The name, in parentheses, may hold spaces; user and system time are the 12th and 13th fields after it.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  } catch {
    return 0;
  }
}

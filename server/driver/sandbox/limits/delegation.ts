/**
 * The part of the machine's control groups that is the server's to divide: systemd's `Delegate=yes`, or a container that may write
 * its own. Whoever divides one has to move out of it: a group that hands controllers on has no process of its own.
 */
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ControlGroupUnusable } from '../../errors.ts';
import {
  type ControlGroup,
  type Controller,
  closeControlGroup,
  controllers,
  openControlGroup,
} from './control-group.ts';

/** Where the server goes, beside its labs. */
const ownName = 'servidor';
const labNames = /^laboratorio-(\d+)-\d+$/;

export interface Delegation {
  /** What the kernel holds there. */
  readonly controllers: readonly Controller[];
  /** For a lab that is about to start. @param niceness see priority.ts */
  open(niceness: number): ControlGroup;
  /** Gives it back as it was, unless another server has labs there. */
  release(): void;
}

const wordsOf = (...path: readonly string[]): string[] =>
  readFileSync(join(...path), 'utf8')
    .split(/\s+/)
    .filter(Boolean);

/** The folder of the group the server is in; null where there is no version 2, or it is not mounted. Source: cgroups(7). */
function ownFolder(): string | null {
  const own = /^0::(\/.*)$/m.exec(readFileSync('/proc/self/cgroup', 'utf8'))?.[1];
  const mount = /^\S+ \S+ \S+ (\S+) (\S+) .* - cgroup2 /m.exec(readFileSync('/proc/self/mountinfo', 'utf8'));
  const [, root, at] = mount ?? [];
  // Of what is mounted only a part, or none, leads to it.
  if (own === undefined || root !== '/' || at === undefined || own.startsWith('/..')) return null;
  return join(at, own);
}

/** The machine's root group, which is nobody's to take, has no type. */
function isOurs(folder: string): boolean {
  if (!existsSync(join(folder, 'cgroup.type'))) return false;
  try {
    for (const file of ['.', 'cgroup.procs', 'cgroup.subtree_control'])
      accessSync(join(folder, file), constants.W_OK);
    return true;
  } catch {
    return false; // That was the question.
  }
}

/** A process and those it descends from, itself first. Source: proc(5), stat. */
function lineOf(pid: number): number[] {
  const line: number[] = [];
  for (let each = pid; each > 0; ) {
    line.push(each);
    try {
      each = Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${each}/stat`, 'utf8'))?.[1] ?? 0);
    } catch {
      break; // It has ended.
    }
  }
  return line;
}

/** Moves processes from one group to another. */
function move(processes: readonly number[], into: string): void {
  for (const pid of processes) {
    try {
      writeFileSync(join(into, 'cgroup.procs'), String(pid));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error; // It has ended.
    }
  }
}

const processesIn = (folder: string): number[] => wordsOf(folder, 'cgroup.procs').map(Number);

/** The processes of a group: the server, what started it and what it started. @throws ControlGroupUnusable for any other */
function oursIn(folder: string): number[] {
  const above = new Set(lineOf(process.pid));
  const processes = processesIn(folder);
  const other = processes.find((pid) => !above.has(pid) && !lineOf(pid).includes(process.pid));
  if (other !== undefined) throw new ControlGroupUnusable(folder, `el proceso ${other} también está en él`);
  return processes;
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Removes the groups of labs whose server was killed, once all that was in them has ended. */
function sweep(folder: string): void {
  for (const name of readdirSync(folder)) {
    const server = labNames.exec(name)?.[1];
    if (server !== undefined && !lives(Number(server))) void closeControlGroup(join(folder, name));
  }
}

const hasLabs = (folder: string): boolean => readdirSync(folder).some((name) => labNames.test(name));

/** As it was before. */
function moveBack(own: string, folder: string): void {
  move(processesIn(own), folder);
  rmdirSync(own);
}

function divide(folder: string): Delegation {
  const own = join(folder, ownName);
  sweep(folder);
  const ours = oursIn(folder);
  mkdirSync(own, { recursive: true });
  move(ours, own);
  const offered = wordsOf(folder, 'cgroup.controllers');
  const held = controllers.filter((each) => offered.includes(each));
  const handOn = (sign: '+' | '-') =>
    writeFileSync(join(folder, 'cgroup.subtree_control'), held.map((each) => sign + each).join(' '));
  try {
    handOn('+');
  } catch (error) {
    moveBack(own, folder);
    throw error;
  }
  let last = 0;
  return {
    controllers: held,
    open(niceness) {
      last += 1;
      return openControlGroup(join(folder, `laboratorio-${process.pid}-${last}`), held, niceness);
    },
    release() {
      if (hasLabs(folder)) return;
      handOn('-');
      moveBack(own, folder);
    },
  };
}

/** Takes the group that was delegated to this process; null where none was. @throws ControlGroupUnusable */
export function takeDelegation(): Delegation | null {
  const at = ownFolder();
  // Started from a shell that a server before has moved with it, or by systemd's DelegateSubgroup.
  const folder = at && basename(at) === ownName ? dirname(at) : at;
  if (folder === null || !isOurs(folder)) return null;
  try {
    return divide(folder);
  } catch (cause) {
    if (cause instanceof ControlGroupUnusable) throw cause;
    throw new ControlGroupUnusable(folder, cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

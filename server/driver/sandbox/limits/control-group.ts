/**
 * What a lab as a whole may use, held by the kernel itself: a control group (cgroup v2). Only where one was delegated to the
 * server, see delegation.ts; `limits.ts` and `resource-monitor.ts` hold everywhere. Source: admin-guide/cgroup-v2.rst of the kernel.
 */
import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { waitFor } from '../../../base/wait.ts';
import { mostInGroup, mostMemory } from './limits.ts';

export const controllers = ['cpu', 'memory', 'pids'] as const;
export type Controller = (typeof controllers)[number];

/** Of processes that the kernel was told to end, ms. */
const emptyDeadlineMs = 5000;

export interface ControlGroup {
  readonly folder: string;
  /** Ends whatever is in it, and removes it. */
  close(): Promise<void>;
}

/** @param niceness of the whole lab beside the server: see priority.ts */
function limitsOf(controller: Controller, niceness: number): readonly (readonly [string, string])[] {
  switch (controller) {
    case 'cpu':
      return [['cpu.weight.nice', String(niceness)]];
    case 'memory':
      // Swapped out it would go on growing, and slow everybody's disk.
      return [
        ['memory.max', String(mostMemory)],
        ['memory.swap.max', '0'],
      ];
    case 'pids':
      return [['pids.max', String(mostInGroup)]];
  }
}

/** Not every kernel can swap, or was built for it. */
function set(folder: string, file: string, value: string): void {
  try {
    writeFileSync(join(folder, file), value);
  } catch (error) {
    if (file !== 'memory.swap.max') throw error;
  }
}

/** Ends whatever is in a group, and removes it. */
export async function closeControlGroup(folder: string): Promise<void> {
  // Before Linux 5.14 there is no such file: then what is in it has been told to end by its own init.
  await writeFile(join(folder, 'cgroup.kill'), '1').catch(() => undefined);
  const remove = () => rmdir(folder).then(() => true);
  const wait = { deadlineMs: emptyDeadlineMs, everyMs: 10 };
  // What does not end is removed by the next start of a server.
  await waitFor(`el fin de lo que corre en ${folder}`, remove, wait).catch(() => undefined);
}

/** Makes a group with the limits of a lab. What joins it, and all that this starts, is under them. */
export function openControlGroup(
  folder: string,
  held: readonly Controller[],
  niceness: number,
): ControlGroup {
  mkdirSync(folder);
  try {
    for (const controller of held)
      for (const [file, value] of limitsOf(controller, niceness)) set(folder, file, value);
  } catch (error) {
    rmdirSync(folder);
    throw error;
  }
  return { folder, close: () => closeControlGroup(folder) };
}

/** Whether the kernel has ended a program of that group for want of memory. */
export function ranOutOfMemory(folder: string): boolean {
  try {
    return /^oom_kill [1-9]/m.test(readFileSync(join(folder, 'memory.events'), 'utf8'));
  } catch {
    return false; // No such controller there, or the lab has ended.
  }
}

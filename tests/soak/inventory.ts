/** What a server and its labs hold of the machine, counted when everyone is at the same: what is more than before was left behind. */
import { readdir, readFile, readlink } from 'node:fs/promises';
import { basename } from 'node:path';
import { processesOf } from '../lab-processes.ts';
import type { Stand } from './stand.ts';

export interface Inventory {
  readonly processes: number;
  readonly namespaces: number;
  readonly mounts: number;
  readonly descriptors: number;
  readonly folders: number;
  /** Of the server, bytes. */
  readonly memory: number;
}

const kinds = ['cgroup', 'ipc', 'mnt', 'net', 'pid', 'user', 'uts'] as const;

async function namespacesOf(pids: readonly string[]): Promise<number> {
  const links = pids.flatMap((pid) =>
    kinds.map((kind) => readlink(`/proc/${pid}/ns/${kind}`).catch(() => '')),
  );
  return new Set((await Promise.all(links)).filter(Boolean)).size;
}

async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
}

export async function takeInventory({ server, volume, labs }: Stand): Promise<Inventory> {
  const lines = await processesOf(basename(volume.folder));
  const pids = lines.map((line) => line.split(' ')[0] ?? '');
  const mounts = await readFile(`/proc/${server.pid}/mountinfo`, 'utf8');
  return {
    processes: pids.length,
    namespaces: await namespacesOf(pids),
    mounts: mounts.split('\n').length,
    descriptors: (await readdir(`/proc/${server.pid}/fd`)).length,
    folders: (await labs()).length,
    memory: await residentBytes(server.pid),
  };
}

/** Some come and go: a timer's connection, a program that ends. */
const slack: Readonly<Record<keyof Inventory, number>> = {
  processes: 2,
  namespaces: 0,
  mounts: 0,
  descriptors: 4,
  folders: 0,
  memory: 0,
};
const words: Readonly<Record<keyof Inventory, string>> = {
  processes: 'procesos',
  namespaces: 'espacios de nombres',
  mounts: 'montajes',
  descriptors: 'descriptores del servidor',
  folders: 'carpetas de laboratorios',
  memory: 'bytes de memoria del servidor',
};
/** Of the server's memory, what it may grow in one life of some minutes: a heap that has room is not tidied at once. */
const mayGrow = { factor: 1.25, bytes: 20e6 } as const;

/** What there is more of than before, a line each. Memory counts only within one life of the server. */
export function leaks(before: Inventory, after: Inventory, sameLife: boolean): string[] {
  const counted = ['processes', 'namespaces', 'mounts', 'descriptors', 'folders'] as const;
  const more = counted
    .filter((kind) => after[kind] > before[kind] + slack[kind])
    .map((kind) => `fuga: ${before[kind]} ${words[kind]} antes, ${after[kind]} después`);
  const limit = before.memory * mayGrow.factor + mayGrow.bytes;
  if (!sameLife || after.memory <= limit) return more;
  return [...more, `fuga: ${before.memory} ${words.memory} antes, ${after.memory} después`];
}

export function inWords({ memory, ...counts }: Inventory): string {
  const { processes, namespaces, mounts, descriptors, folders } = counts;
  return `${processes} procesos, ${namespaces} espacios de nombres, ${mounts} montajes, ${descriptors} descriptores, ${folders} carpetas, ${(memory / 1e6).toFixed(0)} MB`;
}

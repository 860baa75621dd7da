/** Finds, from outside, a process that is known by its number inside a process namespace. */
import { readFile } from 'node:fs/promises';

/** None of one that has ended in the meantime. */
async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  return text.split(' ').filter(Boolean).map(Number);
}

/** The numbers of a process, outermost namespace first; 0 of one that has ended in the meantime. Source: proc(5), NSpid. */
async function numbersOf(pid: number): Promise<number[]> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return (/^NSpid:\t(.*)$/m.exec(status)?.[1] ?? '').split('\t').map(Number);
}

/** The first process below `ancestor` in a new process namespace: number 1 there. */
export async function findInit(ancestor: number): Promise<number | null> {
  for (const child of await childrenOf(ancestor)) {
    if ((await numbersOf(child)).at(-1) === 1) return child;
    const deeper = await findInit(child);
    if (deeper) return deeper;
  }
  return null;
}

/** The process below a namespace's `init` whose number in that namespace is `inner`. */
export async function findInside(init: number, inner: number): Promise<number | null> {
  const depth = (await numbersOf(init)).length - 1;
  const search = async (parent: number): Promise<number | null> => {
    for (const child of await childrenOf(parent)) {
      const found = (await numbersOf(child))[depth] === inner ? child : await search(child);
      if (found !== null) return found;
    }
    return null;
  };
  return search(init);
}

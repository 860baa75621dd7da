/**
 * Which lab of the file has whose files. The machines themselves know (remote-scripts.ts); this asks them once, and hands out: a free
 * one first, then the one whose learner has been away longest.
 */
import { HostKeyChanged, NoLabFree } from './errors.ts';
import type { LabEntry } from './hosts-file.ts';
import type { LabLink } from './lab-link.ts';
import { whoseScript } from './remote-scripts.ts';

export interface Allocation {
  readonly entry: LabEntry;
  readonly link: LabLink;
  /** The lab whose files it has; null where it is nobody's. */
  id: string | null;
  /** Given to that lab, whose files are being written or removed, or whose programs are about to be on: nobody else's to take. */
  given: boolean;
  /** Whether its programs are on, or about to be. */
  busy: boolean;
  /** When it was last turned off, ms since the epoch. */
  restedAt: number;
}

/** The id that all four machines have; null where they do not agree: then it was being made, or they are new. */
async function ownerOf({ link }: Pick<Allocation, 'link'>): Promise<string | null> {
  const found = Object.values(await link.each(() => whoseScript)).map((answer) => answer.trim());
  const [first = ''] = found;
  return first !== '' && found.every((id) => id === first) ? first : null;
}

export interface Allocations {
  readonly all: readonly Allocation[];
  /** The allocation with that lab's files, as far as is known. */
  of(id: string): Promise<Allocation | null>;
  /** Whether the machines of that lab still have its files. */
  has(id: string): Promise<boolean>;
  /** An allocation for a lab that has none, which is its from now on. @throws NoLabFree */
  take(id: string): Promise<Allocation>;
  /** Removes the files by `work`; nobody takes the allocation meanwhile, and when it is done it is nobody's. @throws what `work` throws */
  empty(allocation: Allocation, work: () => Promise<unknown>): Promise<void>;
  /** Every lab that has files. */
  ids(): Promise<readonly string[]>;
}

export function createAllocations(
  all: readonly Allocation[],
  onTrouble: (error: unknown) => void,
): Allocations {
  let known: Promise<void> | null = null;
  const out = new Set<Allocation>();

  /** What the machines say; it is noted, unless somebody was given the allocation while they were asked. */
  const ownerNow = async (allocation: Allocation): Promise<string | null> => {
    const before = allocation.id;
    const owner = await ownerOf(allocation);
    if (allocation.id === before && !allocation.given && !allocation.busy) allocation.id = owner;
    return owner;
  };
  const askOnce = async (allocation: Allocation): Promise<void> => {
    try {
      await ownerNow(allocation);
      out.delete(allocation);
    } catch (error) {
      // A lab whose machine is not who it was is nobody's to use; one that is off may come back.
      if (error instanceof HostKeyChanged) throw error;
      out.add(allocation);
      onTrouble(error);
    }
  };
  const asking = new Map<Allocation, Promise<void>>();
  /** Who asks while it is asked hears the same: an answer of before the allocation was given away must not come after. */
  const ask = (allocation: Allocation): Promise<void> => {
    const asked = asking.get(allocation) ?? askOnce(allocation).finally(() => asking.delete(allocation));
    asking.set(allocation, asked);
    return asked;
  };
  const load = (): Promise<void> => {
    known ??= Promise.all(all.map(ask)).then(() => undefined);
    // Whoever asked hears why; the next one asks anew.
    known.catch(() => {
      known = null;
    });
    return known;
  };
  const find = (id: string) => all.find((allocation) => allocation.id === id) ?? null;
  const candidate = (): Allocation | undefined => {
    const idle = all.filter((allocation) => !allocation.busy && !allocation.given && !out.has(allocation));
    return (
      idle.find((allocation) => allocation.id === null) ??
      idle.sort((one, other) => one.restedAt - other.restedAt)[0]
    );
  };

  return {
    all,
    async of(id) {
      await load();
      return find(id);
    },
    async has(id) {
      await load();
      const allocation = find(id);
      if (!allocation) return false;
      return allocation.busy || ((await ownerNow(allocation)) === id && allocation.id === id);
    },
    async take(id) {
      await load();
      if (!find(id) && !candidate()) await Promise.all([...out].map(ask));
      const allocation = find(id) ?? candidate();
      if (!allocation) throw new NoLabFree(all.length);
      [allocation.id, allocation.given] = [id, true];
      return allocation;
    },
    async empty(allocation, work) {
      allocation.given = true;
      try {
        await work();
        allocation.id = null;
      } finally {
        allocation.given = false;
      }
    },
    async ids() {
      await load();
      return all.flatMap(({ id }) => (id === null ? [] : [id]));
    },
  };
}

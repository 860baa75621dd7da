/**
 * Which lab of the file has whose files. The machines themselves know (orders.ts); this asks them once, and hands out: a free
 * one first, then the one whose learner has been away longest.
 */
import { HostKeyChanged, NoLabFree } from './errors.ts';
import type { LabEntry } from './hosts-file.ts';
import type { LabLink } from './lab-link.ts';
import { whoseOrder } from './orders.ts';

export interface Place {
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
async function ownerOf({ link }: Pick<Place, 'link'>): Promise<string | null> {
  const found = Object.values(await link.each(() => whoseOrder)).map((answer) => answer.trim());
  const [first = ''] = found;
  return first !== '' && found.every((id) => id === first) ? first : null;
}

export interface Places {
  readonly all: readonly Place[];
  /** The place with that lab's files, as far as is known. */
  of(id: string): Promise<Place | null>;
  /** Whether the machines of that lab still have its files. */
  has(id: string): Promise<boolean>;
  /** A place for a lab that has none, which is its from now on. @throws NoLabFree */
  take(id: string): Promise<Place>;
  /** Removes the files by `work`; nobody takes the place meanwhile, and when it is done it is nobody's. @throws what `work` throws */
  empty(place: Place, work: () => Promise<unknown>): Promise<void>;
  /** Every lab that has files. */
  ids(): Promise<readonly string[]>;
}

export function createPlaces(all: readonly Place[], onTrouble: (error: unknown) => void): Places {
  let known: Promise<void> | null = null;
  const out = new Set<Place>();

  /** What the machines say; it is noted, unless somebody was given the place while they were asked. */
  const ownerNow = async (place: Place): Promise<string | null> => {
    const before = place.id;
    const owner = await ownerOf(place);
    if (place.id === before && !place.given && !place.busy) place.id = owner;
    return owner;
  };
  const askOnce = async (place: Place): Promise<void> => {
    try {
      await ownerNow(place);
      out.delete(place);
    } catch (error) {
      // A lab whose machine is not who it was is nobody's to use; one that is off may come back.
      if (error instanceof HostKeyChanged) throw error;
      out.add(place);
      onTrouble(error);
    }
  };
  const asking = new Map<Place, Promise<void>>();
  /** Who asks while it is asked hears the same: an answer of before the place was given away must not come after. */
  const ask = (place: Place): Promise<void> => {
    const asked = asking.get(place) ?? askOnce(place).finally(() => asking.delete(place));
    asking.set(place, asked);
    return asked;
  };
  const load = (): Promise<void> => {
    known ??= Promise.all(all.map(ask)).then(() => undefined);
    known.catch(() => {
      known = null;
    });
    return known;
  };
  const find = (id: string) => all.find((place) => place.id === id) ?? null;
  const candidate = (): Place | undefined => {
    const idle = all.filter((place) => !place.busy && !place.given && !out.has(place));
    return (
      idle.find((place) => place.id === null) ?? idle.sort((one, other) => one.restedAt - other.restedAt)[0]
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
      const place = find(id);
      if (!place) return false;
      return place.busy || ((await ownerNow(place)) === id && place.id === id);
    },
    async take(id) {
      await load();
      if (!find(id) && !candidate()) await Promise.all([...out].map(ask));
      const place = find(id) ?? candidate();
      if (!place) throw new NoLabFree(all.length);
      [place.id, place.given] = [id, true];
      return place;
    },
    async empty(place, work) {
      place.given = true;
      try {
        await work();
        place.id = null;
      } finally {
        place.given = false;
      }
    },
    async ids() {
      await load();
      return all.flatMap(({ id }) => (id === null ? [] : [id]));
    },
  };
}

/**
 * Labs that have files and are not known to the progress. The progress may be empty or another one for a while (REDIS_URL, a copy that
 * was put back in part), so they are kept for seven days, and removed only by a start of the server after that.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import type { Driver } from '../driver/driver.ts';
import { isLabId } from '../lab/lab-id.ts';
import type { Reserve } from '../lab/power/reserve.ts';
import type { ProgressStore } from '../progress/store.ts';

const hourMs = 3600_000;
const dayMs = 24 * hourMs;
const keptMs = 7 * dayMs;

/** For how long each has been an orphan, ms, and when that was counted last, ms since the epoch. */
const Count = Type.Object({ at: Type.Number(), labs: Type.Record(Type.String(), Type.Number()) });

function readCount(
  path: string,
  now: number,
): { readonly at: number; readonly labs: Readonly<Record<string, number>> } {
  try {
    const count: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (Value.Check(Count, count)) return count;
  } catch {
    // There is none yet, or it is damaged: all are counted from the beginning.
  }
  return { at: now, labs: {} };
}

/**
 * Adds the time since the last count to each of those labs, forgets all others, and returns how long each has been an orphan, ms.
 * One count adds at most a day: the machine's clock may have been set by years in between.
 */
export function countOrphans(path: string, ids: readonly string[], now: number): ReadonlyMap<string, number> {
  const { at, labs } = readCount(path, now);
  const passed = Math.min(Math.max(0, now - at), dayMs);
  const counted = new Map(ids.map((id) => [id, id in labs ? (labs[id] ?? 0) + passed : 0]));
  if (ids.length === 0 && Object.keys(labs).length === 0) return counted;
  const text = JSON.stringify({ at: now, labs: Object.fromEntries(counted) });
  // Beside its place and renamed into it: half a file would count all from the beginning.
  writeFileSync(`${path}.nuevo`, text, { mode: 0o600 });
  renameSync(`${path}.nuevo`, path);
  return counted;
}

export interface LabKeepers {
  readonly driver: Driver;
  readonly store: Pick<ProgressStore, 'labIds'>;
  readonly reserve: Reserve;
  /** The file in which the time of the orphans is counted. */
  readonly countFile: string;
}

/** Removes what is left of the reserve of a server that was killed. */
async function sweepReserve(
  { driver, reserve }: LabKeepers,
  labs: readonly string[],
  owned: ReadonlySet<string>,
) {
  for (const id of await reserve.ids()) {
    // Its mark first: whoever takes it is the only one who may give the lab away or remove it.
    const isOurs = await reserve.remove(id);
    if (isOurs && labs.includes(id) && !owned.has(id)) await driver.destroy(id);
  }
}

export interface Orphans {
  readonly ids: readonly string[];
  /** No lab at all is known to the progress. */
  readonly noneKnown: boolean;
}

/**
 * At the start of the server, before it makes any lab: removes what the reserve left, and orphans whose time is over. Returns those that
 * stay. Machines that exist (`capacity`) are handed on by their driver when they are needed: there nothing is removed.
 */
export async function sweepLabs(keepers: LabKeepers, now: number): Promise<Orphans> {
  const { driver, store, countFile } = keepers;
  const [labs, owned] = await Promise.all([driver.list(), store.labIds()]);
  const marked = await keepers.reserve.ids();
  const ids = labs.filter((id) => isLabId(id) && !owned.has(id) && !marked.has(id));
  const noneKnown = ids.length > 0 && !labs.some((id) => owned.has(id));
  await sweepReserve(keepers, labs, owned);
  if (driver.capacity !== undefined) return { ids, noneKnown };
  const orphanMs = countOrphans(countFile, ids, now);
  const over = ids.filter((id) => (orphanMs.get(id) ?? 0) >= keptMs);
  for (const id of over) await driver.destroy(id);
  return { ids: ids.filter((id) => !over.includes(id)), noneKnown };
}

/** Counts the time of those orphans each hour, but of those that a learner has come back to. Returns how to stop. */
export function countEachHour({ driver, store, countFile }: LabKeepers, { ids }: Orphans): () => void {
  if (ids.length === 0 || driver.capacity !== undefined) return () => undefined;
  const count = async () => {
    const owned = await store.labIds();
    const orphans = ids.filter((id) => !owned.has(id));
    countOrphans(countFile, orphans, Date.now());
  };
  // What cannot be counted is kept for an hour longer: nothing is lost.
  const timer = setInterval(() => void count().catch(() => undefined), hourMs).unref();
  return () => clearInterval(timer);
}

/** One line for who runs the server. `progress`: what keeps the progress, and what to look at. */
export function noneKnownText({ ids }: Orphans, labsFolder: string, progress: string): string {
  return `${progress} no conoce ninguno de los laboratorios de ${labsFolder} (hay ${ids.length}): está vacío o es otro, y nadie encontrará el suyo. Para el servidor y pon el que era, o devuélvelo de la copia de seguridad; si ya no hace falta, no hagas nada: esos laboratorios se borran cuando llevan 7 días así.`;
}

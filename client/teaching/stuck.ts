/** Who seems to need somebody, and why the page thinks so. Pure; compared with the class itself, never with an idea of how fast one should be. */
import type { Row } from '../../protocol/classes.ts';
import { spentMs } from './cells.ts';
import { spanText } from './span.ts';

/** Fewer than this through a check say nothing of how long it takes. */
const leastThrough = 5;
/** So many spreads above the median, and a spread is at least so long, ms. */
const [spreads, leastSpreadMs] = [3, 60_000];
const manyRefusals = 5;
/** A lab is on in seconds; in a class that begins together, in a minute. */
const longStartMs = 90_000;
const allHelp = 3;

export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

/** How long those took who are through a check, ms. */
export const timesOf = (rows: readonly Row[], check: string): readonly number[] =>
  rows.flatMap(({ status }) => {
    const known = status?.checks[check];
    const spent = known && known.provenAt !== null ? spentMs(known, 0) : null;
    return spent ?? [];
  });

/** From when on a check takes long in this class, ms; null while too few are through. */
export function longFrom(times: readonly number[]): number | null {
  const usual = median(times);
  if (usual === null || times.length < leastThrough) return null;
  const spread = median(times.map((time) => Math.abs(time - usual))) ?? 0;
  return usual + spreads * Math.max(spread, leastSpreadMs);
}

/** Why that member may need somebody, in Spanish; null: nothing says so. `now`: the server's clock, ms since the epoch. */
export function stuckBecause(row: Row, rows: readonly Row[], now: number): string | null {
  const { status } = row;
  if (!status?.here) return null;
  if (status.lab === 'failed') return `Su laboratorio ha fallado: ${status.trouble ?? 'sin motivo conocido'}`;
  if (status.lab === 'starting' && now - Date.parse(status.seen) > longStartMs)
    return `Espera su laboratorio desde hace ${spanText(now - Date.parse(status.seen))}.`;
  const [id, check] = Object.entries(status.checks).find(([, each]) => each.working) ?? [];
  if (id === undefined || !check) return null;
  if (check.refused >= manyRefusals) return `No ha pasado ${check.refused} veces: ${check.reason}`;
  if (check.help >= allHelp) return 'Ha pedido toda la ayuda de esta comprobación.';
  const [spent, long] = [spentMs(check, now), longFrom(timesOf(rows, id))];
  if (spent !== null && long !== null && spent > long)
    return `Lleva ${spanText(spent)}; la clase tardó ${spanText(median(timesOf(rows, id)) ?? 0)}.`;
  return null;
}

/** In which order the board has its rows. Pure. */
import type { Row } from '../../protocol/classes.ts';
import { provenIn } from './cells.ts';

export const orders = { need: 'Por necesidad', alias: 'Por nombre', progress: 'Por progreso' } as const;
export type Order = keyof typeof orders;

const names = new Intl.Collator('es', { numeric: true });

/** Hands first, the one that is up longest before; then who seems stuck; then who is working; who has gone comes last. */
function needOf(row: Row, stuck: ReadonlyMap<string, string>): number {
  if (row.hand) return row.hand.taken ? 1 : 0;
  if (stuck.has(row.member)) return 2;
  if (row.done) return 4;
  return row.status?.here ? 3 : 5;
}

/** `stuck`: why, by member. */
export function sortRows(
  rows: readonly Row[],
  order: Order,
  stuck: ReadonlyMap<string, string>,
): readonly Row[] {
  const byAlias = (one: Row, other: Row) => names.compare(one.alias, other.alias);
  if (order === 'alias') return rows.toSorted(byAlias);
  if (order === 'progress')
    return rows.toSorted((one, other) => provenIn(one) - provenIn(other) || byAlias(one, other));
  return rows.toSorted(
    (one, other) =>
      needOf(one, stuck) - needOf(other, stuck) ||
      (one.hand?.at ?? '').localeCompare(other.hand?.at ?? '') ||
      byAlias(one, other),
  );
}

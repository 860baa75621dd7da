/** The columns of the board: every check of every case, in the order of the course. */
import { cases } from '../../labs/cases/index.ts';
import type { ClassInfo, Column, Row, Summary } from '../../protocol/classes.ts';

export const columns: Column[] = cases.map(({ id, title, checks }) => ({
  case: id,
  title,
  checks: checks.map((check) => ({ id: check.id, title: check.title })),
}));

/** What a room may see of the board: counts. */
export function summaryOf(info: ClassInfo, rows: readonly Row[]): Summary {
  const count = (wanted: (row: Row) => boolean) => rows.filter(wanted).length;
  const ids = columns.flatMap(({ checks }) => checks.map(({ id }) => id));
  return {
    name: info.name,
    code: info.code,
    closed: info.closed,
    members: rows.length,
    here: count(({ status }) => status?.here ?? false),
    done: count(({ done }) => done),
    pace: info.pace,
    proven: Object.fromEntries(
      ids.map((id) => [id, count(({ status }) => (status?.checks[id]?.provenAt ?? null) !== null)]),
    ),
    columns,
  };
}

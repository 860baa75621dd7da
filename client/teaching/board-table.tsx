/** @jsxRuntime automatic @jsxImportSource preact */
/** Rows are learners, columns the checks of all cases; a case is folded into one column until somebody works on it, or it is opened. */
import { memo } from 'preact/compat';
import { useState } from 'preact/hooks';
import type { Column, Row } from '../../protocol/classes.ts';
import { type Cell, caseCellOf, cellOf } from './cells.ts';
import { slideName } from './places.ts';
import { spanText } from './span.ts';
import { median, timesOf } from './stuck.ts';

interface ShownCase {
  readonly column: Column;
  readonly open: boolean;
}

const caseName = (id: string): string => id.replace('caso-', 'Caso ');

function BoardCell({ cell }: { readonly cell: Cell }) {
  return (
    <td data-state={cell.state} style={{ '--depth': String(cell.depth) }} title={cell.words}>
      <span aria-hidden="true">{cell.symbol}</span>
      <span class="sr-only">{cell.words}</span>
    </td>
  );
}

const presence = ({ status }: Row): string =>
  status?.here ? slideName(status.slide ?? '') : status ? 'se ha ido' : 'aún no ha abierto el curso';

/** The tick of the clock draws a row again; another row's change does not. */
const BoardRow = memo(function BoardRow(props: {
  readonly row: Row;
  readonly cases: readonly ShownCase[];
  readonly stuck: boolean;
  readonly now: number;
  readonly onOpen: (member: string) => void;
}) {
  const { row, cases, stuck, now, onOpen } = props;
  return (
    <tr data-here={String(row.status?.here ?? false)}>
      <th scope="row">
        <button type="button" class="person" onClick={() => onOpen(row.member)}>
          {row.alias}
        </button>
        {row.hand && <span class="mark">mano</span>}
        {stuck && <span class="mark">no avanza</span>}
        {row.done && <span class="mark">ha acabado</span>}
        <span class="where">{presence(row)}</span>
      </th>
      {cases.flatMap(({ column, open }) =>
        open
          ? column.checks.map(({ id }) => <BoardCell key={id} cell={cellOf(row.status?.checks[id], now)} />)
          : [<BoardCell key={column.case} cell={caseCellOf(column, row, now)} />],
      )}
    </tr>
  );
});

/** How many are through, and the class's median time. */
function CheckHead({
  id,
  title,
  all,
}: {
  readonly id: string;
  readonly title: string;
  readonly all: readonly Row[];
}) {
  const through = all.filter(({ status }) => status?.checks[id]?.provenAt != null).length;
  const usual = median(timesOf(all, id));
  return (
    <th scope="col" title={title}>
      <span class="check-head">{title}</span>
      <span class="through">
        {through}/{all.length}
        {usual !== null && <small> {spanText(usual)}</small>}
      </span>
    </th>
  );
}

export function BoardTable(props: {
  readonly rows: readonly Row[];
  readonly all: readonly Row[];
  readonly columns: readonly Column[];
  readonly stuck: ReadonlyMap<string, string>;
  readonly now: number;
  readonly onOpen: (member: string) => void;
}) {
  const { rows, all, columns, stuck, now, onOpen } = props;
  const [chosen, setChosen] = useState<Readonly<Record<string, boolean>>>({});
  const isBusy = ({ checks }: Column) =>
    all.some(({ status }) => checks.some(({ id }) => status?.checks[id]?.working));
  const cases = columns.map((column) => ({ column, open: chosen[column.case] ?? isBusy(column) }));
  return (
    // It scrolls, by keyboard too.
    <section class="board-scroll" tabindex={0} aria-label="Tablero">
      <table>
        <thead>
          <tr>
            <th scope="col" rowSpan={2}>
              {all.length === 1 ? '1 persona' : `${all.length} personas`}
            </th>
            {cases.map(({ column, open }) => (
              <th
                key={column.case}
                scope="colgroup"
                colSpan={open ? column.checks.length : 1}
                title={column.title}
              >
                <button
                  type="button"
                  aria-expanded={open}
                  onClick={() => setChosen({ ...chosen, [column.case]: !open })}
                >
                  {caseName(column.case)}
                </button>
              </th>
            ))}
          </tr>
          <tr>
            {cases.flatMap(({ column, open }) =>
              open
                ? column.checks.map(({ id, title }) => <CheckHead key={id} id={id} title={title} all={all} />)
                : [
                    <th key={column.case} scope="col">
                      <span class="through">
                        {all.filter((row) => caseCellOf(column, row, now).state === 'proven').length}/
                        {all.length}
                      </span>
                    </th>,
                  ],
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <BoardRow
              key={row.member}
              row={row}
              cases={cases}
              stuck={stuck.has(row.member)}
              now={now}
              onOpen={onOpen}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

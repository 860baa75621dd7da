/** @jsxRuntime automatic @jsxImportSource preact */
/** Rows are learners, columns the checks of all cases; a case is folded into one column until somebody works on it, or it is opened. */
import { memo } from 'preact/compat';
import { useMemo, useState } from 'preact/hooks';
import type { Column, Row } from '../../protocol/classes.ts';
import { caseName } from '../strip/chapters.ts';
import { type Cell, caseCellOf, cellOf } from './cells.ts';
import { slideName } from './places.ts';
import { rowHeight, useRowsInSight } from './rows-in-sight.ts';
import { spanText } from './span.ts';
import { median, timesOf } from './stuck.ts';

interface ShownCase {
  readonly column: Column;
  readonly open: boolean;
}

function BoardCell({ cell }: { readonly cell: Cell }) {
  return (
    <td
      data-state={cell.state}
      style={cell.depth > 0 ? `--depth: ${cell.depth}` : undefined}
      aria-label={cell.words}
      title={cell.words}
    >
      {cell.symbol}
    </td>
  );
}

const presence = ({ status }: Row): string =>
  status?.here ? slideName(status.slide ?? '') : status ? 'se ha ido' : 'aún no ha abierto el curso';

/** The tick of the clock draws a row again; another row's change does not. */
const BoardRow = memo(function BoardRow(props: {
  readonly row: Row;
  /** Among all rows, from 1, the two of the head included. */
  readonly index: number;
  readonly cases: readonly ShownCase[];
  readonly stuck: boolean;
  readonly now: number;
  readonly onOpen: (member: string) => void;
}) {
  const { row, index, cases, stuck, now, onOpen } = props;
  return (
    <tr data-here={String(row.status?.here ?? false)} aria-rowindex={index}>
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

function BoardHead(props: {
  readonly cases: readonly ShownCase[];
  readonly all: readonly Row[];
  readonly now: number;
  readonly onFold: (caseId: string, open: boolean) => void;
}) {
  const { cases, all, now, onFold } = props;
  const done = (column: Column) =>
    all.filter((row) => caseCellOf(column, row, now).state === 'proven').length;
  return (
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
            <button type="button" aria-expanded={open} onClick={() => onFold(column.case, !open)}>
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
                    {done(column)}/{all.length}
                  </span>
                </th>,
              ],
        )}
      </tr>
    </thead>
  );
}

const Gap = ({ rows }: { readonly rows: number }) =>
  rows > 0 ? (
    <tr style={{ height: `${rows * rowHeight}px` }}>
      <td />
    </tr>
  ) : null;

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
  const { scroller, look, first, last } = useRowsInSight(rows.length);
  const isBusy = ({ checks }: Column) =>
    all.some(({ status }) => checks.some(({ id }) => status?.checks[id]?.working));
  const open = columns.map((column) => chosen[column.case] ?? isBusy(column));
  // The same value while it says the same: a row is drawn again when what it shows is another.
  const cases = useMemo(
    () => columns.map((column, index) => ({ column, open: open[index] ?? false })),
    [columns, open.join()],
  );
  return (
    // It scrolls, by keyboard too.
    <section ref={scroller} class="board-scroll" tabindex={0} aria-label="Tablero" onScroll={look}>
      <table aria-rowcount={rows.length + 2}>
        <BoardHead
          cases={cases}
          all={all}
          now={now}
          onFold={(id, open) => setChosen({ ...chosen, [id]: open })}
        />
        <tbody>
          <Gap rows={first} />
          {rows.slice(first, last).map((row, place) => (
            <BoardRow
              key={row.member}
              row={row}
              index={first + place + 3}
              cases={cases}
              stuck={stuck.has(row.member)}
              now={now}
              onOpen={onOpen}
            />
          ))}
          <Gap rows={rows.length - last} />
        </tbody>
      </table>
    </section>
  );
}

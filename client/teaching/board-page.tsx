/** @jsxRuntime automatic @jsxImportSource preact */
/** `/profesor/clase/…`: everybody's progress at a glance, who needs somebody, and what the instructor does about it. */
import { useMemo, useState } from 'preact/hooks';
import type { Row } from '../../protocol/classes.ts';
import { useNow, useStore } from '../elements/use.ts';
import type { BoardConnection } from './board-store.ts';
import { BoardTable } from './board-table.tsx';
import { ClassBar } from './class-bar.tsx';
import { type Order, orders, sortRows } from './order.ts';
import { PersonDialog } from './person.tsx';
import { Queue } from './queue.tsx';
import { stuckBecause } from './stuck.ts';

/** Times on the board grow by themselves, so often, ms. */
const tickMs = 10_000;

const isOrder = (text: string): text is Order => text in orders;

function Controls(props: {
  readonly order: Order;
  readonly onOrder: (order: Order) => void;
  readonly find: string;
  readonly onFind: (text: string) => void;
}) {
  return (
    <div class="board-controls">
      <label>
        Orden{' '}
        <select
          value={props.order}
          onChange={({ currentTarget: { value } }) => isOrder(value) && props.onOrder(value)}
        >
          {Object.entries(orders).map(([order, name]) => (
            <option key={order} value={order}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        Buscar{' '}
        <input
          type="search"
          value={props.find}
          onInput={({ currentTarget }) => props.onFind(currentTarget.value)}
        />
      </label>
    </div>
  );
}

const found = (rows: readonly Row[], text: string): readonly Row[] => {
  const wanted = text.trim().toLocaleLowerCase('es');
  return wanted === '' ? rows : rows.filter(({ alias }) => alias.toLocaleLowerCase('es').includes(wanted));
};

export function BoardPage({ id, connection }: { readonly id: string; readonly connection: BoardConnection }) {
  const state = useStore(connection.store);
  const [order, setOrder] = useState<Order>('need');
  const [find, setFind] = useState('');
  const { info, rows, columns, refusal, connected, watched } = state;
  const now = useNow(tickMs) + state.ahead;
  const stuck = useMemo(
    () =>
      new Map(
        rows.flatMap((row): [string, string][] => {
          const why = stuckBecause(row, rows, now);
          return why === null ? [] : [[row.member, why]];
        }),
      ),
    [rows, now],
  );
  if (refusal !== null)
    return (
      <main class="board">
        <p role="alert" class="trouble">
          {refusal} <a href="/profesor">Ir a mis clases</a>
        </p>
      </main>
    );
  if (!info)
    return (
      <main class="board">
        <p role="status">Esperando la clase… Si tarda, comprueba la red: se sigue intentando.</p>
      </main>
    );
  const shown = found(sortRows(rows, order, stuck), find);
  const person = rows.find(({ member }) => member === watched?.member);
  return (
    <main class="board">
      <ClassBar info={info} rows={rows} connected={connected} />
      <div class="board-body">
        <section class="board-main" aria-label="Progreso">
          <Controls order={order} onOrder={setOrder} find={find} onFind={setFind} />
          {rows.length === 0 ? (
            <p class="empty">
              Aún no ha entrado nadie. Enseña el código <strong translate={false}>{info.code}</strong> o
              proyecta la página de la clase.
            </p>
          ) : (
            <BoardTable
              rows={shown}
              all={rows}
              columns={columns}
              stuck={stuck}
              now={now}
              onOpen={connection.watch}
            />
          )}
        </section>
        <Queue classId={id} rows={rows} stuck={stuck} now={now} onOpen={connection.watch} />
      </div>
      {person && watched && (
        <PersonDialog
          key={person.member}
          classId={id}
          row={person}
          columns={columns}
          watched={watched}
          stuck={stuck.get(person.member) ?? null}
          now={now}
          onHere={() => connection.watch(person.member)}
          onClose={() => connection.watch(null)}
        />
      )}
    </main>
  );
}

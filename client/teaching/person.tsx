/** @jsxRuntime automatic @jsxImportSource preact */
/** One learner: where they are, their cluster as it is now, and how each check stands; with their yes, their terminals. */

import { useEffect, useRef, useState } from 'preact/hooks';
import type { Column, Row } from '../../protocol/classes.ts';
import { Trouble } from '../elements/trouble.tsx';
import { useTask } from '../elements/use.ts';
import { captionAt, RecordedCluster } from '../figures/recorded-cluster.tsx';
import { labClock } from '../lab/lab-clock.ts';
import { api } from './api.ts';
import type { WatchedLab } from './board-store.ts';
import { cellOf } from './cells.ts';
import { MessageForm } from './message-form.tsx';
import { PersonTerminals } from './person-terminals.tsx';
import { slideName } from './places.ts';

const eventsShown = 8;

function Cluster({ watched }: { readonly watched: WatchedLab }) {
  const { cluster, lab } = watched;
  if (!watched.here) return <p>Ahora no tiene el curso abierto: de su clúster no se ve nada.</p>;
  if (cluster.now.length === 0) return <p role="status">Esperando su clúster…</p>;
  const end = Number.POSITIVE_INFINITY;
  const clock = labClock(lab?.timeZone);
  return (
    <figure class="person-cluster">
      <RecordedCluster
        id="person"
        history={{ ...cluster, moments: [{ at: 0, nodes: [...cluster.now] }] }}
        at={end}
      />
      <figcaption>{captionAt({ ...cluster, moments: [{ at: 0, nodes: [...cluster.now] }] }, end)}</figcaption>
      <ol class="events" translate={false}>
        {cluster.events.slice(-eventsShown).map((event) => (
          <li key={`${event.node}-${event.at}-${event.name}-${event.args}`}>
            {clock.time(event.at, 0)} · {event.node} · {event.name}
          </li>
        ))}
      </ol>
    </figure>
  );
}

function Checks({
  row,
  columns,
  now,
}: {
  readonly row: Row;
  readonly columns: readonly Column[];
  readonly now: number;
}) {
  const begun = columns.filter(({ checks }) => checks.some(({ id }) => row.status?.checks[id]));
  if (begun.length === 0) return <p>Aún no ha empezado ningún caso.</p>;
  return (
    <dl class="person-checks">
      {begun.flatMap((column) => [
        <dt key={column.case}>{column.title}</dt>,
        ...column.checks.map(({ id, title }) => {
          const cell = cellOf(row.status?.checks[id], now);
          return (
            <dd key={id} data-state={cell.state}>
              <span aria-hidden="true">{cell.symbol}</span> {title}: {cell.words}
            </dd>
          );
        }),
      ])}
    </dl>
  );
}

export function PersonDialog(props: {
  readonly classId: string;
  readonly row: Row;
  readonly columns: readonly Column[];
  readonly watched: WatchedLab;
  readonly stuck: string | null;
  readonly now: number;
  /** Their page has come back: their lab can be seen again. */
  readonly onHere: () => void;
  readonly onClose: () => void;
}) {
  const { classId, row, columns, watched, stuck, now, onHere, onClose } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const { busy, trouble, run } = useTask();
  const [sent, setSent] = useState(0);
  const here = row.status?.here ?? false;
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  useEffect(() => {
    if (here && !watched.here) onHere();
  }, [here]);
  const dismiss = async () => {
    await api.dismiss(classId, row.member);
    onClose();
  };
  return (
    <dialog ref={dialog} class="card person-dialog" aria-labelledby="person-title" onClose={onClose}>
      <header>
        <h2 id="person-title">{row.alias}</h2>
        <button type="button" onClick={() => dialog.current?.close()}>
          Cerrar
        </button>
      </header>
      <p>
        {here ? `En ${slideName(row.status?.slide ?? '')}.` : 'No tiene el curso abierto.'}
        {row.hand && ` Mano levantada: ${row.hand.words === '' ? 'sin palabras' : `«${row.hand.words}»`}.`}
        {stuck !== null && ` ${stuck}`}
      </p>
      <Cluster watched={watched} />
      <PersonTerminals classId={classId} row={row} />
      <Checks row={row} columns={columns} now={now} />
      <MessageForm key={sent} classId={classId} member={row.member} onSent={() => setSent(sent + 1)} />
      <p role="status">{sent > 0 ? 'Enviado.' : ''}</p>
      <p class="actions">
        <button type="button" disabled={busy} onClick={() => void run(dismiss)}>
          Sacar de la clase
        </button>
      </p>
      <Trouble text={trouble} />
    </dialog>
  );
}

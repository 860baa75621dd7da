/** @jsxRuntime automatic @jsxImportSource preact */
/** What a room sees: how to come in, how many are in, how far the class is. No name, no one person's work. */
import type { Column, Summary } from '../../protocol/classes.ts';
import { useStore } from '../elements/use.ts';
import type { BoardConnection } from './board-store.ts';
import { isForThisMachineOnly, QrCode, useJoinAddress } from './share.tsx';

/** The case on which the class is: the last one of which somebody has proven something, or the first. */
function presentCase({ columns, proven }: Summary): Column | undefined {
  return columns.findLast(({ checks }) => checks.some(({ id }) => (proven[id] ?? 0) > 0)) ?? columns[0];
}

function CaseProgress({ summary, column }: { readonly summary: Summary; readonly column: Column }) {
  return (
    <section class="wall-case">
      <h2>{column.title}</h2>
      <ul>
        {column.checks.map(({ id, title }) => {
          const through = summary.proven[id] ?? 0;
          return (
            <li key={id}>
              <span>{title}</span>
              <meter min={0} max={Math.max(1, summary.members)} value={through} aria-label={title} />
              <strong>
                {through} de {summary.members}
              </strong>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

export function ProjectorPage({ connection }: { readonly connection: BoardConnection }) {
  const { summary, refusal, connected } = useStore(connection.store);
  const link = useJoinAddress(summary?.code);
  if (refusal !== null)
    return (
      <main class="wall">
        <p role="alert">{refusal}</p>
      </main>
    );
  if (!summary || link === null)
    return (
      <main class="wall">
        <p role="status">Esperando la clase… Si tarda, comprueba la red: se sigue intentando.</p>
      </main>
    );
  const column = presentCase(summary);
  return (
    <main class="wall">
      <h1>{summary.name}</h1>
      <section class="wall-join" aria-label="Cómo entrar">
        {summary.closed ? (
          <p>La clase está cerrada: no entra nadie más.</p>
        ) : (
          <>
            <QrCode text={link} />
            <div translate={false}>
              <p>
                <span translate>Abre</span> <strong>{link.replace(/^https?:\/\//, '')}</strong>
              </p>
              <p class="wall-code">{summary.code}</p>
              {isForThisMachineOnly(link) && (
                <p class="trouble" translate>
                  Esta dirección solo vale en esta máquina: arranca el servidor con HOST=0.0.0.0.
                </p>
              )}
            </div>
          </>
        )}
      </section>
      <p class="wall-people" role="status">
        <strong>{summary.here}</strong> {summary.here === 1 ? 'persona' : 'personas'} en clase
        {summary.done > 0 && (
          <>
            {' '}
            · <strong>{summary.done}</strong> {summary.done === 1 ? 'ha acabado' : 'han acabado'}
          </>
        )}
        {!connected && ' · sin conexión: se reintenta'}
      </p>
      {column && <CaseProgress summary={summary} column={column} />}
    </main>
  );
}

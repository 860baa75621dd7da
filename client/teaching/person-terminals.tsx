/** @jsxRuntime automatic @jsxImportSource preact */
/** A member's terminals: only with their yes, which is asked for here and which they take back whenever they like. */

import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Row } from '../../protocol/classes.ts';
import type { TerminalName } from '../../protocol/terminal.ts';
import { Trouble } from '../elements/trouble.tsx';
import { useTask } from '../elements/use.ts';
import { sessionOf, tabName } from '../workbench/names.ts';
import { api } from './api.ts';
import type Watcher from './watcher.tsx';

/** A terminal that the member opens is there so much later, ms. */
const lookAgainMs = 3000;

type WatcherProps = Parameters<typeof Watcher>[0];

/** xterm.js comes when it is needed: most looks at a board need none. */
function LateWatcher(props: WatcherProps) {
  const [Loaded, setLoaded] = useState<ComponentType<WatcherProps> | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    import('./watcher.tsx').then(
      (loaded) => setLoaded(() => loaded.default),
      () => setFailed(true),
    );
  }, []);
  if (failed) return <Trouble text="No se ha podido cargar el terminal. Recarga la página." />;
  return Loaded ? <Loaded {...props} /> : <p role="status">Abriendo…</p>;
}

function Open({ classId, member }: { readonly classId: string; readonly member: string }) {
  const [terminals, setTerminals] = useState<readonly TerminalName[]>([]);
  const [shown, setShown] = useState<TerminalName | null>(null);
  useEffect(() => {
    // What could not be read now is in three seconds; who may no longer look is told by the terminal itself.
    const look = () => api.terminals(classId, member).then(setTerminals, () => undefined);
    void look();
    const timer = setInterval(look, lookAgainMs);
    return () => clearInterval(timer);
  }, [classId, member]);
  const nameOf = ({ node, program }: TerminalName) => tabName(sessionOf(program, node));
  return (
    <>
      {terminals.length === 0 && <p>Ahora no tiene ningún terminal abierto.</p>}
      <p class="actions">
        {terminals.map((terminal) => (
          <button
            key={nameOf(terminal)}
            type="button"
            aria-pressed={shown !== null && nameOf(shown) === nameOf(terminal)}
            onClick={() => setShown(terminal)}
          >
            {nameOf(terminal)}
          </button>
        ))}
        {shown && (
          <button type="button" onClick={() => setShown(null)}>
            Dejar de ver
          </button>
        )}
      </p>
      {shown && <LateWatcher key={nameOf(shown)} classId={classId} member={member} terminal={shown} />}
    </>
  );
}

export function PersonTerminals({ classId, row }: { readonly classId: string; readonly row: Row }) {
  const { busy, trouble, run } = useTask();
  const { member, consent } = row;
  return (
    <section class="person-terminals" aria-label="Sus terminales">
      {consent === null && (
        <p class="actions">
          <button
            type="button"
            disabled={busy}
            onClick={() => void run(() => api.askConsent(classId, member))}
          >
            Pedirle ver sus terminales
          </button>
        </p>
      )}
      {consent === 'asked' && <p role="status">Se lo has pedido: espera su respuesta.</p>}
      {consent === 'allowed' && <Open classId={classId} member={member} />}
      <Trouble text={trouble} />
    </section>
  );
}

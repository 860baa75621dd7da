/** @jsxRuntime automatic @jsxImportSource preact */
/** Over the board: how one comes in, at whose pace the class goes, a word to all, and the class's end. */

import { useRef, useState } from 'preact/hooks';
import type { ClassInfo, Row } from '../../protocol/classes.ts';
import type { Pace } from '../../protocol/membership.ts';
import { Trouble } from '../elements/trouble.tsx';
import { useTask } from '../elements/use.ts';
import { api, csvPath } from './api.ts';
import { MessageForm } from './message-form.tsx';
import { projectorPath, slideName } from './places.ts';
import { useJoinAddress } from './share.tsx';

const paces: Readonly<Record<Pace['mode'], string>> = {
  free: 'Cada cual a su ritmo',
  together: 'Conmigo: mi diapositiva es la de todos',
  until: 'Hasta la diapositiva en la que estoy',
};

const isPace = (text: string): text is Pace['mode'] => text in paces;

function PaceChoice({ info }: { readonly info: ClassInfo }) {
  const { trouble, run } = useTask();
  const { pace } = info;
  return (
    <div class="pace">
      <label>
        Ritmo{' '}
        <select
          value={pace.mode}
          onChange={({ currentTarget: { value } }) => {
            if (isPace(value)) void run(() => api.change(info.id, { pace: value }));
          }}
        >
          {Object.entries(paces).map(([mode, name]) => (
            <option key={mode} value={mode}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {pace.mode !== 'free' && <span class="pace-slide">{slideName(pace.slide)}</span>}
      <Trouble text={trouble} />
    </div>
  );
}

function EndDialog({ info }: { readonly info: ClassInfo }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const { busy, trouble, run } = useTask();
  const remove = async () => {
    await api.remove(info.id);
    location.assign('/profesor');
  };
  return (
    <>
      <button type="button" onClick={() => dialog.current?.showModal()}>
        Borrar la clase…
      </button>
      <dialog ref={dialog} class="card" aria-labelledby="end-title">
        <h2 id="end-title">¿Borrar «{info.name}»?</h2>
        <p>
          Se borra todo lo que la clase guarda de sus miembros: quién está, manos, mensajes y tiempos. Lo que
          cada cual ha demostrado se queda con cada cual. No se puede deshacer.
        </p>
        <p class="actions">
          <button type="button" onClick={() => dialog.current?.close()}>
            No
          </button>
          <button type="button" class="primary" disabled={busy} onClick={() => void run(remove)}>
            Borrarla
          </button>
        </p>
        <Trouble text={trouble} />
      </dialog>
    </>
  );
}

export function ClassBar(props: {
  readonly info: ClassInfo;
  readonly rows: readonly Row[];
  readonly connected: boolean;
}) {
  const { info, rows, connected } = props;
  const link = useJoinAddress(info.code);
  const [saying, setSaying] = useState(false);
  const { trouble, run } = useTask();
  const here = rows.filter(({ status }) => status?.here).length;
  return (
    <section class="class-bar" aria-label="La clase">
      <div class="class-title">
        <a class="button" href="/profesor">
          ‹ Mis clases
        </a>
        <h1>{info.name}</h1>
      </div>
      <p class="class-facts">
        <strong translate={false}>{info.code}</strong>
        {link !== null && (
          <>
            {' '}
            · <a href={link}>{link}</a>
          </>
        )}
        {' · '}
        <span role="status">
          {here} de {rows.length} en clase{connected ? '' : ' · sin conexión: se reintenta'}
        </span>
      </p>
      <div class="class-actions">
        <PaceChoice info={info} />
        <button type="button" aria-expanded={saying} onClick={() => setSaying(!saying)}>
          Decir algo a todos
        </button>
        <a class="button" href={projectorPath(info.id)} target="_blank" rel="noreferrer">
          Proyectar
        </a>
        <a class="button" href="/" target="curso">
          Mi curso
        </a>
        <a class="button" href={csvPath(info.id)} download>
          Resultados (CSV)
        </a>
        <button type="button" onClick={() => void run(() => api.change(info.id, { closed: !info.closed }))}>
          {info.closed ? 'Dejar entrar' : 'Que no entre nadie más'}
        </button>
        <EndDialog info={info} />
      </div>
      <Trouble text={trouble} />
      {saying && <MessageForm classId={info.id} onSent={() => setSaying(false)} />}
    </section>
  );
}

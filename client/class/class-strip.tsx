/** @jsxRuntime automatic @jsxImportSource preact */
/** A learner's class, in a line over the slide: whose it is, at whose pace, the hand, and what the instructor says. */

import { useEffect, useRef, useState } from 'preact/hooks';
import { classLimits, type Membership } from '../../protocol/membership.ts';
import { Trouble } from '../elements/trouble.tsx';
import { useTask } from '../elements/use.ts';
import { request } from '../network/request.ts';
import type { Following } from './pace.ts';

const handWords = ({ hand, before }: Membership): string => {
  if (!hand) return '';
  if (hand.taken) return 'Van a ayudarte';
  if (before === 0) return 'Mano levantada: eres el primero de la cola';
  return before === 1 ? 'Mano levantada: hay una antes' : `Mano levantada: hay ${before} antes`;
};

function Hand({ membership }: { readonly membership: Membership }) {
  const [asking, setAsking] = useState(false);
  const words = useRef<HTMLInputElement>(null);
  const { busy, trouble, run } = useTask();
  useEffect(() => {
    if (asking) words.current?.focus();
  }, [asking]);
  const raise = (event: SubmitEvent) => {
    event.preventDefault();
    void run(async () => {
      await request('PUT', '/api/class/hand', { words: words.current?.value.trim() ?? '' });
      setAsking(false);
    });
  };
  return (
    <>
      <span role="status">{handWords(membership)}</span>
      {membership.hand ? (
        <button
          type="button"
          disabled={busy}
          onClick={() => void run(() => request('DELETE', '/api/class/hand'))}
        >
          Bajar la mano
        </button>
      ) : (
        <button type="button" aria-expanded={asking} onClick={() => setAsking(!asking)}>
          Levantar la mano
        </button>
      )}
      {asking && !membership.hand && (
        <form
          class="hand-form"
          onSubmit={raise}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setAsking(false);
          }}
        >
          <label>
            ¿Qué ocurre? (si quieres) <input ref={words} maxLength={classLimits.words} autocomplete="off" />
          </label>
          <button type="submit" class="primary" disabled={busy}>
            Levantarla
          </button>
        </form>
      )}
      <Trouble text={trouble} />
    </>
  );
}

function PaceLine(props: {
  readonly following: Following;
  readonly onRejoin: () => void;
  readonly onGoOn: () => void;
}) {
  const { following, onRejoin, onGoOn } = props;
  if (following === 'together') return <span role="status">Vas con la clase</span>;
  if (following === 'away')
    return (
      <>
        <span role="status">Vas por tu cuenta</span>
        <button type="button" onClick={onRejoin}>
          Volver con la clase <kbd>C</kbd>
        </button>
      </>
    );
  if (following === 'held')
    return (
      <>
        <span role="status">La clase espera aquí</span>
        <button type="button" onClick={onGoOn}>
          Seguir de todos modos
        </button>
      </>
    );
  return null;
}

/** Whoever may see the terminals is always named here, with a button that ends it. */
function WatchConsent({ membership }: { readonly membership: Membership }) {
  const { consent, watched } = membership;
  const { busy, trouble, run } = useTask();
  const answer = (allow: boolean) => () => void run(() => request('PUT', '/api/class/consent', { allow }));
  if (consent === null) return null;
  return (
    <div class="class-consent" data-watched={String(watched.length > 0)}>
      <span role="status">
        {consent === 'asked'
          ? 'Quien imparte pide ver tus terminales: verá lo mismo que tú, y solo escribes tú.'
          : watched.length === 0
            ? 'Quien imparte puede ver tus terminales; ahora no mira ninguno.'
            : `Quien imparte está viendo ${watched.join(', ')}.`}
      </span>
      {consent === 'asked' ? (
        <>
          <button type="button" disabled={busy} onClick={answer(true)}>
            Permitirlo en esta clase
          </button>
          <button type="button" disabled={busy} onClick={answer(false)}>
            No
          </button>
        </>
      ) : (
        <button type="button" disabled={busy} onClick={answer(false)}>
          Que deje de verlos
        </button>
      )}
      <Trouble text={trouble} />
    </div>
  );
}

function Leave() {
  const dialog = useRef<HTMLDialogElement>(null);
  const { busy, trouble, run } = useTask();
  return (
    <>
      <button type="button" onClick={() => dialog.current?.showModal()}>
        Salir
      </button>
      <dialog ref={dialog} class="dialog" aria-labelledby="leave-title">
        <h2 id="leave-title">¿Salir de la clase?</h2>
        <p>Se borra lo que la clase guarda de ti. Lo que has demostrado se queda contigo.</p>
        <p class="dialog-actions">
          <button type="button" onClick={() => dialog.current?.close()}>
            No
          </button>
          <button
            type="button"
            class="primary"
            disabled={busy}
            onClick={() => void run(() => request('DELETE', '/api/class'))}
          >
            Salir de la clase
          </button>
        </p>
        <Trouble text={trouble} />
      </dialog>
    </>
  );
}

function Message(props: {
  readonly message: NonNullable<Membership['message']>;
  readonly onClose: () => void;
}) {
  const { message, onClose } = props;
  return (
    <p class="class-message">
      <span role="status">
        <strong>Quien imparte:</strong> {message.text}
      </span>{' '}
      {message.slide !== null && <a href={`#/${message.slide}`}>Ver la diapositiva</a>}{' '}
      <button type="button" onClick={onClose}>
        Leído
      </button>
    </p>
  );
}

export function ClassStrip(props: {
  readonly membership: Membership;
  readonly following: Following;
  /** The message that was read last, by its id. */
  readonly read: string | null;
  readonly onRead: (id: string) => void;
  readonly onRejoin: () => void;
  readonly onGoOn: () => void;
}) {
  const { membership, following, read, onRead, onRejoin, onGoOn } = props;
  const { message, done } = membership;
  const { busy, run } = useTask();
  return (
    <>
      <div class="class-line">
        <strong class="class-name">{membership.name}</strong>
        <span class="class-alias">{membership.alias}</span>
        <PaceLine following={following} onRejoin={onRejoin} onGoOn={onGoOn} />
        <button
          type="button"
          aria-pressed={done}
          disabled={busy}
          onClick={() => void run(() => request('PUT', '/api/class/done', { done: !done }))}
        >
          He acabado
        </button>
        <Hand membership={membership} />
        <Leave />
      </div>
      <WatchConsent membership={membership} />
      {message && message.id !== read && <Message message={message} onClose={() => onRead(message.id)} />}
    </>
  );
}

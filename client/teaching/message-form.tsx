/** @jsxRuntime automatic @jsxImportSource preact */
/** A word to all, or to one. */

import { useEffect, useRef } from 'preact/hooks';
import { Trouble } from '../elements/trouble.tsx';
import { useTask } from '../elements/use.ts';
import { api } from './api.ts';

const longest = 500;

export function MessageForm(props: {
  readonly classId: string;
  /** Without it: all. */
  readonly member?: string;
  readonly onSent: () => void;
}) {
  const { classId, member, onSent } = props;
  const { busy, trouble, run } = useTask();
  const text = useRef<HTMLInputElement>(null);
  useEffect(() => text.current?.focus(), []);
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    const words = text.current?.value.trim() ?? '';
    if (words === '') return;
    void run(async () => {
      await api.say(classId, { text: words, ...(member === undefined ? {} : { member }) });
      onSent();
    });
  };
  return (
    <form class="message-form" onSubmit={send}>
      <label>
        {member === undefined ? 'Para todos' : 'Mensaje'}{' '}
        <input ref={text} required maxLength={longest} autocomplete="off" />
      </label>
      <button type="submit" class="primary" disabled={busy}>
        Enviar
      </button>
      <Trouble text={trouble} />
    </form>
  );
}

/** @jsxRuntime automatic @jsxImportSource preact */
/** Who waits for somebody: hands in the order in which they were raised, then who seems stuck, and why. */

import type { HandAnswer, Row } from '../../protocol/classes.ts';
import { Trouble } from '../elements/trouble.tsx';
import { useTask } from '../elements/use.ts';
import { api } from './api.ts';
import { slideName } from './places.ts';
import { spanText } from './span.ts';

interface QueueProps {
  readonly classId: string;
  readonly rows: readonly Row[];
  /** Why, by member. */
  readonly stuck: ReadonlyMap<string, string>;
  readonly now: number;
  readonly onOpen: (member: string) => void;
}

function HandItem({ row, classId, now, onOpen }: { readonly row: Row } & Omit<QueueProps, 'rows' | 'stuck'>) {
  const { trouble, run } = useTask();
  const { hand, member, alias } = row;
  if (!hand) return null;
  const answer = (kind: HandAnswer['answer']) => () => void run(() => api.answerHand(classId, member, kind));
  return (
    <li data-taken={String(hand.taken)}>
      <p>
        <button type="button" class="person" onClick={() => onOpen(member)}>
          {alias}
        </button>{' '}
        · {spanText(Math.max(0, now - Date.parse(hand.at)))}
        {hand.slide !== null && ` · ${slideName(hand.slide)}`}
      </p>
      {hand.words !== '' && <p class="words">«{hand.words}»</p>}
      <p class="actions">
        {hand.taken ? (
          <button type="button" onClick={answer('later')}>
            Más tarde
          </button>
        ) : (
          <button type="button" onClick={answer('coming')}>
            Voy
          </button>
        )}
        <button type="button" onClick={answer('done')}>
          Hecho
        </button>
      </p>
      <Trouble text={trouble} />
    </li>
  );
}

export function Queue({ classId, rows, stuck, now, onOpen }: QueueProps) {
  const hands = rows
    .filter(({ hand }) => hand !== null)
    .toSorted((one, other) => (one.hand?.at ?? '').localeCompare(other.hand?.at ?? ''));
  const waiting = rows.filter(({ member, hand }) => stuck.has(member) && hand === null);
  return (
    <aside class="queue" aria-label="Quién espera">
      <h2>
        <span role="status">
          {hands.length === 0 ? 'Ninguna mano levantada' : `Manos levantadas: ${hands.length}`}
        </span>
      </h2>
      <ul>
        {hands.map((row) => (
          <HandItem key={row.member} row={row} classId={classId} now={now} onOpen={onOpen} />
        ))}
      </ul>
      {waiting.length > 0 && (
        <>
          <h2>Parece que no avanzan</h2>
          <ul>
            {waiting.map(({ member, alias }) => (
              <li key={member}>
                <p>
                  <button type="button" class="person" onClick={() => onOpen(member)}>
                    {alias}
                  </button>
                </p>
                <p class="words">{stuck.get(member)}</p>
              </li>
            ))}
          </ul>
        </>
      )}
    </aside>
  );
}

/** @jsxRuntime automatic @jsxImportSource preact */
/**
 * Keys that a soft keyboard lacks, and a line to compose in: what Android's keyboards type straight into xterm.js arrives garbled, for they
 * rewrite whole words (xtermjs/xterm.js issue 3600). `touch-bar.css` shows it where there is a finger.
 */
import { useState } from 'preact/hooks';
import { keySequence, type TouchKey, touchKeys, withCtrl } from './touch-keys.ts';

export interface TouchBarProps {
  /** Types into the terminal in front. */
  readonly onType: (text: string) => void;
  /** Whether the program there wants the arrows as an application's. */
  readonly cursorKeys: () => boolean;
}

const spoken: Partial<Record<string, string>> = {
  '←': 'Izquierda',
  '↑': 'Arriba',
  '↓': 'Abajo',
  '→': 'Derecha',
  '|': 'Barra vertical',
  '/': 'Barra',
  '~': 'Virgulilla',
  '-': 'Guion',
};

export function TouchBar({ onType, cursorKeys }: TouchBarProps) {
  const [line, setLine] = useState('');
  const [ctrl, setCtrl] = useState(false);
  const press = (key: TouchKey) => {
    const text = keySequence(key, cursorKeys());
    onType(ctrl ? withCtrl(text) : text);
    setCtrl(false);
  };
  /** With Ctrl pressed the next letter is no text: it goes at once. */
  const compose = (text: string) => {
    const added = text.slice(-1);
    if (!ctrl || text.length <= line.length || added === '') return setLine(text);
    onType(withCtrl(added));
    setCtrl(false);
  };
  const send = () => {
    onType(`${line}\r`);
    setLine('');
  };
  return (
    <fieldset class="wb-touch">
      <legend class="sr-only">Teclas para pantalla táctil</legend>
      <div class="wb-touch-keys">
        {touchKeys.map((key) =>
          key === 'Ctrl' ? (
            <button key={key} type="button" aria-pressed={ctrl} onClick={() => setCtrl(!ctrl)}>
              Ctrl
            </button>
          ) : (
            <button key={key} type="button" aria-label={spoken[key] ?? key} onClick={() => press(key)}>
              {key}
            </button>
          ),
        )}
      </div>
      <form
        class="wb-touch-line"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <input
          type="text"
          value={line}
          aria-label="Línea para el terminal"
          placeholder="Escribe aquí; con un teclado es más cómodo"
          autocapitalize="off"
          autocomplete="off"
          autocorrect="off"
          spellcheck={false}
          enterkeyhint="send"
          onInput={({ currentTarget }) => {
            compose(currentTarget.value);
            // What Ctrl took is not of the line.
            if (ctrl) currentTarget.value = line;
          }}
        />
        <button type="submit">Intro</button>
      </form>
    </fieldset>
  );
}

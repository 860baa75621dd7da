/** The workbench's own keys, which also work while a terminal has the keyboard. */
import { type CopyStyle, copyKeyCaps } from './copy-keys.ts';
import { make } from './dom.ts';

export type Action = 'leave' | 'search' | 'copy' | 'paste' | 'maximise' | 'page';

const withCtrlShift: Readonly<Record<string, Action>> = {
  KeyE: 'leave',
  KeyF: 'search',
  KeyC: 'copy',
  KeyV: 'paste',
  Enter: 'maximise',
};

type Pressed = Pick<KeyboardEvent, 'ctrlKey' | 'shiftKey' | 'altKey' | 'metaKey' | 'key' | 'code'>;

export interface KeyContext {
  readonly copyStyle: CopyStyle;
  /** Something is selected in the terminal that has the keys. */
  readonly hasSelection: boolean;
}

/** `page`: a key of the browser or of the frame around the workbench, whoever has the keyboard. Null: the program's. */
export function actionOf(event: Pressed, context: KeyContext): Action | null {
  // The mode switch, full screen, and the browser's zoom.
  if (event.key === 'F8' || event.key === 'F11') return 'page';
  if ((event.ctrlKey || event.metaKey) && !event.altKey && ['+', '-', '=', '0'].includes(event.key))
    return 'page';
  const ownKey = copyOrPaste(event, context);
  if (ownKey !== null) return ownKey;
  if (!event.ctrlKey || !event.shiftKey || event.altKey || event.metaKey) return null;
  return withCtrlShift[event.code] ?? null;
}

/** The keys that only some systems have for it. Without a selection Ctrl+C stays what it is to a program. */
function copyOrPaste(event: Pressed, { copyStyle, hasSelection }: KeyContext): Action | null {
  if (copyStyle === 'ctrl-shift' || event.shiftKey || event.altKey) return null;
  const command = copyStyle === 'command';
  if (event.metaKey !== command || event.ctrlKey === command) return null;
  // By the letter, as the browser goes: on some keyboards it is on another key.
  if (event.key.toLowerCase() === 'v') return 'paste';
  return event.key.toLowerCase() === 'c' && hasSelection ? 'copy' : null;
}

export interface StatusLine {
  readonly element: HTMLElement;
  /** The keys that copy and paste are these from now on. */
  show(style: CopyStyle): void;
}

/** The line that reminds of them. */
export function createStatusLine(): StatusLine {
  const key = (keys: string, does: string) => make('span', {}, make('kbd', {}, keys), ` ${does}`);
  const copy = make('span');
  return {
    element: make(
      'div',
      { class: 'wb-status' },
      key('Ctrl+Mayús+E', 'volver a las diapositivas'),
      key('Ctrl+Mayús+F', 'buscar'),
      copy,
      key('Ctrl+Mayús+Intro', 'maximizar'),
    ),
    show(style) {
      const [caps] = copyKeyCaps[style];
      const keys = style === 'command' ? '⌘C/V' : `${caps.join('+')}/V`;
      copy.replaceChildren(
        make('kbd', {}, keys),
        style === 'ctrl' ? ' copiar lo seleccionado y pegar' : ' copiar y pegar',
      );
    },
  };
}

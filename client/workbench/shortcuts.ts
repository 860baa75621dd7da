/** The workbench's own keys, which also work while a terminal has the keyboard. */
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

/** `page`: a key of the browser or of the frame around the workbench, whoever has the keyboard. Null: the program's. */
export function actionOf(event: Pressed): Action | null {
  // The mode switch, full screen, and the browser's zoom.
  if (event.key === 'F8' || event.key === 'F11') return 'page';
  if ((event.ctrlKey || event.metaKey) && !event.altKey && ['+', '-', '=', '0'].includes(event.key))
    return 'page';
  if (!event.ctrlKey || !event.shiftKey || event.altKey || event.metaKey) return null;
  return withCtrlShift[event.code] ?? null;
}

/** The line that reminds of them. */
export function createStatusLine(): HTMLElement {
  const key = (keys: string, does: string) => make('span', {}, make('kbd', {}, keys), ` ${does}`);
  return make(
    'div',
    { class: 'wb-status' },
    key('Ctrl+Shift+E', 'volver a las diapositivas'),
    key('Ctrl+Shift+F', 'buscar'),
    key('Ctrl+Shift+C/V', 'copiar y pegar'),
    key('Ctrl+Shift+Intro', 'maximizar'),
  );
}

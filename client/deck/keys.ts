/** Which keys are the deck's. Whatever has the focus and a use for a key keeps it. */
import { recall, remember } from '../frame/storage.ts';
import { scrollsPage } from './reading.ts';

const ownKeys = '#workbench, [role="separator"], [contenteditable], input, select, textarea';
const pressed = 'button, a[href], summary, [tabindex="0"]';
const setting = 'letter-keys';

/**
 * Whether keys that are one character act alone. Who speaks to the computer, or hits keys by mistake, can turn them off
 * (WCAG 2.1.4); this browser remembers it.
 */
export const letterKeysAct = (): boolean => recall(setting) !== 'off';

export const setLetterKeys = (act: boolean): void => remember(setting, act ? 'on' : 'off');

export function deckTakes(event: KeyboardEvent): boolean {
  if (event.key.length === 1 && event.key !== ' ' && !letterKeysAct()) return false;
  if (scrollsPage(event.key)) return false;
  // Tab leads out of a dialog too, to the browser's own controls and to the page's body: its Escape is still the dialog's.
  if (document.querySelector('dialog[open]')) return false;
  const { target } = event;
  if (!(target instanceof Element)) return true;
  if (target.closest(ownKeys)) return false;
  const presses = event.key === ' ' || event.key === 'Enter';
  return !(presses && target.closest(pressed));
}

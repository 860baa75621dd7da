/** The list of keys. `?` opens it, by the character and not by the key, which is elsewhere on each keyboard. */
import { deckTakes } from '../deck/keys.ts';

export interface Help {
  readonly open: () => void;
}

export function createHelp(dialog: HTMLDialogElement): Help {
  const open = () => {
    if (!dialog.open) dialog.showModal();
  };
  dialog.querySelector('[data-close]')?.addEventListener('click', () => dialog.close());
  document.addEventListener('keydown', (event) => {
    if (event.key !== '?' || !deckTakes(event)) return;
    event.preventDefault();
    open();
  });
  return { open };
}

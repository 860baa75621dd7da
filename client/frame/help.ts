/** The list of keys. `?` opens it, by the character and not by the key, which is elsewhere on each keyboard. */
import { deckTakes, letterKeysAct, setLetterKeys } from '../deck/keys.ts';
import { element, focusIn } from '../elements/dom.ts';
import { copyKeyCaps, copyStyleOf, ownSystem } from '../workbench/copy-keys.ts';
import { loadSettings } from '../workbench/settings.ts';
import { ownReference } from './reference.ts';

export interface Help {
  readonly open: () => void;
}

/** The keys that copy and paste now, each in its box. */
function copyKeys(): Node[] {
  const [copy, paste] = copyKeyCaps[copyStyleOf(loadSettings(), ownSystem())];
  const boxes = (caps: readonly string[]) =>
    caps.flatMap((cap) => {
      const box = document.createElement('kbd');
      box.textContent = cap;
      return [box, document.createTextNode(' ')];
    });
  return [...boxes(copy), document.createTextNode('/ '), ...boxes(paste.slice(-1))];
}

/** Shown once it is known. */
async function showReference(line: HTMLElement): Promise<void> {
  const reference = await ownReference();
  if (reference === null) return;
  element('code', HTMLElement, line).textContent = reference;
  line.hidden = false;
}

export function createHelp(dialog: HTMLDialogElement): Help {
  const letters = element('[data-letter-keys]', HTMLInputElement, dialog);
  const close = element('[data-close]', HTMLElement, dialog);
  const open = () => {
    if (dialog.open) return;
    letters.checked = letterKeysAct();
    element('[data-copy-keys]', HTMLElement, dialog).replaceChildren(...copyKeys());
    void showReference(element('[data-reference]', HTMLElement, dialog));
    dialog.showModal();
    focusIn(dialog, close);
  };
  letters.addEventListener('change', () => setLetterKeys(letters.checked));
  close.addEventListener('click', () => dialog.close());
  document.addEventListener('keydown', (event) => {
    if (event.key !== '?' || !deckTakes(event)) return;
    event.preventDefault();
    open();
  });
  return { open };
}

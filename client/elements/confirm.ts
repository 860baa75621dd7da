/** Asks before something that cannot be undone. */
import { element } from './dom.ts';

export interface Question {
  readonly title: string;
  readonly text: string;
  readonly yes: string;
}

export type Ask = (question: Question) => Promise<boolean>;

export function createAsk(dialog: HTMLDialogElement): Ask {
  const yes = element('[data-answer="yes"]', HTMLButtonElement, dialog);
  const no = element('[data-answer="no"]', HTMLButtonElement, dialog);
  yes.addEventListener('click', () => dialog.close('yes'));
  no.addEventListener('click', () => dialog.close('no'));

  return (question) => {
    if (dialog.open) return Promise.resolve(false);
    element('h2', HTMLElement, dialog).textContent = question.title;
    element('#confirm-text', HTMLElement, dialog).textContent = question.text;
    yes.textContent = question.yes;
    // Escape closes without a new value: an old "yes" must not answer for it.
    dialog.returnValue = 'no';
    dialog.showModal();
    return new Promise((resolve) => {
      dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
    });
  };
}

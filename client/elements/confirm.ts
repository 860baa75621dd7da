/** Asks before something that cannot be undone. */
import { element, focusIn } from './dom.ts';
import { say } from './say.ts';

export interface Question {
  readonly title: string;
  readonly text: string;
  readonly yes: string;
  /** Something to take along before it is too late. */
  readonly link?: { readonly text: string; readonly address: string; readonly file: string };
}

export type Ask = (question: Question) => Promise<boolean>;

export function createAsk(dialog: HTMLDialogElement): Ask {
  const yes = element('[data-answer="yes"]', HTMLButtonElement, dialog);
  const no = element('[data-answer="no"]', HTMLButtonElement, dialog);
  const place = element('[data-confirm-link]', HTMLElement, dialog);
  const anchor = element('a', HTMLAnchorElement, place);
  yes.addEventListener('click', () => dialog.close('yes'));
  no.addEventListener('click', () => dialog.close('no'));

  return (question) => {
    if (dialog.open) return Promise.resolve(false);
    say(element('h2', HTMLElement, dialog), question.title);
    say(element('#confirm-text', HTMLElement, dialog), question.text);
    say(yes, question.yes);
    const { link } = question;
    place.hidden = link === undefined;
    anchor.textContent = link?.text ?? '';
    anchor.href = link?.address ?? '';
    anchor.download = link?.file ?? '';
    // Escape closes without a new value: an old "yes" must not answer for it.
    dialog.returnValue = 'no';
    dialog.showModal();
    focusIn(dialog, no);
    return new Promise((resolve) => {
      dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
    });
  };
}

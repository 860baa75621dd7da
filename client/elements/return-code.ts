/** «Mi código para volver»: by which a learner goes on at another computer, or after this browser has lost its cookies. */
import { ReturnCode } from '../../protocol/lab.ts';
import { requestJson } from '../network/request.ts';
import { element, focusIn } from './dom.ts';

/** Asks for a new code and shows it. Resolves to why there is none; null where it is shown. */
export async function showReturnCode(dialog: HTMLDialogElement): Promise<string | null> {
  try {
    const { code } = await requestJson(ReturnCode, 'POST', '/api/session/code');
    const close = element('[data-close]', HTMLButtonElement, dialog);
    close.onclick = () => dialog.close();
    dialog.showModal();
    element('.return-code', HTMLElement, dialog).textContent = code;
    focusIn(dialog, close);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

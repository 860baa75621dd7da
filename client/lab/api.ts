/** Requests to the lab. Whatever goes wrong comes back as a sentence for the learner. */
import type { HelpBody, NetworkBody, ResetBody } from '../../protocol/lab.ts';
import { readApiError } from './messages.ts';

export type Reply = { readonly ok: true } | { readonly ok: false; readonly message: string };

/** Longer than any lab waits for its turn and is remade on a busy machine, ms. */
const deadlineMs = 300_000;

const reasonOf = (error: unknown): string =>
  error instanceof Error && error.name === 'TimeoutError'
    ? `El servidor no ha respondido en ${deadlineMs / 60_000} minutos. Inténtalo otra vez.`
    : 'No hay conexión con el laboratorio.';

async function post(path: string, body?: ResetBody | NetworkBody | HelpBody): Promise<Reply> {
  const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  try {
    const signal = AbortSignal.timeout(deadlineMs);
    const response = await fetch(path, { method: 'POST', signal, ...(body === undefined ? {} : json) });
    if (response.ok) return { ok: true };
    const error = readApiError(await response.text());
    return {
      ok: false,
      message: error?.message ?? `El servidor ha respondido con un error ${response.status}.`,
    };
  } catch (error) {
    return { ok: false, message: reasonOf(error) };
  }
}

export const checkNow = (): Promise<Reply> => post('/api/lab/check');

/** Pulls a node's network cable, or puts it back. */
export const setNetwork = (change: NetworkBody): Promise<Reply> => post('/api/lab/network', change);

/** Without a case, the whole lab as it was on the first day. */
export const resetLab = (caseId?: string): Promise<Reply> =>
  post('/api/lab/reset', caseId === undefined ? {} : { case: caseId });

/** The lab as a case needs it, to be shown: what passes is not the learner's. */
export const prepareDemonstration = (caseId: string): Promise<Reply> =>
  post('/api/lab/reset', { case: caseId, demonstration: true });

/** The next help with a check; it comes with the lab's next view. */
export const askHelp = (check: string): Promise<Reply> => post('/api/help', { check });

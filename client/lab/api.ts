/** Requests to the lab. Whatever goes wrong comes back as a sentence for the learner. */
import type { HelpBody, LabView, NetworkBody, PowerBody, ResetBody } from '../../protocol/lab.ts';
import { readApiError, readLab } from './messages.ts';
import { type LabSnapshot, type Store, until } from './store.ts';

/** `lab`: as it was when the server answered. */
export type Reply =
  | { readonly ok: true; readonly lab: LabView }
  | { readonly ok: false; readonly message: string };

/** Longer than any lab waits for its turn and is remade on a busy machine, ms. */
const deadlineMs = 300_000;
/** The lab's next view travels by itself: it is here before or soon after the answer, or once a lost connection is back, ms. */
const viewMs = 15_000;

const misunderstood = 'El servidor ha respondido algo que esta página no entiende. Recárgala.';
const unseen =
  'El clúster está hecho de nuevo, pero esta página no recibe su estado: espera a que vuelva la conexión, o recárgala.';

const reasonOf = (error: unknown): string =>
  error instanceof Error && error.name === 'TimeoutError'
    ? `El servidor no ha respondido en ${deadlineMs / 60_000} minutos. Inténtalo otra vez.`
    : 'No hay conexión con el laboratorio.';

async function post(path: string, body?: ResetBody | NetworkBody | PowerBody | HelpBody): Promise<Reply> {
  const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  try {
    const signal = AbortSignal.timeout(deadlineMs);
    const response = await fetch(path, { method: 'POST', signal, ...(body === undefined ? {} : json) });
    const text = await response.text();
    if (response.ok) {
      const lab = readLab(text);
      return lab ? { ok: true, lab } : { ok: false, message: misunderstood };
    }
    const error = readApiError(text);
    return {
      ok: false,
      message: error?.message ?? `El servidor ha respondido con un error ${response.status}.`,
    };
  } catch (error) {
    return { ok: false, message: reasonOf(error) };
  }
}

export const checkNow = (): Promise<Reply> => post('/api/lab/check');

/** Starts the Sentinels that distrust their clocks again. */
export const restartSentinels = (): Promise<Reply> => post('/api/lab/sentinels');

/** Cuts a node's network link, or heals it. */
export const setNetwork = (change: NetworkBody): Promise<Reply> => post('/api/lab/network', change);

/** Turns a node on that was powered off. */
export const powerOn = (body: PowerBody): Promise<Reply> => post('/api/lab/power', body);

/**
 * Makes the lab anew. It is done when the page knows the new lab: until then its slides name the nodes of the old one, and
 * a command would run where the old one had its master.
 */
async function reset(store: Store<LabSnapshot>, body: ResetBody): Promise<Reply> {
  const reply = await post('/api/lab/reset', body);
  if (!reply.ok) return reply;
  const { caseSince } = reply.lab;
  const known = ({ lab }: LabSnapshot) => lab?.state === 'running' && lab.caseSince >= caseSince;
  return (await until(store, known, viewMs)) ? reply : { ok: false, message: unseen };
}

/** Without a case, the whole lab as it was on the first day. */
export const resetLab = (store: Store<LabSnapshot>, caseId?: string): Promise<Reply> =>
  reset(store, caseId === undefined ? {} : { case: caseId });

/** The lab as a case needs it, to be shown: what passes is not the learner's. */
export const prepareDemonstration = (store: Store<LabSnapshot>, caseId: string): Promise<Reply> =>
  reset(store, { case: caseId, demonstration: true });

/** The next help with a check; it comes with the lab's next view. */
export const askHelp = (check: string): Promise<Reply> => post('/api/help', { check });

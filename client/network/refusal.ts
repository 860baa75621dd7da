/**
 * Why the server refuses this page's websockets. A browser does not tell a page the status of a websocket that was refused, so the page
 * asks over HTTP. One question serves all who ask at the same time.
 */

/** A question over a lost network gets no answer at all, ms. */
const deadlineMs = 5000;
/** For an answer without a sentence of the server's: a proxy before it may refuse too. */
const unexplained = 'El servidor ya no reconoce esta página: recárgala.';

let asking: Promise<string | null> | null = null;

/** What the learner has to be told where the server does not know their cookie; null where trying again may help. */
export function refusalOfPage(): Promise<string | null> {
  asking ??= ask().finally(() => {
    asking = null;
  });
  return asking;
}

async function ask(): Promise<string | null> {
  try {
    const signal = AbortSignal.timeout(deadlineMs);
    const response = await fetch('/api/session', { signal, cache: 'no-store' });
    return response.status === 401 ? sentenceIn(await response.text()) : null;
  } catch {
    // The server was not reached: the websockets go on trying.
    return null;
  }
}

function sentenceIn(text: string): string {
  try {
    const error: unknown = JSON.parse(text);
    if (
      typeof error === 'object' &&
      error !== null &&
      'message' in error &&
      typeof error.message === 'string'
    )
      return error.message;
  } catch {
    // Not the server's own answer.
  }
  return unexplained;
}

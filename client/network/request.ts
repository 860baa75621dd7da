/** A request of the page to its server, whose failure is a sentence for the person. */
import { readApiError } from '../lab/messages.ts';

/** What the server refused or the network lost, as a sentence for the person. */
export class RequestFailed extends Error {
  override readonly name = 'RequestFailed';
}

/** How long an answer is waited for, ms. */
const deadlineMs = 15_000;
const unreachable = 'El servidor no responde: comprueba la red e inténtalo otra vez.';
export const unexpected = 'El servidor ha respondido algo que no se entiende: recarga la página.';

/** @returns the answer's text @throws RequestFailed */
export async function request(method: string, path: string, body?: unknown): Promise<string> {
  const json = body === undefined ? {} : { 'content-type': 'application/json' };
  let response: Response;
  let text: string;
  try {
    response = await fetch(path, {
      method,
      headers: json,
      signal: AbortSignal.timeout(deadlineMs),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    text = await response.text();
  } catch (cause) {
    throw new RequestFailed(unreachable, { cause });
  }
  if (!response.ok) throw new RequestFailed(readApiError(text)?.message ?? unexpected);
  return text;
}

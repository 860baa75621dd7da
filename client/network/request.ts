/** A request of the page to its server, whose failure is a sentence for the person. */
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { readApiError } from '../lab/messages.ts';

/** What the server refused or the network lost, as a sentence for the person. */
export class RequestFailed extends Error {
  override readonly name = 'RequestFailed';
}

/** How long an answer is waited for, ms. */
const deadlineMs = 15_000;
const unreachable = 'El servidor no responde: comprueba la red e inténtalo otra vez.';
const unexpected = 'El servidor ha respondido algo que no se entiende: recarga la página.';

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

/** The answer, as its schema says. @throws RequestFailed */
export async function requestJson<T extends TSchema>(
  schema: T,
  method: string,
  path: string,
  body?: unknown,
): Promise<Static<T>> {
  const text = await request(method, path, body);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new RequestFailed(unexpected, { cause });
  }
  if (!Value.Check(schema, value)) throw new RequestFailed(unexpected);
  return value;
}

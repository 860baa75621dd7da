/** A person at a browser without a script: who keeps cookies, asks the server, and listens at its websockets. */
import { WebSocket } from 'ws';
import { waitFor } from '../../server/base/wait.ts';

export interface Answer {
  readonly status: number;
  readonly location: string | null;
  readonly text: string;
  /** What the body is as JSON; null where it is none. */
  readonly json: unknown;
}

/** A websocket and what came over it, parsed. */
export interface Heard extends Disposable {
  readonly messages: readonly unknown[];
  readonly closed: boolean;
  send(message: unknown): void;
  /** The newest message that is wanted. */
  wait<T>(what: string, wanted: (message: unknown) => T | undefined): Promise<T>;
}

const soonMs = 20_000;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // A page, not data.
  }
}

export function createPerson(url: string) {
  const cookies = new Map<string, string>();
  const cookie = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');

  const ask = async (path: string, init: RequestInit = {}): Promise<Answer> => {
    const response = await fetch(new URL(path, url), {
      redirect: 'manual',
      ...init,
      headers: { accept: 'text/html, application/json', cookie: cookie(), ...init.headers },
    });
    for (const set of response.headers.getSetCookie()) {
      const [pair = ''] = set.split(';');
      const at = pair.indexOf('=');
      cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    // The mark by which a spreadsheet knows UTF-8 is part of what it says.
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await response.arrayBuffer());
    return {
      status: response.status,
      location: response.headers.get('location'),
      text,
      json: parse(text),
    };
  };

  return {
    cookies,
    cookieHeader: cookie,
    get: (path: string) => ask(path),
    send: (method: string, path: string, body?: unknown) =>
      ask(path, {
        method,
        ...(body === undefined
          ? {}
          : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      }),
    /** As a page's form does. */
    submit: (path: string, fields: Readonly<Record<string, string>>) =>
      ask(path, {
        method: 'POST',
        body: new URLSearchParams(fields),
        headers: { origin: new URL(url).origin },
      }),
    /** @param onText called with each message as it came */
    listen(path: string, onText: (text: string) => void = () => undefined): Heard {
      const address = new URL(path, url);
      address.protocol = 'ws:';
      const socket = new WebSocket(address, { headers: { cookie: cookie() } });
      const messages: unknown[] = [];
      socket.on('message', (data) => {
        messages.push(parse(String(data)));
        onText(String(data));
      });
      // A refusal is a close as well: `closed` says so.
      socket.on('error', () => undefined);
      return {
        messages,
        get closed() {
          return socket.readyState === WebSocket.CLOSED;
        },
        send: (message) => socket.send(JSON.stringify(message)),
        wait: (what, wanted) =>
          waitFor(
            what,
            () => {
              for (const message of messages.toReversed()) {
                const found = wanted(message);
                if (found !== undefined) return found;
              }
              return undefined;
            },
            { deadlineMs: soonMs },
          ),
        [Symbol.dispose]: () => socket.terminate(),
      };
    },
  };
}

export type Person = ReturnType<typeof createPerson>;

/**
 * Ten thousand bodies and messages that no page would send: of another shape, truncated, in another order. The service
 * answers each with what is wrong with it, and goes on: no crash, no unhandled rejection, no 500, nothing left open.
 */
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { Agent, type IncomingMessage, request } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { ApiError, HelpBody, LabRequest, NetworkBody, PowerBody, ResetBody } from '../../protocol/lab.ts';
import { TerminalRequest } from '../../protocol/terminal.ts';
import { waitFor } from '../../server/base/wait.ts';
import { type Service, startService } from '../service.ts';

/** Bytes: what server/http/lab-socket.ts reads. */
const longestLabMessage = 1024;
const cases = { bodies: 8000, labMessages: 1000, terminalMessages: 1000 } as const;

/** Any JSON, and things that almost fit: the right keys with wrong values, the right values under wrong keys. */
const near = fc.oneof(
  fc.json({ maxDepth: 4 }),
  fc
    .record(
      {
        type: fc.oneof(fc.constantFrom('visit', 'check', 'resize', 'ack', 'take', 'restart'), fc.anything()),
        case: fc.oneof(fc.constantFrom('caso-1', '../caso-1', '__proto__'), fc.string(), fc.anything()),
        check: fc.oneof(fc.constantFrom('caso-1/nuevo-maestro', 'constructor'), fc.anything()),
        node: fc.oneof(fc.constantFrom('maestro', 'cliente', '; ip link'), fc.anything()),
        cut: fc.anything(),
        demonstration: fc.anything(),
        cols: fc.oneof(fc.integer(), fc.double(), fc.string()),
        rows: fc.oneof(fc.integer(), fc.double(), fc.string()),
        bytes: fc.oneof(fc.maxSafeInteger(), fc.double(), fc.constant(-1)),
      },
      { requiredKeys: [] },
    )
    // What JSON cannot say (a cycle, a bigint) cannot be sent either.
    .map((value) => {
      try {
        return JSON.stringify(value) ?? '';
      } catch {
        return '[';
      }
    }),
);
const text = fc.oneof(
  near,
  near.chain((json) => fc.nat(Math.max(0, json.length)).map((end) => json.slice(0, end))),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom(
    '{"__proto__":{"type":"check"}}',
    '['.repeat(5000),
    '"'.repeat(99),
    '\u0000',
    '{"case":1e999}',
  ),
);

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** Half of the CPU that `fetch` takes, and that is what so many of them wait for. */
async function post(url: string, headers: Record<string, string>, payload: string) {
  const sent = request(url, { method: 'POST', agent, headers });
  sent.end(payload);
  const [response]: IncomingMessage[] = await once(sent, 'response');
  if (!response) throw new Error('no response');
  return { status: response.statusCode ?? 0, body: await readText(response) };
}

describe('whatever is sent', () => {
  let service: Service;
  let cookie: string;
  const rejections: unknown[] = [];
  const reject = (reason: unknown) => void rejections.push(reason);
  beforeAll(async () => {
    process.on('unhandledRejection', reject);
    service = await startService({ rateLimitFactor: 1_000_000 });
    cookie = await service.newcomer();
    expect((await fetch(`${service.url}/api/lab`, { headers: { cookie } })).status).toBe(200);
  });
  afterAll(async () => {
    agent.destroy();
    await service[Symbol.asyncDispose]();
    process.off('unhandledRejection', reject);
  });

  const handles = async () => (await readdir('/proc/self/fd')).length;
  const isWhole = async () => {
    const response = await fetch(`${service.url}/api/lab`, { headers: { cookie } });
    expect([response.status, rejections]).toEqual([200, []]);
  };
  const open = async (path: string): Promise<WebSocket> => {
    const socket = new WebSocket(service.url.replace('http', 'ws') + path, { headers: { cookie } });
    socket.on('error', () => undefined);
    await once(socket, 'open');
    return socket;
  };

  it(`${cases.bodies} bodies: each is refused with a code and a sentence`, async () => {
    const entrances = [
      { url: '/api/lab/reset', fits: (body: unknown) => body === null || Value.Check(ResetBody, body) },
      { url: '/api/lab/network', fits: (body: unknown) => Value.Check(NetworkBody, body) },
      { url: '/api/lab/power', fits: (body: unknown) => Value.Check(PowerBody, body) },
      { url: '/api/help', fits: (body: unknown) => Value.Check(HelpBody, body) },
    ] as const;
    const type = fc.constantFrom('application/json', 'application/json; charset=utf-16', 'text/plain', 'x');
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...entrances), text, type, async ({ url, fits }, payload, mime) => {
        fc.pre(payload !== '' && !fits(parsed(payload)));
        const headers = { cookie, 'content-type': mime };
        const { status, body } = await post(service.url + url, headers, payload);
        expect(status).toBeGreaterThanOrEqual(400);
        expect(status).toBeLessThan(500);
        expect(Value.Check(ApiError, JSON.parse(body))).toBe(true);
      }),
      { numRuns: cases.bodies, endOnFailure: true },
    );
    await isWhole();
  });

  it(`${cases.labMessages} messages to the lab: what is none closes the socket, and leaves nothing`, async () => {
    const before = await handles();
    await fc.assert(
      fc.asyncProperty(
        fc.array(text, { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        async (messages, binary) => {
          const fit = messages.every(
            (message) =>
              !binary &&
              Buffer.byteLength(message) <= longestLabMessage &&
              Value.Check(LabRequest, parsed(message)),
          );
          const socket = await open('/ws/lab');
          const closed = once(socket, 'close');
          for (const message of messages) socket.send(message, { binary });
          if (fit) socket.close();
          const [code] = await closed;
          expect(code).toBe(fit ? 1005 : 1007);
        },
      ),
      { numRuns: cases.labMessages, endOnFailure: true },
    );
    await isWhole();
    await waitFor('no queda nada abierto', async () => (await handles()) <= before + 5, {
      deadlineMs: 10_000,
    });
  });

  it(`${cases.terminalMessages} messages to a terminal: what is none is said and closes it, and the program goes on`, async () => {
    const path = '/ws/terminal?node=maestro&program=redis-cli&cols=80&rows=24';
    const keeper = await open(path);
    const before = await handles();
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 4 }), async (messages) => {
        const fit = messages.every((message) => Value.Check(TerminalRequest, parsed(message)));
        const socket = await open(path);
        const told: unknown[] = [];
        socket.on('message', (data, isBinary) => isBinary || told.push(parsed(String(data))));
        const closed = once(socket, 'close');
        for (const message of messages) socket.send(message);
        if (fit) socket.close();
        await closed;
        if (!fit)
          expect(told).toContainEqual(expect.objectContaining({ type: 'error', code: 'bad-message' }));
      }),
      { numRuns: cases.terminalMessages, endOnFailure: true },
    );
    await isWhole();
    expect(keeper.readyState).toBe(WebSocket.OPEN);
    let screen = '';
    keeper.on('message', (data) => {
      screen += String(data);
    });
    keeper.send(JSON.stringify({ type: 'take' }));
    await delay(50);
    keeper.send(Buffer.from('PING\r'));
    await waitFor('el redis-cli responde', () => screen.includes('PONG'), { deadlineMs: 10_000 });
    keeper.close();
    await waitFor('no queda nada abierto', async () => (await handles()) <= before + 5, {
      deadlineMs: 10_000,
    });
  });
});

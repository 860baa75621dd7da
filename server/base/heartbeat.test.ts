import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { goneAfterMs, keepHeartbeat } from './heartbeat.ts';

const everyMs = 40;
const pace = { everyMs, firstMs: everyMs };

/** A page whose network may be gone: it answers no ping of the server's. */
async function connected(autoPong: boolean) {
  const http = createServer().listen(0, '127.0.0.1');
  const server = new WebSocketServer({ server: http });
  await once(http, 'listening');
  const address = http.address();
  const arrived = once(server, 'connection');
  const page = new WebSocket(`ws://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`, {
    autoPong,
  });
  const opened = once(page, 'open');
  const [socket]: WebSocket[] = await arrived;
  await opened;
  if (!socket) throw new Error('no connection');
  return {
    socket,
    page,
    async [Symbol.asyncDispose]() {
      page.terminate();
      socket.terminate();
      http.close();
      await once(http, 'close');
    },
  };
}

describe('a heartbeat', () => {
  it('frees what a page held that is gone, within 20 s', () => expect(goneAfterMs).toBeLessThan(20_000));

  it('ends a websocket whose other end answers nothing', async () => {
    await using pair = await connected(false);
    const closed = once(pair.socket, 'close');
    keepHeartbeat(pair.socket, pace);
    expect(await closed).toMatchObject([1006, expect.anything()]);
  });

  it('keeps one that answers, and tells how long that took', async () => {
    await using pair = await connected(true);
    const trips: number[] = [];
    keepHeartbeat(pair.socket, { ...pace, onRoundTrip: (ms) => trips.push(ms) });
    await delay(everyMs * 8);
    expect(pair.socket.readyState).toBe(WebSocket.OPEN);
    expect(trips.length).toBeGreaterThan(2);
  });

  it('keeps one that says anything else', async () => {
    await using pair = await connected(false);
    keepHeartbeat(pair.socket, pace);
    for (let said = 0; said < 12; said += 1) {
      pair.page.send('x');
      await delay(everyMs / 2);
    }
    expect(pair.socket.readyState).toBe(WebSocket.OPEN);
  });
});

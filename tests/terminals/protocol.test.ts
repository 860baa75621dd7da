/** docs/terminal-protocol.md is enough: every frame it tells of, spoken by a client that knows that page only. */
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type RunningServer, startServer } from '../e2e/server.ts';
import { PlainClient } from './plain-client.ts';

const shell = { node: 'maestro', program: 'shell', cols: '80', rows: '24' };

describe('the terminal protocol, from its page alone', () => {
  let server: RunningServer;
  let cookie: string;
  beforeAll(async () => {
    server = await startServer({ env: { CURSO_POOL: '0' } });
    const visit = await fetch(server.url);
    cookie = (visit.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const open = (query: Readonly<Record<string, string>> = shell) =>
    PlainClient.open(server.url, cookie, query);

  it('refuses by status what may not open', async () => {
    const refusal = async (query: string, headers: Record<string, string>) => {
      const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws/terminal?${query}`, { headers });
      socket.on('error', () => {});
      const [, response]: { statusCode?: number }[] = await once(socket, 'unexpected-response');
      socket.terminate();
      return response?.statusCode;
    };
    const good = new URLSearchParams(shell).toString();
    expect(await refusal(good, {})).toBe(401);
    expect(await refusal(good.replace('maestro', 'luna'), { cookie })).toBe(400);
    expect(await refusal(good, { cookie, origin: 'http://otro.example' })).toBe(403);
  });

  it('answers a ping while its lab still starts, and keeps what is typed meanwhile', async () => {
    const page = await open();
    page.send({ type: 'ping' });
    page.type('echo tempra""no\r');
    await page.hears('pong');
    expect(page.messages.map(({ type }) => type)).toEqual(['pong']);
    await page.hears('screen');
    await page.shows('temprano');
    await page.leave();
  });

  it('begins with a screen, takes keys and gives output; a second subscriber takes the write lock and gives it back', async () => {
    const first = await open();
    expect(await first.hears('screen')).toMatchObject({ version: 1, cols: 80, rows: 24, writer: true });
    await first.shows('(maestro) > ');
    first.type('echo $((6*7))ñ\r');
    await first.shows('42ñ');

    const second = await open({ ...shell, cols: '100', rows: '30' });
    const screen = await second.hears('screen');
    expect(screen).toMatchObject({ cols: 100, rows: 30, writer: true });
    await second.shows('42ñ');
    expect(second.screenLeft).toBe(0);
    expect(await first.hears('role')).toMatchObject({ writer: false });
    expect(await first.hears('size')).toMatchObject({ cols: 100, rows: 30 });

    first.send({ type: 'take' });
    expect(await second.hears('role')).toMatchObject({ writer: false });
    first.send({ type: 'resize', cols: 90, rows: 20 });
    expect(await second.hears('size')).toMatchObject({ cols: 90, rows: 20 });
    first.type('stty size\r');
    await second.shows('20 90');
    await Promise.all([first.leave(), second.leave()]);
  });

  it('says the end of a program, and starts it again', async () => {
    const client = await open({ ...shell, node: 'replica1' });
    await client.shows('(replica1) > ');
    client.type('exit 3\r');
    expect(await client.hears('exit')).toEqual({ type: 'exit', code: 3, signal: null });
    client.send({ type: 'restart' });
    await client.hears('started');
    client.type('echo de nu""evo\r');
    await client.shows('de nuevo');
    await client.leave();
  });

  it('gets a flood whole when it acknowledges, in pieces, what it has read', async () => {
    const client = await open({ ...shell, node: 'replica2' });
    await client.shows('(replica2) > ');
    client.type('seq -f "n%.0f" 200000; echo f""in\r');
    await client.shows('fin\r\n');
    expect(client.messages.filter(({ type }) => type === 'screen')).toHaveLength(1);
    const numbers = [...client.output.matchAll(/^n(\d+)\r$/gm)].map(([, number]) => Number(number));
    expect(numbers).toHaveLength(200_000);
    expect(numbers.every((number, index) => number === index + 1)).toBe(true);
    await client.leave();
  });

  it('answers a frame that is no message with an error, and closes with 4000', async () => {
    const client = await open();
    await client.hears('screen');
    const closed = once(client.socket, 'close');
    client.send({ type: 'resize', cols: 0, rows: 0 });
    expect(await client.hears('error')).toMatchObject({ code: 'bad-message', message: expect.any(String) });
    const [code]: unknown[] = await closed;
    expect(code).toBe(4000);
  });
});

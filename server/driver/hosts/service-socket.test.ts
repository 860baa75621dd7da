import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { straight, through } from './service-socket.ts';

describe('a stream to a service', () => {
  let folder: string;
  let server: Server | undefined;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'curso-flujo-'));
  });
  afterEach(async () => {
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
    server = undefined;
    await rm(folder, { recursive: true, force: true });
  });

  /** The near end of a forwarded port. */
  const near = async (serve: (socket: Socket) => void): Promise<string> => {
    const path = join(folder, 'redis');
    const listening = createServer(serve);
    server = listening;
    await new Promise<void>((resolve) => listening.listen(path, resolve));
    return path;
  };

  it('is none where the near end takes the connection and the far end does not', async () => {
    const path = await near((socket) => socket.destroy());
    await expect(through(path)).rejects.toThrow(/closed|EPIPE|ECONNRESET/);
  });

  it('is none where nobody answers in time', async () => {
    const path = await near((socket) => socket.on('error', () => undefined).resume());
    await expect(through(path)).rejects.toThrow('no answer in 1500 ms');
  });

  it('begins after the answer to its own question, however that is cut in pieces', async () => {
    const path = await near((socket) => {
      socket.once('data', () => {
        socket.write('+PO');
        setTimeout(() => socket.end('NG\r\n+primero\r\n'), 30);
      });
    });
    expect(await text(await through(path))).toBe('+primero\r\n');
  });

  it('is refused at a closed port', async () => {
    const listening = createServer();
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
    const address = listening.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await new Promise<void>((resolve) => listening.close(() => resolve()));
    await expect(straight('127.0.0.1', port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

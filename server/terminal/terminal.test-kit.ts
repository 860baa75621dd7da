/** What the tests of this folder share: real programs, a real websocket server, and a page that acknowledges. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { Compile } from 'typebox/compile';
import { WebSocket, WebSocketServer } from 'ws';
import { TerminalNotice } from '../../protocol/terminal.ts';
import type { Pty } from '../driver/driver.ts';
import { openPty } from '../driver/pty.ts';
import type { Size } from './headless-terminal.ts';
import { serveTerminal } from './serve.ts';
import type { TerminalSession } from './session.ts';

const isNotice = Compile(TerminalNotice);
const env = { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8', PS1: 'listo> ', HISTFILE: '/dev/null' };

export const bash = (size: Size): Pty =>
  openPty('/bin/bash', ['--norc', '--noprofile', '-i'], { ...size, env });
export const run =
  (script: string) =>
  (size: Size): Pty =>
    openPty('/bin/sh', ['-c', script], { ...size, env });

/** Waits until something holds, and says what it waited for when it does not. */
export async function until(what: string, holds: () => boolean, deadlineMs = 15_000): Promise<void> {
  const deadline = performance.now() + deadlineMs;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`waited ${deadlineMs} ms for: ${what}`);
    await delay(5);
  }
}

/** A page: what it was sent, in order, acknowledged as it comes unless told otherwise. */
export class Page {
  readonly notices: TerminalNotice[] = [];
  /** All output since the newest screen, the screen included. */
  output: Buffer = Buffer.alloc(0);
  received = 0;
  screens = 0;
  acknowledges = true;
  readonly socket: WebSocket;
  #unacknowledged = 0;
  #chunks: Buffer[] = [];

  constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      if (isBinary) this.#take(data);
      else this.#note(JSON.parse(data.toString()));
    });
    socket.on('error', () => {});
  }

  get text(): string {
    if (this.#chunks.length > 0) this.output = Buffer.concat([this.output, ...this.#chunks]);
    this.#chunks = [];
    return this.output.toString();
  }

  type(text: string): void {
    this.socket.send(Buffer.from(text));
  }

  send(message: object): void {
    this.socket.send(JSON.stringify(message));
  }

  acknowledge(): void {
    if (this.#unacknowledged === 0) return;
    this.send({ type: 'ack', bytes: this.#unacknowledged });
    this.#unacknowledged = 0;
  }

  shows(text: string): Promise<void> {
    return until(`${JSON.stringify(text)} on the page`, () => this.text.includes(text));
  }

  async told<T extends TerminalNotice['type']>(type: T): Promise<Extract<TerminalNotice, { type: T }>> {
    const find = () =>
      this.notices.findLast((notice): notice is Extract<TerminalNotice, { type: T }> => notice.type === type);
    await until(`a notice «${type}»`, () => find() !== undefined);
    const notice = find();
    if (!notice) throw new Error(`no notice «${type}»`);
    return notice;
  }

  async leave(): Promise<void> {
    if (this.socket.readyState === WebSocket.CLOSED) return;
    const closed = once(this.socket, 'close');
    this.socket.terminate();
    await closed;
  }

  #take(data: Buffer): void {
    this.#chunks.push(data);
    this.received += data.length;
    this.#unacknowledged += data.length;
    if (this.acknowledges) this.acknowledge();
  }

  #note(message: unknown): void {
    if (!isNotice.Check(message)) throw new TypeError(`not a notice: ${JSON.stringify(message)}`);
    this.notices.push(message);
    if (message.type !== 'screen') return;
    this.screens += 1;
    this.#chunks = [];
    this.output = Buffer.alloc(0);
  }
}

/** A server that gives every websocket the session that `choose` returns. */
export async function serve(choose: () => TerminalSession) {
  const http = createServer();
  const server = new WebSocketServer({ server: http, perMessageDeflate: false });
  server.on('connection', (socket, request) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://loopback');
    const mayWrite = searchParams.get('watch') === null;
    const cols = Number(searchParams.get('cols') ?? 80);
    const rows = Number(searchParams.get('rows') ?? 24);
    // As Fastify's plugin does for the course.
    socket.on('error', () => undefined);
    serveTerminal(socket, choose(), { cols, rows, mayWrite });
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const address = http.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    async open(query = ''): Promise<Page> {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/?${query}`);
      const page = new Page(socket);
      await once(socket, 'open');
      return page;
    },
    async [Symbol.asyncDispose](): Promise<void> {
      for (const socket of server.clients) socket.terminate();
      http.close();
      await once(http, 'close');
    },
  };
}

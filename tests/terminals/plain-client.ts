/** A client of docs/terminal-protocol.md, written from that page alone: it imports nothing of the project. */
import { once } from 'node:events';
import { WebSocket } from 'ws';

type Message = { readonly type: string; readonly [field: string]: unknown };

const isMessage = (value: unknown): value is Message =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

const deadlineMs = 15_000;

export class PlainClient {
  readonly messages: Message[] = [];
  /** Output since the newest screen, that screen included. */
  output = '';
  /** Bytes of the newest screen that are still to come. */
  screenLeft = 0;
  #unacknowledged = 0;
  readonly socket: WebSocket;

  constructor(socket: WebSocket) {
    this.socket = socket;
    const decoder = new TextDecoder();
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      if (!isBinary) {
        this.#hear(JSON.parse(data.toString()));
        return;
      }
      this.output += decoder.decode(data, { stream: true });
      this.screenLeft = Math.max(0, this.screenLeft - data.length);
      this.#acknowledge(data.length);
    });
    socket.on('error', () => {});
  }

  /** `GET /ws/terminal?node=…&program=…&cols=…&rows=…`, with the learner's cookie. */
  static async open(
    url: string,
    cookie: string,
    query: Readonly<Record<string, string>>,
  ): Promise<PlainClient> {
    const address = new URL(`/ws/terminal?${new URLSearchParams(query)}`, url);
    address.protocol = 'ws:';
    const socket = new WebSocket(address, {
      headers: { cookie },
      perMessageDeflate: false,
      handshakeTimeout: deadlineMs,
    });
    const client = new PlainClient(socket);
    await once(socket, 'open');
    return client;
  }

  type(text: string): void {
    this.socket.send(Buffer.from(text));
  }

  send(message: object): void {
    this.socket.send(JSON.stringify(message));
  }

  /** The newest message of that type, now or when it comes. */
  async hears(type: string): Promise<Message> {
    const find = () => this.messages.findLast((message) => message.type === type);
    await this.#until(`a message «${type}»`, () => find() !== undefined);
    return find() ?? { type };
  }

  shows(text: string): Promise<void> {
    return this.#until(`«${text}» in ${JSON.stringify(this.output.slice(-300))}`, () =>
      this.output.includes(text),
    );
  }

  async leave(): Promise<void> {
    if (this.socket.readyState === WebSocket.CLOSED) return;
    const closed = once(this.socket, 'close');
    this.socket.close();
    await closed;
  }

  #hear(message: unknown): void {
    if (!isMessage(message)) throw new TypeError(`not a message: ${JSON.stringify(message)}`);
    this.messages.push(message);
    if (message.type !== 'screen') return;
    this.output = '';
    this.screenLeft = Number(message['bytes']);
  }

  /** In pieces of 32 KiB; a smaller rest need not be acknowledged. */
  #acknowledge(bytes: number): void {
    this.#unacknowledged += bytes;
    if (this.#unacknowledged < 32 * 1024) return;
    this.send({ type: 'ack', bytes: this.#unacknowledged });
    this.#unacknowledged = 0;
  }

  async #until(what: string, holds: () => boolean): Promise<void> {
    const end = performance.now() + deadlineMs;
    while (!holds()) {
      if (performance.now() > end) throw new Error(`waited ${deadlineMs} ms for ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

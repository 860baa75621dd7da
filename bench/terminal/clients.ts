/** One plain client for each server's own protocol, as thin as that protocol allows. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type RawData, WebSocket } from 'ws';

export interface TerminalClient {
  type(text: string): void;
  /** Output as it comes; `parsed` is called when the reader is done with it. */
  onOutput(listener: (bytes: Buffer, parsed: () => void) => void): void;
  /** Reads nothing more, as a frozen page; and goes on. */
  stall(): void;
  resume(): void;
  close(): Promise<void>;
}

export type Connect = (port: number, session?: string) => Promise<TerminalClient>;

type Listener = (bytes: Buffer, parsed: () => void) => void;

const toBuffer = (data: RawData): Buffer =>
  Buffer.isBuffer(data) ? data : Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);

async function openSocket(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url, { perMessageDeflate: false, maxPayload: 0 });
  socket.on('error', () => socket.terminate());
  // Not a byte is lost between the opening and the first listener.
  socket.once('open', () => socket.pause());
  await once(socket, 'open');
  return socket;
}

/** What all websocket clients share; `receive` reads a frame, `send` writes keystrokes. */
function overSocket(
  socket: WebSocket,
  receive: (data: Buffer, isBinary: boolean, listener: Listener) => void,
  send: (text: string) => void,
): TerminalClient {
  return {
    type: send,
    onOutput(listener) {
      socket.removeAllListeners('message');
      socket.on('message', (data, isBinary) => receive(toBuffer(data), isBinary, listener));
      socket.resume();
    },
    stall: () => socket.pause(),
    resume: () => socket.resume(),
    async close() {
      if (socket.readyState === WebSocket.CLOSED) return;
      const closed = once(socket, 'close');
      socket.terminate();
      await closed;
    },
  };
}

const ackBytes = 32 * 1024;

export const connectEngine: Connect = async (port, session) => {
  const socket = await openSocket(`ws://127.0.0.1:${port}/${session ? `?session=${session}` : ''}`);
  let parsedBytes = 0;
  return overSocket(
    socket,
    (data, isBinary, listener) => {
      if (!isBinary) return;
      listener(data, () => {
        parsedBytes += data.length;
        if (parsedBytes < ackBytes) return;
        socket.send(JSON.stringify({ type: 'ack', bytes: parsedBytes }));
        parsedBytes = 0;
      });
    },
    (text) => socket.send(Buffer.from(text)),
  );
};

export const connectNaive: Connect = async (port) => {
  const socket = await openSocket(`ws://127.0.0.1:${port}/`);
  return overSocket(
    socket,
    (data, _isBinary, listener) => listener(data, () => {}),
    (text) => socket.send(text),
  );
};

/** wetty's page commits what it has parsed in pieces of this size. */
const commitUnits = 256 * 1024;

/** Socket.IO 4 over its websocket transport: `40` joins, `42` is an event, `2` a ping and `3` its answer. */
export const connectWetty: Connect = async (port) => {
  const socket = await openSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`);
  let parsedUnits = 0;
  const emit = (...event: unknown[]) => socket.send(`42${JSON.stringify(event)}`);
  return overSocket(
    socket,
    (data, _isBinary, listener) => {
      const packet = data.toString();
      if (packet.startsWith('0')) socket.send('40');
      if (packet === '2') socket.send('3');
      if (!packet.startsWith('42')) return;
      const event: unknown = JSON.parse(packet.slice(2));
      if (!Array.isArray(event) || event[0] !== 'data') return;
      const text = String(event[1]);
      listener(Buffer.from(text), () => {
        parsedUnits += text.length;
        if (parsedUnits < commitUnits) return;
        emit('commit', parsedUnits);
        parsedUnits = 0;
      });
    },
    (text) => emit('input', text),
  );
};

export const connectRaw: Connect = async (port) => {
  const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true });
  socket.on('error', () => socket.destroy());
  await once(socket, 'connect');
  return {
    type: (text) => void socket.write(text),
    onOutput(listener) {
      socket.removeAllListeners('data');
      socket.on('data', (bytes) => listener(Buffer.from(bytes), () => {}));
    },
    stall: () => void socket.pause(),
    resume: () => void socket.resume(),
    async close() {
      if (socket.destroyed) return;
      const closed = once(socket, 'close');
      socket.destroy();
      await closed;
    },
  };
};

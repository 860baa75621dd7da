/** One websocket of one subscriber, speaking protocol/terminal.ts until either side ends. */
import { Compile } from 'typebox/compile';
import type { RawData, WebSocket } from 'ws';
import { type TerminalNotice, TerminalRequest } from '../../protocol/terminal.ts';
import { keepHeartbeat } from '../base/heartbeat.ts';
import { BadMessage, toNotice } from './errors.ts';
import type { Size } from './headless-terminal.ts';
import type { TerminalSession } from './session.ts';
import type { Sink, Subscriber } from './subscriber.ts';

/** Messages of one subscriber in a second: a page acknowledges each 32 KiB, and parses some tens of MiB. */
const messagesPerSecond = 10_000;
/** The subscriber sends more than it may: RFC 6455's «try again later». */
const tooMuch = 1013;
/** Close codes of our own (4000–4999 are free): ended with an `error` notice before. */
const closedWithNotice = 4000;

const request = Compile(TerminalRequest);

export interface ServeOptions extends Size {
  /** False for a watcher, who sees and never types. */
  readonly mayWrite?: boolean;
}

export function serveTerminal(socket: WebSocket, session: TerminalSession, options: ServeOptions): void {
  const sink = sinkOf(socket);
  const subscriber = session.attach(
    sink,
    { cols: options.cols, rows: options.rows },
    options.mayWrite ?? true,
  );
  const refuse = (error: unknown): void => {
    sink.sendNotice(toNotice(error));
    sink.close();
  };
  keepHeartbeat(socket, { onRoundTrip: (ms) => subscriber.flow.roundTrip(ms) });
  let [since, messages] = [performance.now(), 0];
  socket.on('message', (data, isBinary) => {
    const now = performance.now();
    if (now - since > 1000) [since, messages] = [now, 0];
    messages += 1;
    if (messages > messagesPerSecond) return socket.close(tooMuch);
    try {
      if (isBinary) session.input(subscriber, toBuffer(data));
      else obey(decode(data), session, subscriber, sink);
    } catch (error) {
      refuse(error);
    }
  });
  const leave = (): void => session.detach(subscriber);
  if (socket.readyState === socket.CLOSED) leave();
  else socket.once('close', leave);
}

/** Tells a page why it gets no terminal, and closes. */
export function refuseTerminal(socket: WebSocket, error: unknown): void {
  const sink = sinkOf(socket);
  sink.sendNotice(toNotice(error));
  sink.close();
}

function sinkOf(socket: WebSocket): Sink {
  const isOpen = (): boolean => socket.readyState === socket.OPEN;
  return {
    get holdsBytes() {
      return socket.bufferedAmount > 0;
    },
    sendBytes: (bytes) => {
      if (isOpen()) socket.send(bytes, { binary: true, compress: false });
    },
    sendNotice: (notice: TerminalNotice) => {
      if (isOpen()) socket.send(JSON.stringify(notice), { compress: false });
    },
    close: () => socket.close(closedWithNotice),
  };
}

function toBuffer(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}

function decode(data: RawData): TerminalRequest {
  try {
    const message: unknown = JSON.parse(toBuffer(data).toString());
    if (request.Check(message)) return message;
  } catch {
    // Not even JSON.
  }
  throw new BadMessage();
}

function obey(message: TerminalRequest, session: TerminalSession, subscriber: Subscriber, sink: Sink): void {
  switch (message.type) {
    case 'ping':
      // Past all output that waits: it only says that somebody is here.
      sink.sendNotice({ type: 'pong' });
      break;
    case 'ack':
      session.acked(subscriber, message.bytes);
      break;
    case 'resize':
      session.resize(subscriber, { cols: message.cols, rows: message.rows });
      break;
    case 'take':
      session.take(subscriber);
      break;
    case 'restart':
      session.restart(subscriber);
      break;
  }
}

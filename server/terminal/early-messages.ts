/** What a page sends before its terminal is there, which may take as long as a lab takes: pings are answered, the rest waits in order. */
import { Compile } from 'typebox/compile';
import type { RawData, WebSocket } from 'ws';
import { Ping, type Pong } from '../../protocol/ping.ts';
import { keepHeartbeat } from '../base/heartbeat.ts';

/** More than this, in bytes, is no page: it is let go with RFC 6455's «too big». */
const mostBytes = 1024 * 1024;
const tooBig = 1009;
const longestPing = 64;

const ping = Compile(Ping);
const pong: Pong = { type: 'pong' };

const sizeOf = (data: RawData): number =>
  Array.isArray(data) ? data.reduce((sum, { length }) => sum + length, 0) : data.byteLength;

function isPing(data: RawData): boolean {
  if (sizeOf(data) > longestPing) return false;
  try {
    return ping.Check(JSON.parse(data.toString()));
  } catch {
    return false; // Not even JSON: no ping.
  }
}

export interface EarlyMessages {
  /** To whoever listens to the socket by now. What comes from here on is theirs alone. */
  handOver(): void;
}

/** Begins now, with a heartbeat of its own; ends when it has handed over, or with the socket. */
export function keepEarlyMessages(socket: WebSocket): EarlyMessages {
  const kept: { readonly data: RawData; readonly isBinary: boolean }[] = [];
  const heartbeat = keepHeartbeat(socket);
  let bytes = 0;
  const keep = (data: RawData, isBinary: boolean): void => {
    if (!isBinary && isPing(data)) {
      socket.send(JSON.stringify(pong));
      return;
    }
    bytes += sizeOf(data);
    if (bytes > mostBytes) socket.close(tooBig);
    else kept.push({ data, isBinary });
  };
  socket.on('message', keep);
  return {
    handOver() {
      socket.off('message', keep);
      heartbeat.stop();
      for (const { data, isBinary } of kept.splice(0)) socket.emit('message', data, isBinary);
    },
  };
}

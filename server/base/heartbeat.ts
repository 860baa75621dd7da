/** Ends a websocket whose other end is gone without a word, as over a network that is lost: nothing else would, for many minutes. */
import type { WebSocket } from 'ws';

/** How often the other end is asked, ms, and how many questions in a row may go unanswered. */
const pingMs = 6000;
const mostMissed = 2;
/** How long after its last word the other end is gone, at most, ms. */
export const goneAfterMs = (mostMissed + 1) * pingMs;
/** Not at once: two hundred terminals that open together have better to do. */
const firstPingMs = 1000;

export interface HeartbeatOptions {
  /** Is told how long an answer took, ms. */
  readonly onRoundTrip?: (ms: number) => void;
  /** Between two questions, and before the first, ms; for tests. */
  readonly everyMs?: number;
  readonly firstMs?: number;
}

/** Begins now; the socket's `close` ends it. Anything that comes counts as a word. */
export function keepHeartbeat(
  socket: WebSocket,
  { onRoundTrip, everyMs = pingMs, firstMs = firstPingMs }: HeartbeatOptions = {},
): { stop(): void } {
  let sentAt = 0;
  let missed = 0;
  const ping = (): void => {
    if (missed >= mostMissed) {
      socket.terminate();
      return;
    }
    missed += 1;
    sentAt = performance.now();
    if (socket.readyState === socket.OPEN) socket.ping();
  };
  const heard = (): void => {
    missed = 0;
  };
  const answered = (): void => {
    heard();
    onRoundTrip?.(performance.now() - sentAt);
  };
  let timer = setTimeout(() => {
    ping();
    timer = setInterval(ping, everyMs).unref();
  }, firstMs).unref();
  const stop = (): void => {
    clearTimeout(timer);
    socket.off('pong', answered);
    socket.off('message', heard);
    socket.off('close', stop);
  };
  socket.on('pong', answered);
  socket.on('message', heard);
  socket.once('close', stop);
  return { stop };
}

/** Sends notices at the pace of the socket: while one is on its way, the others wait, and of views only the newest. */
import type { WebSocket } from 'ws';
import type { LabNotice } from '../../protocol/lab.ts';

/** More waiting notices than this is a page that does not read: it is let go, and gets the history when it is back. */
const mostWaiting = 500;

/** What replaces what: a whole view, or a whole membership, the one before, a history everything before it, offsets the offsets before. */
export function queued(waiting: readonly LabNotice[], notice: LabNotice): readonly LabNotice[] {
  switch (notice.type) {
    case 'lab':
      return [...waiting.filter(({ type }) => type !== 'lab'), notice];
    case 'history':
      return [...waiting.filter(({ type }) => type === 'lab' || type === 'error'), notice];
    case 'pong':
    case 'membership':
      return [...waiting.filter(({ type }) => type !== notice.type), notice];
    case 'cluster':
      return notice.kept
        ? [...waiting, notice]
        : [...waiting.filter((other) => other.type !== 'cluster' || other.kept), notice];
    default:
      return [...waiting, notice];
  }
}

export function createSendQueue(socket: WebSocket): (notice: LabNotice) => void {
  let waiting: readonly LabNotice[] = [];
  let sending = false;
  const send = (notice: LabNotice) => {
    if (socket.readyState !== socket.OPEN) return;
    if (sending) {
      waiting = queued(waiting, notice);
      if (waiting.length > mostWaiting) socket.terminate();
      return;
    }
    sending = true;
    socket.send(JSON.stringify(notice), () => {
      sending = false;
      const [next, ...rest] = waiting;
      waiting = rest;
      if (next) send(next);
    });
  };
  return send;
}

/** `GET /ws/board`: a class as its instructor sees it, or as a room may. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Compile } from 'typebox/compile';
import type { RawData, WebSocket } from 'ws';
import { type BoardNotice, BoardQuery } from '../../protocol/classes.ts';
import { Ping } from '../../protocol/ping.ts';
import { keepHeartbeat } from '../base/heartbeat.ts';
import type { Classes } from '../classes/classes.ts';
import { toApiError } from './errors.ts';
import { knownInstructor } from './instructor.ts';

const request = Compile(Ping);
const longestMessage = 100;
/** A page that does not read what waits for it: it gets all of the board when it is back, bytes. */
const mostWaiting = 4 * 1024 * 1024;

function isPing(data: RawData, isBinary: boolean): boolean {
  if (isBinary || !Buffer.isBuffer(data) || data.length > longestMessage) return false;
  try {
    return request.Check(JSON.parse(data.toString()));
  } catch {
    return false; // Not even JSON: the caller ends the connection.
  }
}

async function serveBoard(socket: WebSocket, { class: id, view = 'board' }: BoardQuery, classes: Classes) {
  keepHeartbeat(socket);
  const send = (notice: BoardNotice) => {
    if (socket.readyState !== socket.OPEN) return;
    socket.send(JSON.stringify(notice));
    if (socket.bufferedAmount > mostWaiting) socket.terminate();
  };
  socket.on('message', (data, isBinary) => {
    if (isPing(data, isBinary)) send({ type: 'pong' });
    else socket.close(1007);
  });
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  try {
    const end = await classes.board(id, view, send);
    await closed;
    end();
  } catch (error) {
    send({ type: 'error', ...toApiError(error instanceof Error ? error : new Error(String(error))).body });
    socket.close(1013);
  }
}

export const boardSocket: FastifyPluginAsyncTypebox<{ readonly classes: Classes }> = async (
  app,
  { classes },
) => {
  app.get(
    '/ws/board',
    {
      websocket: true,
      schema: { querystring: BoardQuery },
      preHandler: async (req) => void (await classes.taughtBy(knownInstructor(req), req.query.class)),
    },
    (socket, req) => void serveBoard(socket, req.query, classes),
  );
};

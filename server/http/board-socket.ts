/** `GET /ws/board`: a class as its instructor sees it, or as a room may. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Compile } from 'typebox/compile';
import type { RawData, WebSocket } from 'ws';
import { type BoardNotice, BoardQuery, BoardRequest } from '../../protocol/classes.ts';
import { keepHeartbeat } from '../base/heartbeat.ts';
import type { Classes } from '../classes/classes.ts';
import { watchMember } from '../classes/watch.ts';
import type { Learners } from '../learners/learners.ts';
import { toApiError } from './errors.ts';
import { knownInstructor } from './instructor.ts';

const request = Compile(BoardRequest);
const longestMessage = 100;
/** A page that does not read what waits for it: it gets all of the board when it is back, bytes. */
const mostWaiting = 4 * 1024 * 1024;

function decode(data: RawData, isBinary: boolean): BoardRequest | null {
  if (isBinary || !Buffer.isBuffer(data) || data.length > longestMessage) return null;
  try {
    const message: unknown = JSON.parse(data.toString());
    return request.Check(message) ? message : null;
  } catch {
    return null; // Not even JSON: the caller ends the connection.
  }
}

export interface BoardSocketOptions {
  readonly classes: Classes;
  readonly learners: Learners;
}

async function serveBoard(socket: WebSocket, query: BoardQuery, { classes, learners }: BoardSocketOptions) {
  const { class: classId, view = 'board' } = query;
  keepHeartbeat(socket);
  const send = (notice: BoardNotice) => {
    if (socket.readyState !== socket.OPEN) return;
    socket.send(JSON.stringify(notice));
    if (socket.bufferedAmount > mostWaiting) socket.terminate();
    if (notice.type === 'ended') socket.close();
  };
  const trouble = (cause: unknown) => {
    send({ type: 'error', ...toApiError(cause instanceof Error ? cause : new Error(String(cause))).body });
    socket.close(1013);
  };
  let stopWatching = () => {};
  socket.on('message', (data, isBinary) => {
    const message = decode(data, isBinary);
    if (!message) return socket.close(1007);
    if (message.type === 'ping') return send({ type: 'pong' });
    stopWatching();
    stopWatching = () => {};
    if (message.member === null || view === 'projector') return undefined;
    stopWatching = watchMember({ classId, member: message.member }, { classes, learners }, send, trouble);
    return undefined;
  });
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  try {
    const end = await classes.board(classId, view, send);
    await closed;
    end();
  } catch (error) {
    trouble(error);
  } finally {
    stopWatching();
  }
}

export const boardSocket: FastifyPluginAsyncTypebox<BoardSocketOptions> = async (app, parts) => {
  app.get(
    '/ws/board',
    {
      websocket: true,
      schema: { querystring: BoardQuery },
      preHandler: async (req) => void (await parts.classes.taughtBy(knownInstructor(req), req.query.class)),
    },
    (socket, req) => {
      app.endWithKey(socket);
      void serveBoard(socket, req.query, parts);
    },
  );
};

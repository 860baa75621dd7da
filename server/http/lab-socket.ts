/** `GET /ws/lab`: the learner's lab, pushed at every change for as long as the page is open. */
import type { FastifyPluginAsync } from 'fastify';
import { Compile } from 'typebox/compile';
import type { RawData, WebSocket } from 'ws';
import { LabRequest } from '../../protocol/lab.ts';
import type { Ping } from '../../protocol/ping.ts';
import { keepHeartbeat } from '../base/heartbeat.ts';
import { type Learner, labNotice } from '../learners/learner.ts';
import type { Learners } from '../learners/learners.ts';
import { toApiError } from './errors.ts';
import { knownLearner, timeZoneOf } from './request-guard.ts';
import { createSendQueue } from './send-queue.ts';

const request = Compile(LabRequest);
/** The longest message there is names a case. */
const longestMessage = 1024;
/** A page sends one message a slide: more than this a second is not a person. */
const messagesPerSecond = 20;
/** Close code of our own: the browser has another learner's cookie now, with whom the page comes again. */
const sessionEnded = 4001;

function decode(data: RawData): LabRequest | null {
  if (!Buffer.isBuffer(data) || data.length > longestMessage) return null;
  try {
    const message: unknown = JSON.parse(data.toString());
    return request.Check(message) ? message : null;
  } catch {
    // Not even JSON: the caller ends the connection.
    return null;
  }
}

async function obey(learner: Learner, message: Exclude<LabRequest, Ping>): Promise<void> {
  if (message.type === 'visit') learner.lab.visit(message.case);
  else await learner.lab.check();
}

async function serveLab(
  socket: WebSocket,
  id: string,
  timeZone: string | undefined,
  learners: Learners,
): Promise<void> {
  const send = createSendQueue(socket);
  const trouble = (error: Error) => send({ type: 'error', ...toApiError(error).body });
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  // Messages that come while the lab starts are kept in order behind it.
  let ready: Promise<Learner | null> = Promise.resolve(null);
  let budget = messagesPerSecond;
  keepHeartbeat(socket);
  const refill = setInterval(() => {
    budget = messagesPerSecond;
  }, 1000);
  socket.on('message', (data, isBinary) => {
    const message = isBinary ? null : decode(data);
    budget -= 1;
    if (!message || budget < 0) return socket.close(message ? 1013 : 1007);
    if (message.type === 'ping') return send({ type: 'pong' });
    ready = ready.then(async (learner) => {
      if (learner) await obey(learner, message).catch(trouble);
      return learner;
    });
  });

  const opened = (async () => {
    const learner = await learners.open(id, timeZone);
    const stop = learner.subscribe((notice) => {
      if (notice.type === 'ended') socket.close(sessionEnded);
      else send(notice);
    });
    void closed.then(stop);
    // With nothing awaited since `subscribe`: no event is missed, and none comes twice.
    send({ type: 'history', ...learner.lab.history() });
    const watch = await learners.watch(learner);
    void closed.then(() => watch.release());
    send(labNotice(learner));
    return learner;
  })();
  ready = opened.catch((error: Error) => {
    // Straight to the socket: what waits in the send queue for its turn is not sent once this one is closing.
    socket.send(JSON.stringify({ type: 'error', ...toApiError(error).body }));
    socket.close(1013);
    return null;
  });
  await closed;
  clearInterval(refill);
}

export const labSocket: FastifyPluginAsync<{ readonly learners: Learners }> = async (app, { learners }) => {
  app.get(
    '/ws/lab',
    { websocket: true, preValidation: async (req) => void knownLearner(req) },
    (socket, req) => {
      void serveLab(socket, knownLearner(req), timeZoneOf(req), learners);
    },
  );
};

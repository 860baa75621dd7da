/** `GET /ws/lab`: the learner's lab, pushed at every change for as long as the page is open. */
import type { FastifyPluginAsync } from 'fastify';
import { Compile } from 'typebox/compile';
import type { RawData, WebSocket } from 'ws';
import { LabRequest } from '../../protocol/lab.ts';
import type { Ping } from '../../protocol/ping.ts';
import { keepHeartbeat } from '../base/heartbeat.ts';
import type { Attendance } from '../classes/attendance.ts';
import type { Classes } from '../classes/classes.ts';
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

/** What the page does in its class, and in its lab. */
interface Served {
  readonly learner: Learner;
  readonly attendance: Attendance;
}

async function obey({ learner, attendance }: Served, message: Exclude<LabRequest, Ping>): Promise<void> {
  if (message.type === 'visit') learner.lab.visit(message.case);
  else if (message.type === 'slide') attendance.slide(message.slide);
  else await learner.check();
}

async function serveLab(
  socket: WebSocket,
  id: string,
  timeZone: string | undefined,
  { learners, classes }: LabSocketOptions,
): Promise<void> {
  const send = createSendQueue(socket);
  const trouble = (error: Error) => send({ type: 'error', ...toApiError(error).body });
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  // Messages that come while the lab starts are kept in order behind it.
  let ready: Promise<Served | null> = Promise.resolve(null);
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
    ready = ready.then(async (served) => {
      if (served) await obey(served, message).catch(trouble);
      return served;
    });
  });

  const opened = (async () => {
    const learner = await learners.open(id, timeZone);
    const stop = learner.subscribe((notice) => {
      if (notice.type === 'ended') socket.close(sessionEnded);
      else if (notice.type !== 'asked') send(notice);
    });
    void closed.then(stop);
    // With nothing awaited since `subscribe`: no event is missed, and none comes twice.
    send({ type: 'history', ...learner.lab.history() });
    const attendance = classes.attend(learner, (membership) => send({ type: 'membership', membership }));
    void closed.then(attendance.end);
    const watch = await learners.watch(learner);
    void closed.then(() => watch.release());
    send(labNotice(learner));
    return { learner, attendance };
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

export interface LabSocketOptions {
  readonly learners: Learners;
  readonly classes: Classes;
}

export const labSocket: FastifyPluginAsync<LabSocketOptions> = async (app, parts) => {
  app.get(
    '/ws/lab',
    { websocket: true, preValidation: async (req) => void knownLearner(req) },
    (socket, req) => {
      void serveLab(socket, knownLearner(req), timeZoneOf(req), parts);
    },
  );
};

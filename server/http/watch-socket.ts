/** `GET /ws/watch`: a member's terminal as they see it, for an instructor whom they let look, and only for as long as they do. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { WebSocket } from 'ws';
import { WatchQuery } from '../../protocol/classes.ts';
import type { TerminalName } from '../../protocol/terminal.ts';
import type { Classes } from '../classes/classes.ts';
import { TerminalNotOpen } from '../classes/errors.ts';
import { classChannel } from '../classes/keys.ts';
import type { MemberRef } from '../classes/member.ts';
import type { Learners } from '../learners/learners.ts';
import { refuseTerminal, serveTerminal } from '../terminal/serve.ts';
import type { TerminalSessions } from '../terminal/sessions.ts';
import { knownInstructor } from './instructor.ts';

export interface WatchSocketOptions {
  readonly classes: Classes;
  readonly learners: Learners;
  readonly terminals: TerminalSessions;
}

/** The watcher's own size is of no account: it sees the learner's. */
const anySize = { cols: 80, rows: 24 };

/** Ends the look as soon as the member, or the class, says anything that takes the permission away. */
async function endWithPermission(socket: WebSocket, ref: MemberRef, classes: Classes): Promise<() => void> {
  const check = () => classes.mustHaveConsent(ref).catch((error: unknown) => refuseTerminal(socket, error));
  return classes.listen(classChannel(ref.classId), (said) => {
    if (said === null || said === '' || said === ref.member) void check();
  });
}

async function serveWatcher(
  socket: WebSocket,
  ref: MemberRef,
  { node, program }: TerminalName,
  parts: WatchSocketOptions,
) {
  const { classes, learners, terminals } = parts;
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  // Heard from before it is asked: a no that comes in between is heard too.
  const stop = await endWithPermission(socket, ref, classes);
  void closed.then(stop);
  await classes.mustHaveConsent(ref);
  const learner = await learners.here(await classes.learnerOf(ref));
  const session = learner && terminals.living(learner.lab.id, node, program);
  if (!session) throw new TerminalNotOpen();
  // The member is told before anything is shown.
  const unseen = await classes.noteWatcher(ref, `${node} · ${program}`);
  void closed.then(unseen);
  serveTerminal(socket, session, { ...anySize, mayWrite: false });
}

export const watchSocket: FastifyPluginAsyncTypebox<WatchSocketOptions> = async (app, parts) => {
  app.get(
    '/ws/watch',
    {
      websocket: true,
      schema: { querystring: WatchQuery },
      preHandler: async (req) => void (await parts.classes.taughtBy(knownInstructor(req), req.query.class)),
    },
    (socket, req) => {
      app.endWithKey(socket);
      const { class: classId, member, node, program } = req.query;
      serveWatcher(socket, { classId, member }, { node, program }, parts).catch((error: unknown) =>
        refuseTerminal(socket, error),
      );
    },
  );
};

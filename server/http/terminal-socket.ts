/** `GET /ws/terminal`: one terminal of the learner's lab. What is said on it: docs/terminal-protocol.md. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { argvOf } from '../../labs/programs.ts';
import { TerminalQuery } from '../../protocol/terminal.ts';
import { LabUnavailable } from '../lab/errors.ts';
import type { Learners } from '../learners/learners.ts';
import { keepEarlyMessages } from '../terminal/early-messages.ts';
import { refuseTerminal, serveTerminal } from '../terminal/serve.ts';
import type { TerminalSessions } from '../terminal/sessions.ts';
import { knownLearner, timeZoneOf } from './request-guard.ts';

export interface TerminalSocketOptions {
  readonly learners: Learners;
  readonly terminals: TerminalSessions;
}

export const terminalSocket: FastifyPluginAsyncTypebox<TerminalSocketOptions> = async (
  app,
  { learners, terminals },
) => {
  app.get(
    '/ws/terminal',
    {
      websocket: true,
      schema: { querystring: TerminalQuery },
      preValidation: async (request) => void knownLearner(request),
    },
    async (socket, request) => {
      const { node, program, cols, rows } = request.query;
      const early = keepEarlyMessages(socket);
      // From the first: a page that leaves while its lab starts must not keep it watched for ever.
      const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
      try {
        const learner = await learners.open(knownLearner(request), timeZoneOf(request));
        const watch = await learners.watch(learner);
        void closed.then(() => watch.release());
        const spawn = (size: { cols: number; rows: number }) => {
          const { running } = learner.lab;
          if (!running) throw new LabUnavailable();
          return running.spawn(node, argvOf(program), size);
        };
        const session = terminals.open(learner.lab.id, node, program, { cols, rows }, spawn);
        serveTerminal(socket, session, { cols, rows });
        early.handOver();
      } catch (error) {
        refuseTerminal(socket, error);
      }
    },
  );
};

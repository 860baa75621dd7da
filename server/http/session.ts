/** Whether the browser's cookie is a learner's, and how the next person at the same browser begins anew. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Session } from '../../protocol/lab.ts';
import { referenceOf } from '../base/log.ts';
import type { Learners } from '../learners/learners.ts';
import { described, done } from './described.ts';
import { knownLearner, newLearner } from './request-guard.ts';

/** A minute, from one browser: people take turns at a computer, programs do not. */
const most = 10;

export const sessionRoutes: FastifyPluginAsyncTypebox<{ readonly learners: Learners }> = async (
  app,
  { learners },
) => {
  // A browser does not tell its page why a websocket was refused: the page asks here.
  app.get(
    '/api/session',
    {
      schema: described(
        'learner',
        'Whose cookie this is',
        { 200: Session },
        '`reference` is what the server’s log calls the learner. 401 `session-missing` where the cookie is nobody’s: a page asks when a websocket was refused.',
      ),
    },
    async (request) => ({
      reference: referenceOf(knownLearner(request)),
    }),
  );
  app.post(
    '/api/session/new',
    {
      schema: described(
        'learner',
        'The next person at the same browser',
        done,
        'Gives the cookie of a new learner. The pages of the one before are ended and their lab is turned off; what is kept of them stays.',
      ),
      config: { rateLimit: { max: most, timeWindow: '1 minute' } },
    },
    async (request, reply) => {
      const before = request.learnerId;
      newLearner(request, reply);
      // Nobody waits for it: turning a lab off takes longer than a person at a button should.
      if (before !== null)
        learners
          .sendAway(before)
          .catch((error: unknown) =>
            request.log.error({ err: error }, 'no se ha apagado el laboratorio de quien se fue'),
          );
      return reply.code(204).send(null);
    },
  );
};

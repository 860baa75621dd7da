/** Whether the browser's cookie is a learner's, and how the next person at the same browser begins anew. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { ApiError, Session } from '../../protocol/lab.ts';
import { referenceOf } from '../base/log.ts';
import type { Learners } from '../learners/learners.ts';
import { knownLearner, newLearner } from './request-guard.ts';

/** A minute, from one browser: people take turns at a computer, programs do not. */
const most = 10;

export const sessionRoutes: FastifyPluginAsyncTypebox<{ readonly learners: Learners }> = async (
  app,
  { learners },
) => {
  const response = { 204: Type.Null(), '4xx': ApiError, '5xx': ApiError };
  // A browser does not tell its page why a websocket was refused: the page asks here.
  app.get('/api/session', { schema: { response: { ...response, 200: Session } } }, async (request) => ({
    reference: referenceOf(knownLearner(request)),
  }));
  app.post(
    '/api/session/new',
    {
      schema: { response },
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

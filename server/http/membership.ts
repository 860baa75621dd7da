/** The HTTP API of a learner in their class: the hand, «hecho», and leaving it. What the class tells them comes over `/ws/lab`. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ConsentBody, DoneBody, HandBody } from '../../protocol/membership.ts';
import type { Classes } from '../classes/classes.ts';
import { NotInClass } from '../classes/errors.ts';
import type { MemberRef } from '../classes/member.ts';
import { described, done } from './described.ts';
import { knownLearner } from './request-guard.ts';

/** A minute, from one learner: each is a message to every board of the class. */
const config = { rateLimit: { max: 30, timeWindow: '1 minute' } };

export const membershipRoutes: FastifyPluginAsyncTypebox<{ readonly classes: Classes }> = async (
  app,
  { classes },
) => {
  /** @throws SessionMissing, NotInClass */
  const withMember = async (
    request: FastifyRequest,
    reply: FastifyReply,
    task: (ref: MemberRef) => Promise<void>,
  ) => {
    const ref = await classes.memberRefOf(knownLearner(request));
    if (!ref) throw new NotInClass();
    await task(ref);
    return reply.code(204).send(null);
  };

  app.put(
    '/api/class/hand',
    {
      schema: {
        body: HandBody,
        ...described(
          'class',
          'Raise the hand',
          done,
          'Other words for one that is up keep its place in the queue.',
        ),
      },
      config,
    },
    (request, reply) =>
      withMember(request, reply, async (ref) => {
        const slide = await classes.slideOf(knownLearner(request));
        const { words } = request.body;
        await classes.raiseHand(ref, { words, at: new Date().toISOString(), slide, taken: false });
      }),
  );
  app.delete(
    '/api/class/hand',
    { schema: described('class', 'Lower the hand', done), config },
    (request, reply) => withMember(request, reply, classes.lowerHand),
  );
  app.put(
    '/api/class/done',
    {
      schema: { body: DoneBody, ...described('class', 'Say that one is done, or that one goes on', done) },
      config,
    },
    (request, reply) => withMember(request, reply, (ref) => classes.setDone(ref, request.body.done)),
  );
  app.put(
    '/api/class/consent',
    {
      schema: {
        body: ConsentBody,
        ...described(
          'class',
          'Let the instructor see one’s terminals, or no longer',
          done,
          'For this class, until it is taken back.',
        ),
      },
      config,
    },
    (request, reply) => withMember(request, reply, (ref) => classes.giveConsent(ref, request.body.allow)),
  );
  app.delete(
    '/api/class',
    {
      schema: described(
        'class',
        'Leave the class',
        done,
        'What it keeps of the learner goes; what they have proven stays.',
      ),
      config,
    },
    (request, reply) => withMember(request, reply, classes.leave),
  );
};

/** Requests in the log: at debug, for a page makes forty of them. What failed is said where it fails: see errors.ts. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { referenceOf } from '../base/log.ts';

/** One line an answer: never a cookie, nor what follows the path. */
export async function requestLog(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const learner = request.learnerId === null ? {} : { learner: referenceOf(request.learnerId) };
  const [path] = request.url.split('?');
  request.log.debug(
    { ...learner, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
    `${request.method} ${path}`,
  );
}

/** Who teaches here: whoever opened the instructor's link, for half a day, and for another whenever they come. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { Type } from 'typebox';
import type { WebSocket } from 'ws';
import { Instructor } from '../../protocol/classes.ts';
import { InstructorKeyWrong, InstructorOnly, TooManyTries } from '../classes/errors.ts';
import type { InstructorKey } from '../instructor-key.ts';
import { described } from './described.ts';
import { createPerMinute } from './per-minute.ts';
import { escapeHtml, plainPage } from './plain-page.ts';
import { learnerOrNew } from './request-guard.ts';
import { signedCookie } from './signed-cookie.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The learner who teaches; null for everybody else. */
    instructorId: string | null;
  }
  interface FastifyInstance {
    /** Closes an instructor's websocket once the link has been renewed. */
    endWithKey(socket: WebSocket): void;
  }
}

export interface InstructorOptions {
  /** The key at this moment. */
  readonly instructorKey: () => InstructorKey;
  /** Where the server is reached. */
  readonly addresses: () => readonly string[];
}

const instructorPath = '/profesor';
const cookieName = 'curso_profesor';
const halfDaySeconds = 12 * 3600;
const renewAfterMs = 10 * 60_000;
/** A link that was renewed ends what is open within this, ms. */
const lookAgainMs = 5000;
/** Close code of our own (4000–4999 are free). */
const noLonger = 4003;
/** Wrong keys a minute from one address. */
const wrongKeys = 10;

/** `/profesor?clave=…`: who has the key needs no class code. */
export const isInstructorLink = (url: string): boolean => url.startsWith(`${instructorPath}?`);

/** The instructor of a request. @throws InstructorOnly */
export function knownInstructor(request: FastifyRequest): string {
  if (request.instructorId === null) throw new InstructorOnly();
  return request.instructorId;
}

function setCookie(reply: FastifyReply, learner: string, key: InstructorKey): void {
  void reply.setCookie(cookieName, `${learner}.${key.mark}.${Date.now()}`, {
    ...signedCookie,
    maxAge: halfDaySeconds,
  });
}

/** Who teaches, by a request's cookie and the key of this moment, and since when; null: nobody. */
function teacherOf(request: FastifyRequest, key: InstructorKey): { learner: string; ageMs: number } | null {
  const cookie = request.cookies[cookieName];
  if (cookie === undefined) return null;
  const { valid, value } = request.unsignCookie(cookie);
  const [learner, mark, since] = (valid ? value : null)?.split('.') ?? [];
  // One browser, one person: another learner at it is no instructor.
  if (learner === undefined || learner !== request.learnerId || mark !== key.mark) return null;
  const ageMs = Date.now() - Number(since);
  return ageMs < halfDaySeconds * 1000 ? { learner, ageMs } : null;
}

/** Reads who teaches from each request's cookie. It registers after the request guard. */
export const instructorGuard = fastifyPlugin(
  async (app: FastifyInstance, { instructorKey }: Pick<InstructorOptions, 'instructorKey'>) => {
    app.decorateRequest('instructorId', null);
    app.decorate('endWithKey', (socket: WebSocket) => {
      const { mark } = instructorKey();
      const timer = setInterval(() => {
        if (instructorKey().mark !== mark) socket.close(noLonger);
      }, lookAgainMs);
      socket.once('close', () => clearInterval(timer));
    });
    app.addHook('onRequest', async (request, reply) => {
      // The key is in a file: it is not read for who has no such cookie.
      if (request.cookies[cookieName] === undefined) return;
      const key = instructorKey();
      const teacher = teacherOf(request, key);
      if (!teacher) return;
      request.instructorId = teacher.learner;
      if (teacher.ageMs > renewAfterMs) setCookie(reply, teacher.learner, key);
    });
  },
);

const refusedPage = (sentence: string): string =>
  plainPage('Profesor', `<h1>Para quien imparte clases</h1>\n<p role="alert">${escapeHtml(sentence)}</p>`);

/** `/profesor`: with a key, the link; without, the page of the classes. */
export const instructorRoutes: FastifyPluginAsyncTypebox<InstructorOptions> = async (
  app,
  { instructorKey, addresses },
) => {
  const wrong = createPerMinute(wrongKeys);
  const refuse = (
    reply: FastifyReply,
    { statusCode, message }: InstructorOnly | InstructorKeyWrong | TooManyTries,
  ) =>
    reply
      .code(statusCode)
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(refusedPage(message));

  app.get(
    instructorPath,
    { schema: { querystring: Type.Object({ clave: Type.Optional(Type.String({ maxLength: 200 })) }) } },
    (request, reply) => {
      const { clave } = request.query;
      if (clave === undefined) return sendPage(request, reply);
      if (wrong.full(request.ip)) return refuse(reply, new TooManyTries());
      const key = instructorKey();
      if (!key.is(clave)) {
        wrong.add(request.ip);
        return refuse(reply, new InstructorKeyWrong());
      }
      setCookie(reply, learnerOrNew(request, reply), key);
      reply.admit();
      request.log.info('alguien ha entrado como profesor');
      // The key leaves the address, and with it the browser's history and what is read over a shoulder.
      return reply.header('cache-control', 'no-store').redirect(instructorPath, 303);
    },
  );
  // The page's own places: one class, and its projector.
  app.get(`${instructorPath}/*`, (request, reply) => sendPage(request, reply));

  function sendPage(request: FastifyRequest, reply: FastifyReply) {
    if (request.instructorId === null) return refuse(reply, new InstructorOnly());
    return reply.header('cache-control', 'no-cache').sendFile('profesor.html', { cacheControl: false });
  }

  app.get(
    '/api/instructor',
    {
      schema: described(
        'class',
        'Where the server is reached, for who teaches',
        { 200: Instructor },
        '403 `instructor-only` for everybody else.',
      ),
    },
    async (request) => {
      knownInstructor(request);
      return { addresses: [...addresses()] };
    },
  );
};

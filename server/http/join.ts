/** `/c/<code>`: a learner joins a class. Without a script, an account or a mail: the code and an alias are all. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { CourseError } from '../base/course-error.ts';
import { normalizeSpokenCode } from '../base/spoken-code.ts';
import { proposeAlias } from '../classes/alias.ts';
import type { Classes } from '../classes/classes.ts';
import { ClassCodeUnknown, TooManyTries } from '../classes/errors.ts';
import { aliasPage, codePage, joinPath } from './join-page.ts';
import { createPerMinute } from './per-minute.ts';
import { learnerOrNew } from './request-guard.ts';

/** Wrong codes a minute from one address: a code is one of 750,000, and a class sits behind one address. */
const wrongCodes = 10;

export const joinRoutes: FastifyPluginAsyncTypebox<{ readonly classes: Classes }> = async (
  app,
  { classes },
) => {
  const wrong = createPerMinute(wrongCodes);
  const page = (reply: FastifyReply, status: number, html: string) =>
    reply.code(status).type('text/html; charset=utf-8').header('cache-control', 'no-store').send(html);
  const statusOf = (error: CourseError) => error.statusCode;

  /** The class of a code, whose wrong ones are counted. @throws ClassCodeUnknown, TooManyTries */
  const find = async (request: FastifyRequest, code: string) => {
    if (wrong.full(request.ip)) throw new TooManyTries();
    try {
      return await classes.find(code);
    } catch (error) {
      if (error instanceof ClassCodeUnknown) wrong.add(request.ip);
      throw error;
    }
  };
  /** What went wrong is said where it can be mended: in the same form. */
  const again = (reply: FastifyReply, error: unknown, html: (complaint: string) => string) => {
    if (!(error instanceof CourseError)) throw error;
    return page(reply, statusOf(error), html(error.message));
  };

  app.get(
    '/c',
    { schema: { querystring: Type.Object({ codigo: Type.Optional(Type.String({ maxLength: 80 })) }) } },
    (request, reply) => {
      const { codigo } = request.query;
      if (codigo === undefined) return page(reply, 200, codePage(null));
      return reply.redirect(joinPath(normalizeSpokenCode(codigo) || codigo), 303);
    },
  );

  const schema = { params: Type.Object({ code: Type.String({ maxLength: 80 }) }) };
  app.get('/c/:code', { schema }, async (request, reply) => {
    try {
      const { id, name } = await find(request, request.params.code);
      const ref = request.learnerId === null ? null : await classes.memberRefOf(request.learnerId);
      // Who opens the link again is in the class already.
      if (ref?.classId === id) return reply.redirect('/', 303);
      return page(reply, 200, aliasPage(name, proposeAlias(), null));
    } catch (error) {
      return again(reply, error, codePage);
    }
  });
  app.post(
    '/c/:code',
    { schema: { ...schema, body: Type.Object({ alias: Type.String({ maxLength: 200 }) }) } },
    async (request, reply) => {
      const { alias } = request.body;
      let name = '';
      try {
        const found = await find(request, request.params.code);
        name = found.name;
        await classes.join(found.id, learnerOrNew(request, reply), alias);
        reply.admit();
        return reply.redirect('/', 303);
      } catch (error) {
        return again(reply, error, (complaint) =>
          name === '' ? codePage(complaint) : aliasPage(name, alias, complaint),
        );
      }
    },
  );
};

/** The class code: what a newcomer has to know where the course is open to a network, and the page that asks for it. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { Type } from 'typebox';
import { type Complaint, classPage, classPagePath } from './class-page.ts';
import { comeBackPath } from './come-back.ts';
import { ClassCodeMissing } from './errors.ts';
import { isInstructorLink } from './instructor.ts';
import { isJoinPath, joinPath } from './join-page.ts';
import { metricsPath } from './metrics.ts';
import { createPerMinute } from './per-minute.ts';
import { signedCookie } from './signed-cookie.ts';

export interface ClassCodeOptions {
  /** null: who reaches the port may come in. */
  readonly classCode: string | null;
  /** Whether what was typed is the code of one of the server's classes: its page asks for the rest. */
  readonly isJoinCode: (typed: string) => Promise<boolean>;
}

declare module 'fastify' {
  interface FastifyReply {
    /** Lets the browser in as the class code would: it was let in by a class's own, or as an instructor. */
    admit(): void;
  }
}

const cookieName = 'curso_clase';
/** A code is typed by a person; a whole class may come through one address. */
const attempts = { rateLimit: { max: 60, timeWindow: '1 minute' } };
/** Wrong ones a minute from one address, after which none is looked for among those of classes. */
const wrongCodes = 10;
const longestCode = 200;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Upper and lower case, accents typed in two ways and spaces around it are one code. */
const normal = (code: string): string => code.normalize('NFC').trim().toLowerCase();

/** Both as digests, so that the time it takes says nothing of how much of the code was right, nor of its length. */
function isCode(typed: string, code: string): boolean {
  return timingSafeEqual(digest(normal(typed)), digest(normal(code)));
}

const refusedCookies = `${classPagePath}?cookies`;

/** Whether the form of the code led here: who gave the right one and has no cookie has a browser that keeps none. */
function comesFromForm({ headers: { referer, host } }: FastifyRequest): boolean {
  if (referer === undefined || !URL.canParse(referer)) return false;
  const { host: from, pathname } = new URL(referer);
  return from === host && pathname === classPagePath;
}

/** What the cookie says: that this code was known. With another code it says nothing. */
const admission = (code: string): string => digest(`curso ${normal(code)}`).toString('hex');

const wantsPage = (request: FastifyRequest): boolean =>
  request.method === 'GET' &&
  request.headers.upgrade === undefined &&
  (request.headers.accept ?? '').includes('text/html');

const form: FastifyPluginAsyncTypebox<
  { readonly code: string } & Pick<ClassCodeOptions, 'isJoinCode'>
> = async (app, { code, isJoinCode }) => {
  const wrong = createPerMinute(wrongCodes);
  const page = (reply: FastifyReply, status: number, complaint: Complaint | null) =>
    reply
      .code(status)
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(classPage(complaint));

  app.get(classPagePath, (request, reply) =>
    page(reply, 200, request.url === refusedCookies ? 'cookies' : null),
  );
  app.post(
    classPagePath,
    {
      schema: { body: Type.Object({ codigo: Type.String({ maxLength: longestCode }) }) },
      config: attempts,
    },
    async (request, reply) => {
      const { codigo } = request.body;
      if (!isCode(codigo, code)) {
        // A class's code is shorter: who tries many learns nothing of those.
        if (!wrong.full(request.ip) && (await isJoinCode(codigo)))
          return reply.redirect(joinPath(codigo), 303);
        wrong.add(request.ip);
        return page(reply, 403, 'code');
      }
      reply.admit();
      return reply.redirect('/', 303);
    },
  );
};

/** Keeps out whoever has not given the code; it registers after the request guard, which reads cookies. */
export const classCode = fastifyPlugin(async (app: FastifyInstance, options: ClassCodeOptions) => {
  const code = options.classCode;
  app.decorateReply('admit', function admit(this: FastifyReply) {
    if (code !== null) void this.setCookie(cookieName, admission(code), signedCookie);
  });
  if (code === null) return;
  const admitted = admission(code);
  const open = new Set([classPagePath, comeBackPath, '/api/health', metricsPath, '/favicon.svg']);
  app.addHook('onRequest', async (request, reply) => {
    const [path = ''] = request.url.split('?');
    // Who has a class's code, or the key of the instructor's link, is let in there.
    if (open.has(path) || isJoinPath(path) || isInstructorLink(request.url)) return undefined;
    const cookie = request.cookies[cookieName];
    const { valid, renew, value } =
      cookie === undefined ? { valid: false, renew: false, value: null } : request.unsignCookie(cookie);
    if (valid && value === admitted) {
      if (renew) void reply.setCookie(cookieName, admitted, signedCookie);
      return undefined;
    }
    if (!wantsPage(request)) throw new ClassCodeMissing();
    return reply.redirect(comesFromForm(request) ? refusedCookies : classPagePath, 303);
  });
  await app.register(form, { code, isJoinCode: options.isJoinCode });
});

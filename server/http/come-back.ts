/** Coming back: a learner's code, and `/volver`, where it makes another browser theirs. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { ReturnCode } from '../../protocol/lab.ts';
import type { Learners } from '../learners/learners.ts';
import type { ReturnCodes } from '../progress/return-codes.ts';
import { described } from './described.ts';
import { createPerMinute } from './per-minute.ts';
import { escapeHtml, plainPage } from './plain-page.ts';
import { becomeLearner, knownLearner } from './request-guard.ts';

export const comeBackPath = '/volver';
/** Wrong codes a minute from one address. */
const wrongCodes = 10;
/** New codes a minute, for one learner. */
const newCodes = 5;

const complaints = {
  wrong: 'Ese código no es de nadie, o después se pidió otro. Compruébalo y escríbelo otra vez.',
  tries: 'Demasiados intentos desde esta dirección: espera un minuto.',
} as const;

function comeBackPage(complaint: keyof typeof complaints | null): string {
  const said =
    complaint === null ? '' : `<p id="error" role="alert">${escapeHtml(complaints[complaint])}</p>`;
  const described = complaint === null ? '' : ' aria-invalid="true" aria-describedby="error"';
  return plainPage(
    'Volver al curso',
    `<h1>Volver al curso</h1>
<p>Escribe el código que te dio el curso: cuatro palabras y dos cifras. Este navegador pasa a ser el tuyo, con tu laboratorio y lo que has demostrado.</p>
<form method="post">
<label for="codigo">Tu código</label>
<input id="codigo" name="codigo" required maxlength="100" autofocus autocomplete="off" autocapitalize="none" spellcheck="false"${described}>
${said}
<button type="submit">Volver</button>
</form>`,
  );
}

export interface ComeBackOptions {
  readonly returnCodes: ReturnCodes;
  readonly learners: Pick<Learners, 'sendAway'>;
}

export const comeBackRoutes: FastifyPluginAsyncTypebox<ComeBackOptions> = async (
  app,
  { returnCodes, learners },
) => {
  const wrong = createPerMinute(wrongCodes);
  const page = (reply: FastifyReply, status: number, complaint: keyof typeof complaints | null) =>
    reply
      .code(status)
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(comeBackPage(complaint));

  app.post(
    '/api/session/code',
    {
      schema: described(
        'learner',
        'A code by which the learner comes back',
        { 200: ReturnCode },
        'At another browser, or without the cookie: four words and two digits. The one before is worth nothing any more.',
      ),
      config: { rateLimit: { max: newCodes, timeWindow: '1 minute' } },
    },
    async (request) => ({ code: await returnCodes.renew(knownLearner(request)) }),
  );

  app.get(comeBackPath, (_request, reply) => page(reply, 200, null));
  app.post(
    comeBackPath,
    { schema: { body: Type.Object({ codigo: Type.String({ maxLength: 100 }) }) } },
    async (request, reply) => {
      if (wrong.full(request.ip)) return page(reply, 429, 'tries');
      const learner = await returnCodes.find(request.body.codigo);
      if (learner === null) {
        wrong.add(request.ip);
        return page(reply, 403, 'wrong');
      }
      const before = request.learnerId;
      becomeLearner(request, reply, learner);
      // Who lost their cookie was given a lab that nobody needs. What is kept of that learner stays.
      if (before !== null && before !== learner)
        learners
          .sendAway(before)
          .catch((error: unknown) =>
            request.log.error({ err: error }, 'no se ha apagado el laboratorio de quien se fue'),
          );
      // Whoever has a code was let in once.
      reply.admit();
      return reply.redirect('/', 303);
    },
  );
};

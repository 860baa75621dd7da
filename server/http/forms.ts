/** Forms of pages without a script: their fields arrive as an object, as JSON does. */
import type { FastifyInstance } from 'fastify';
import fastifyPlugin from 'fastify-plugin';

const bodyBytes = 2048;

export const forms = fastifyPlugin(async (app: FastifyInstance) => {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: bodyBytes },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
});

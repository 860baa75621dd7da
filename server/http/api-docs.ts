/** `/api/docs`: the API as its own schemas describe it, OpenAPI 3.1; a page to read and try it, and the document for programs. */
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import fastifyPlugin from 'fastify-plugin';

const docsPath = '/api/docs';

const tags = [
  { name: 'lab', description: 'The learner’s lab and its checks' },
  { name: 'learner', description: 'Who is asking, and what they have proven' },
  { name: 'class', description: 'A learner’s class, and the classes of who teaches' },
  { name: 'service', description: 'Whether the service is well; for who runs it' },
];

const description = [
  'What the course’s page asks of its server. A learner is a signed cookie, `curso`; `GET /` and `GET /api/lab` give one.',
  'Guards, limits and errors that all requests share, and `/ws/lab`, are in docs/api.md; terminals in docs/terminal-protocol.md.',
].join('\n\n');

/** An entrance of the API that nobody has described. */
class RouteUndocumented extends Error {
  override readonly name = 'RouteUndocumented';
  constructor(route: string) {
    super(`${route} needs a schema with tags, a summary and its responses: see server/http/api-docs.ts`);
  }
}

/** Register it before the routes. @throws RouteUndocumented when the app is built, for a route under `/api/` without a full schema */
export const apiDocs = fastifyPlugin(async (app: FastifyInstance) => {
  app.addHook('onRoute', ({ url, method, schema }) => {
    if (!url.startsWith('/api/') || url.startsWith(docsPath) || method === 'HEAD') return;
    if (!schema?.tags || !schema.summary || !schema.response) throw new RouteUndocumented(`${method} ${url}`);
  });
  await app.register(swagger, {
    hideUntagged: true,
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Curso de Redis Sentinel', version: '1', description },
      tags,
    },
  });
  await app.register(swaggerUi, {
    routePrefix: docsPath,
    uiConfig: { docExpansion: 'list', defaultModelsExpandDepth: -1 },
  });
});

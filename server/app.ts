/** Builds the web service from its parts, without listening: main.ts does, and so do tests. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import fastifyStatic from '@fastify/static';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import websocket from '@fastify/websocket';
import Fastify from 'fastify';
import { ClientNotBuilt } from './errors.ts';
import type { ProgressStore } from './progress/store.ts';
import { contentSecurityPolicy } from './routes/csp.ts';
import { door, learnerOrNew } from './routes/door.ts';
import { answerError } from './routes/errors.ts';
import { healthRoute } from './routes/health.ts';
import { labRoutes } from './routes/lab.ts';
import { labSocket } from './routes/lab-socket.ts';
import { terminalSocket } from './routes/terminal-socket.ts';
import { validatorCompiler } from './routes/validation.ts';
import type { Learners } from './session/learners.ts';
import type { TerminalSessions } from './terminal/sessions.ts';

export interface AppParts {
  readonly learners: Learners;
  readonly terminals: TerminalSessions;
  readonly store: ProgressStore;
  readonly driverName: string;
  readonly secret: string;
  readonly hostNames: readonly string[];
  /** The built page. */
  readonly clientFolder: string;
  /** The least severe log that is printed, on standard error. */
  readonly printFrom: string;
}

/** Requests to the API a minute from one learner: a page makes a handful. */
const apiLimit = 300;
/** A paste travels in frames of at most 64 KiB; nothing that a page sends needs more than this. */
const maxFrameBytes = 1024 * 1024;

export type App = Awaited<ReturnType<typeof buildApp>>;

/** @throws ClientNotBuilt */
export async function buildApp(parts: AppParts) {
  if (!existsSync(join(parts.clientFolder, 'index.html'))) throw new ClientNotBuilt();
  const app = Fastify({
    logger: { level: parts.printFrom, stream: process.stderr },
    bodyLimit: 16 * 1024,
    forceCloseConnections: true,
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.setErrorHandler(answerError);
  app.setValidatorCompiler(validatorCompiler);

  await app.register(helmet, {
    contentSecurityPolicy: await contentSecurityPolicy(parts.clientFolder),
    strictTransportSecurity: false,
  });
  await app.register(door, { secret: parts.secret, hostNames: parts.hostNames });
  await app.register(rateLimit, {
    global: true,
    max: apiLimit,
    timeWindow: '1 minute',
    allowList: (request) => !request.url.startsWith('/api/') || request.url === '/api/health',
    keyGenerator: (request) => request.learnerId ?? request.ip,
  });
  await app.register(websocket, { options: { maxPayload: maxFrameBytes, perMessageDeflate: false } });

  await app.register(healthRoute, parts);
  await app.register(labRoutes, parts);
  await app.register(labSocket, parts);
  await app.register(terminalSocket, parts);
  await app.register(fastifyStatic, {
    root: parts.clientFolder,
    index: false,
    wildcard: true,
    preCompressed: true,
    setHeaders: (response) => response.setHeader('vary', 'accept-encoding'),
    cacheControl: true,
    maxAge: '1h',
  });
  // The page itself names the learner, so that its websockets are known from the first.
  app.get('/', (request, reply) => {
    learnerOrNew(request, reply);
    return reply.header('cache-control', 'no-cache').sendFile('index.html', { cacheControl: false });
  });
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({ code: 'not-found', message: 'Aquí no hay nada. El curso empieza en «/».' }),
  );
  return app;
}

/** Builds the web service from its parts, without listening: main.ts does, and so do tests. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import fastifyStatic from '@fastify/static';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import websocket from '@fastify/websocket';
import Fastify, { LogController } from 'fastify';
import { setBy } from './base/clock.ts';
import type { Log } from './base/log.ts';
import type { Classes } from './classes/classes.ts';
import { ClassCodeUnknown } from './classes/errors.ts';
import { ClientNotBuilt } from './errors.ts';
import { apiDocs } from './http/api-docs.ts';
import { boardSocket } from './http/board-socket.ts';
import { classCode } from './http/class-code.ts';
import { classRoutes } from './http/classes.ts';
import { comeBackRoutes } from './http/come-back.ts';
import { contentSecurityPolicy } from './http/csp.ts';
import { answerError, endSocket } from './http/errors.ts';
import { forms } from './http/forms.ts';
import { healthRoute } from './http/health.ts';
import { instructorGuard, instructorRoutes } from './http/instructor.ts';
import { joinRoutes } from './http/join.ts';
import { labRoutes } from './http/lab.ts';
import { labSocket } from './http/lab-socket.ts';
import { membershipRoutes } from './http/membership.ts';
import { metricsRoute } from './http/metrics.ts';
import { learnerOrNew, requestGuard } from './http/request-guard.ts';
import { requestLog } from './http/request-log.ts';
import { sessionRoutes } from './http/session.ts';
import { terminalSocket } from './http/terminal-socket.ts';
import { trustedHeaders } from './http/trusted-headers.ts';
import { validatorCompiler } from './http/validation.ts';
import { watchSocket } from './http/watch-socket.ts';
import type { InstructorKey } from './instructor-key.ts';
import type { Learners } from './learners/learners.ts';
import type { Metrics } from './metrics.ts';
import type { ReturnCodes } from './progress/return-codes.ts';
import type { ProgressStore } from './progress/store.ts';
import type { TerminalSessions } from './terminal/sessions.ts';

export interface AppParts {
  readonly learners: Learners;
  readonly classes: Classes;
  /** The key of the instructor's link at this moment. */
  readonly instructorKey: () => InstructorKey;
  /** Where the server is reached; nothing until it listens. */
  readonly addresses: () => readonly string[];
  readonly terminals: TerminalSessions;
  readonly store: ProgressStore;
  readonly returnCodes: ReturnCodes;
  readonly metrics: Metrics;
  readonly driverName: string;
  /** Sign the cookies: see RequestGuardOptions. */
  readonly secrets: readonly string[];
  /** What a newcomer has to know; null: nothing. */
  readonly classCode: string | null;
  readonly hostNames: readonly string[];
  /** How many times the usual number of requests is admitted: 1, but for a test that sends thousands. */
  readonly rateLimitFactor?: number;
  /** The built page. */
  readonly clientFolder: string;
  readonly log: Log;
}

/** Requests a minute from one learner, or one address that is no learner yet, by entrance: a page makes a handful, and some forty files. */
const entrances = { api: 300, ws: 300, files: 1500 } as const;

function entranceOf(url: string): keyof typeof entrances {
  if (url.startsWith('/api/')) return 'api';
  return url.startsWith('/ws/') ? 'ws' : 'files';
}

/** Who sends its request in drops, ms: its head, the whole of it, and nothing at all. A lab's own answers may take longer: see http/lab.ts. */
const slow = { headers: 5000, request: 20_000, silence: 60_000, lookEvery: 1000 } as const;
const mostConnections = 8192;
/** A paste travels in frames of at most 64 KiB; nothing that a page sends needs more than this. */
const maxFrameBytes = 1024 * 1024;

export type App = Awaited<ReturnType<typeof buildApp>>;

async function isJoinCode(classes: Classes, typed: string): Promise<boolean> {
  try {
    await classes.find(typed);
    return true;
  } catch (error) {
    if (error instanceof ClassCodeUnknown) return false;
    throw error;
  }
}

/** @throws ClientNotBuilt */
export async function buildApp(parts: AppParts) {
  if (!existsSync(join(parts.clientFolder, 'index.html'))) throw new ClientNotBuilt();
  const app = Fastify({
    loggerInstance: parts.log,
    // Two lines for each file of a page would hide what happens: see requestLog.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 16 * 1024,
    forceCloseConnections: true,
    requestTimeout: slow.request,
    connectionTimeout: slow.silence,
    http: { headersTimeout: slow.headers, connectionsCheckingInterval: slow.lookEvery },
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.server.maxConnections = mostConnections;
  app.setErrorHandler(answerError);
  app.setValidatorCompiler(validatorCompiler);

  await app.register(helmet, {
    contentSecurityPolicy: await contentSecurityPolicy(parts.clientFolder),
    // Each is for a page that came over HTTPS, or from this machine: see trustedHeaders. HTTPS is its proxy's to insist on.
    strictTransportSecurity: false,
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
    // Without a referrer a browser calls its own page's form «null», which is no origin of ours.
    referrerPolicy: { policy: 'same-origin' },
  });
  await app.register(trustedHeaders);
  app.addHook('onResponse', requestLog);
  await app.register(requestGuard, { secrets: parts.secrets, hostNames: parts.hostNames });
  await app.register(rateLimit, {
    global: true,
    max: (request) => entrances[entranceOf(request.url)] * (parts.rateLimitFactor ?? 1),
    timeWindow: '1 minute',
    allowList: (request) => request.url === '/api/health',
    // With what the clock was set by: the counts are kept by the machine's, and a minute would last as long as it was set back.
    keyGenerator: (request) => `${setBy()} ${entranceOf(request.url)} ${request.learnerId ?? request.ip}`,
  });
  await app.register(forms);
  await app.register(instructorGuard, parts);
  await app.register(classCode, {
    classCode: parts.classCode,
    isJoinCode: (typed) => isJoinCode(parts.classes, typed),
  });
  await app.register(websocket, {
    options: { maxPayload: maxFrameBytes, perMessageDeflate: false },
    errorHandler: endSocket,
  });

  await app.register(apiDocs);
  await app.register(metricsRoute, parts);
  await app.register(healthRoute, parts);
  await app.register(labRoutes, parts);
  await app.register(sessionRoutes, parts);
  await app.register(comeBackRoutes, parts);
  await app.register(joinRoutes, parts);
  await app.register(membershipRoutes, parts);
  await app.register(instructorRoutes, parts);
  await app.register(classRoutes, parts);
  await app.register(boardSocket, parts);
  await app.register(watchSocket, parts);
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

/** Who may come in: the Host and Origin that a request names, and the learner that its cookie says. */
import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import cookie from '@fastify/cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { HostRefused, OriginRefused, SessionMissing } from './errors.ts';

export interface DoorOptions {
  readonly secret: string;
  /** Names that are attended besides loopback's and any address. */
  readonly hostNames: readonly string[];
}

const cookieName = 'curso';
const yearSeconds = 365 * 24 * 3600;
const cookieOptions = {
  path: '/',
  httpOnly: true,
  sameSite: 'lax',
  signed: true,
  maxAge: yearSeconds,
} as const;

declare module 'fastify' {
  interface FastifyRequest {
    /** The learner that the signed cookie says; null when there is none, or it is not of this server. */
    learnerId: string | null;
  }
}

/** `name:port` or `[::1]:port` without the port. */
function hostnameOf(host: string): string {
  return host
    .replace(/:\d+$/, '')
    .replace(/^\[|\]$/g, '')
    .toLowerCase();
}

function isAttended(host: string, names: readonly string[]): boolean {
  const name = hostnameOf(host);
  // A page that rebinds its own name in the DNS can name neither an address nor localhost.
  return name === 'localhost' || name.endsWith('.localhost') || isIP(name) !== 0 || names.includes(name);
}

/** Whether a browser says that another page sent this. Without `Origin` it is no browser's cross-site request. */
function isForeign(request: FastifyRequest): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined) return false;
  try {
    return new URL(origin).host !== host;
  } catch {
    return true;
  }
}

const isUpgrade = (request: FastifyRequest): boolean => request.headers.upgrade !== undefined;

/** The learner of a request, who must be known. @throws SessionMissing */
export function knownLearner(request: FastifyRequest): string {
  if (request.learnerId === null) throw new SessionMissing();
  return request.learnerId;
}

/** The learner of a request; a newcomer is given a cookie. */
export function learnerOrNew(request: FastifyRequest, reply: FastifyReply): string {
  const id = request.learnerId ?? randomBytes(16).toString('hex');
  if (request.learnerId === null) void reply.setCookie(cookieName, id, cookieOptions);
  request.learnerId = id;
  return id;
}

export const door = fastifyPlugin(async (app: FastifyInstance, { secret, hostNames }: DoorOptions) => {
  await app.register(cookie, { secret });
  app.decorateRequest('learnerId', null);
  app.addHook('onRequest', async (request) => {
    if (!isAttended(request.headers.host ?? '', hostNames)) throw new HostRefused();
    if ((request.method !== 'GET' || isUpgrade(request)) && isForeign(request)) throw new OriginRefused();
    const value = request.cookies[cookieName];
    const { valid, value: id } =
      value === undefined ? { valid: false, value: null } : request.unsignCookie(value);
    request.learnerId = valid && id !== null && /^[0-9a-f]{32}$/.test(id) ? id : null;
  });
});

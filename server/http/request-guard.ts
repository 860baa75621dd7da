/** Who may come in: the Host and Origin that a request names, and the learner that its cookie says. */
import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import cookie from '@fastify/cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { isMachineZone } from '../base/time-zone.ts';
import { HostRefused, OriginRefused, SessionMissing, TooManyNewcomers } from './errors.ts';
import { hostnameOf } from './loopback.ts';
import { createPerMinute } from './per-minute.ts';
import { signedCookie } from './signed-cookie.ts';

export interface RequestGuardOptions {
  /** The first signs; what another signed is believed, and signed anew. */
  readonly secrets: readonly string[];
  /** Names that are attended besides loopback's and any address. */
  readonly hostNames: readonly string[];
}

const cookieName = 'curso';
/** Each newcomer is given a lab: more than a class a minute from one address is no class. */
const newcomersPerMinute = 120;

declare module 'fastify' {
  interface FastifyRequest {
    /** The learner that the signed cookie says; null when there is none, or it is not of this server. */
    learnerId: string | null;
  }
  interface FastifyInstance {
    /** Whether one more newcomer from that address is let in now. */
    mayGreet(address: string): boolean;
  }
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
    return true; // `null` and the like: no page of ours.
  }
}

const isUpgrade = (request: FastifyRequest): boolean => request.headers.upgrade !== undefined;

/**
 * The time zone that the page says its learner is in: it puts the cookie `zona` before it asks for anything. Undefined where it
 * says none, or one that this machine does not know.
 */
export function timeZoneOf(request: FastifyRequest): string | undefined {
  const { zona } = request.cookies;
  return zona !== undefined && isMachineZone(zona) ? zona : undefined;
}

/** The learner of a request, who must be known. @throws SessionMissing */
export function knownLearner(request: FastifyRequest): string {
  if (request.learnerId === null) throw new SessionMissing();
  return request.learnerId;
}

/** The learner of a request; a newcomer is given a cookie. @throws TooManyNewcomers */
export function learnerOrNew(request: FastifyRequest, reply: FastifyReply): string {
  return request.learnerId ?? newLearner(request, reply);
}

/** From now on the browser is that learner's. */
export function becomeLearner(request: FastifyRequest, reply: FastifyReply, id: string): void {
  void reply.setCookie(cookieName, id, signedCookie);
  request.learnerId = id;
}

/** A newcomer's cookie, whoever the browser was before. @throws TooManyNewcomers */
export function newLearner(request: FastifyRequest, reply: FastifyReply): string {
  if (!request.server.mayGreet(request.ip)) throw new TooManyNewcomers();
  const id = randomBytes(16).toString('hex');
  becomeLearner(request, reply, id);
  return id;
}

export const requestGuard = fastifyPlugin(
  async (app: FastifyInstance, { secrets, hostNames }: RequestGuardOptions) => {
    await app.register(cookie, { secret: [...secrets] });
    app.decorate('mayGreet', createPerMinute(newcomersPerMinute).add);
    app.decorateRequest('learnerId', null);
    // A websocket that was refused: its connection is no longer the HTTP server's, which would close it some time.
    app.addHook('onResponse', async (request) => {
      if (isUpgrade(request)) request.raw.socket.destroySoon();
    });
    app.addHook('onRequest', async (request, reply) => {
      if (!isAttended(request.headers.host ?? '', hostNames)) throw new HostRefused();
      if ((request.method !== 'GET' || isUpgrade(request)) && isForeign(request)) throw new OriginRefused();
      const value = request.cookies[cookieName];
      const {
        valid,
        renew,
        value: id,
      } = value === undefined ? { valid: false, renew: false, value: null } : request.unsignCookie(value);
      request.learnerId = valid && id !== null && /^[0-9a-f]{32}$/.test(id) ? id : null;
      if (renew && request.learnerId) void reply.setCookie(cookieName, request.learnerId, signedCookie);
    });
  },
);

/** Headers that a browser believes only on a page whose way here it trusts: on another it reports each as an error. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { hostnameOf, isLoopback } from './loopback.ts';

/** HTTPS, which a proxy in front says, or this machine itself. A client that lies gets headers that its browser ignores. */
function isTrusted({ headers }: FastifyRequest): boolean {
  return headers['x-forwarded-proto'] === 'https' || isLoopback(hostnameOf(headers.host ?? ''));
}

export const trustedHeaders = fastifyPlugin(async (app: FastifyInstance) => {
  app.addHook('onRequest', async (request, reply) => {
    if (!isTrusted(request)) return;
    void reply.header('cross-origin-opener-policy', 'same-origin').header('origin-agent-cluster', '?1');
  });
});

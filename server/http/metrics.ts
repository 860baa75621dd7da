/** `GET /api/metrics`, for a Prometheus on this machine: what it says of a class is for who runs the server. */
import type { FastifyInstance } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import type { Metrics } from '../metrics.ts';
import { MetricsRefused } from './errors.ts';

const isHere = (address: string): boolean => address === '::1' || /^(::ffff:)?127\./.test(address);

export const metricsPath = '/api/metrics';

export const metricsRoute = fastifyPlugin(
  async (app: FastifyInstance, { metrics }: { readonly metrics: Metrics }) => {
    app.addHook('onResponse', async (request, reply) => {
      const route = request.routeOptions.url ?? 'otra';
      metrics.answered(route, request.method, reply.statusCode, reply.elapsedTime / 1000);
      if (reply.statusCode >= 500) metrics.fault(String(reply.statusCode));
    });
    app.get(metricsPath, async (request, reply) => {
      // A proxy on this machine comes from here too, but names whom it speaks for.
      if (!isHere(request.ip) || request.headers['x-forwarded-for'] !== undefined) throw new MetricsRefused();
      return reply.type(metrics.contentType).send(await metrics.text());
    });
  },
);

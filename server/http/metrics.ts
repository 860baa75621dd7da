/** `GET /api/metrics`, for a Prometheus on this machine: what it says of a class is for who runs the server. */
import type { FastifyInstance } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { Type } from 'typebox';
import { ApiError } from '../../protocol/lab.ts';
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
    const schema = {
      tags: ['service'],
      summary: 'Metrics, as Prometheus reads them',
      description: 'For who asks from the same machine, without a proxy between: else 403 `metrics-refused`.',
      produces: ['text/plain'],
      response: { 200: Type.String(), '4xx': ApiError },
    };
    app.get(metricsPath, { schema }, async (request, reply) => {
      // A proxy on this machine comes from here too, but names whom it speaks for.
      if (!isHere(request.ip) || request.headers['x-forwarded-for'] !== undefined) throw new MetricsRefused();
      return reply.type(metrics.contentType).send(await metrics.text());
    });
  },
);

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { ApiError, Health } from '../../protocol/lab.ts';
import type { Learners } from '../learners/learners.ts';
import type { ProgressStore } from '../progress/store.ts';

export interface HealthOptions {
  readonly store: ProgressStore;
  readonly learners: Learners;
  readonly driverName: string;
}

/** Whether the service can do its work: 503 when the progress could not be kept. */
export const healthRoute: FastifyPluginAsyncTypebox<HealthOptions> = async (
  app,
  { store, learners, driverName },
) => {
  app.get(
    '/api/health',
    {
      schema: {
        tags: ['service'],
        summary: 'Whether the service can do its work',
        description:
          '503 `progress-unavailable` when what is proven could not be kept. Needs no cookie and no class code.',
        response: { 200: Health, 503: ApiError },
      },
    },
    async () => {
      await store.ping();
      return { status: 'ok' as const, driver: driverName, labs: learners.running };
    },
  );
};

/** The HTTP API of a learner's lab: documented in docs/api.md. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { HelpBody, LabView, NetworkBody, PowerBody, Progress, ResetBody } from '../../protocol/lab.ts';
import type { Learner } from '../learners/learner.ts';
import type { Learners } from '../learners/learners.ts';
import { described } from './described.ts';
import { knownLearner, learnerOrNew, timeZoneOf } from './request-guard.ts';

const lab = (summary: string, description = '') => described('lab', summary, { 200: LabView }, description);
/** A minute, from one learner. Making a lab anew is the most work that one request can ask for; a button is pressed now and then. */
const most = { resets: 20, networkChanges: 60, sentinelRestarts: 20 } as const;
/** A hundred labs that are wanted at once are made in turns, in 24 s (p99) on two quiet cores, 44 s on busy ones: nobody's connection is cut while they wait, ms. */
const longestWaitMs = 300_000;

export interface LabRoutesOptions {
  readonly learners: Learners;
  readonly rateLimitFactor?: number;
}

export const labRoutes: FastifyPluginAsyncTypebox<LabRoutesOptions> = async (
  app,
  { learners, rateLimitFactor = 1 },
) => {
  const limit = (max: number) => ({ rateLimit: { max: max * rateLimitFactor, timeWindow: '1 minute' } });
  /** Who has no cookie is not taken for a newcomer: a page that has lost its own would change a lab that it does not show. */
  const here = async (request: FastifyRequest) => learners.open(knownLearner(request), timeZoneOf(request));
  /** Runs a task with the learner's lab on and observed, and answers with what is seen then. */
  const withLab = async (
    coming: Promise<Learner>,
    task: (learner: Learner) => Promise<void> = async () => undefined,
  ): Promise<LabView> => {
    const learner = await coming;
    const watch = await learners.watch(learner);
    try {
      await task(learner);
      return learner.view();
    } finally {
      watch.release();
    }
  };

  app.addHook('onRequest', async (request) => {
    request.raw.setTimeout(longestWaitMs);
  });

  app.get(
    '/api/lab',
    { schema: lab('The lab, turned on if it was off', 'Gives a newcomer a cookie, and a lab.') },
    (request, reply) => withLab(learners.open(learnerOrNew(request, reply), timeZoneOf(request))),
  );

  app.post('/api/lab/check', { schema: lab('Judge now, on a fresh observation') }, (request) =>
    withLab(here(request), (learner) => learner.check()),
  );

  const body = Type.Union([ResetBody, Type.Null()]);
  app.post(
    '/api/lab/reset',
    {
      schema: {
        body,
        ...lab(
          'Make the lab anew',
          'As `case` starts, or as on the first day. `demonstration`: what passes then is nobody’s proof. Answers once the cluster is whole.',
        ),
      },
      config: limit(most.resets),
    },
    async (request) => {
      const learner = await here(request);
      return learners.reset(learner, request.body?.case, request.body?.demonstration);
    },
  );

  app.post(
    '/api/lab/network',
    {
      schema: {
        body: NetworkBody,
        ...lab('Cut a node from the lab’s network, or heal it', 'Its processes go on.'),
      },
      config: limit(most.networkChanges),
    },
    (request) => withLab(here(request), ({ lab }) => lab.setNetwork(request.body.node, request.body.cut)),
  );

  app.post(
    '/api/lab/power',
    {
      schema: { body: PowerBody, ...lab('Turn a node on that was powered off') },
      config: limit(most.networkChanges),
    },
    (request) => withLab(here(request), ({ lab }) => lab.powerOn(request.body.node)),
  );

  app.post(
    '/api/lab/sentinels',
    {
      schema: lab('Start the Sentinels again that distrust their clocks (TILT)'),
      config: limit(most.sentinelRestarts),
    },
    (request) => withLab(here(request), ({ lab }) => lab.restartTilting()),
  );

  app.post(
    '/api/help',
    {
      schema: {
        body: HelpBody,
        ...lab(
          'The next help with a check',
          'A hint, another, and the commands: it comes in the check’s `help`.',
        ),
      },
    },
    async (request) => {
      const learner = await here(request);
      learner.askHelp(request.body.check);
      return learner.view();
    },
  );

  app.get(
    '/api/progress',
    {
      schema: {
        ...described(
          'learner',
          'What the learner has proven',
          { 200: Progress },
          'When, with which evidence and how much help, and how much of each case that is.',
        ),
      },
    },
    async (request) => (await here(request)).progress(),
  );
};

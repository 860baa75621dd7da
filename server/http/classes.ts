/** The HTTP API of those who teach: their classes, and what they do in one. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import {
  ClassChange,
  ClassInfo,
  ClassList,
  HandAnswer,
  MessageBody,
  NewClass,
  OpenTerminals,
} from '../../protocol/classes.ts';
import { ApiError } from '../../protocol/lab.ts';
import type { Classes } from '../classes/classes.ts';
import { ClassExport, csvOf, exportOf, Separator } from '../classes/export.ts';
import type { Learners } from '../learners/learners.ts';
import type { TerminalSessions } from '../terminal/sessions.ts';
import { knownInstructor } from './instructor.ts';

const errors = { '4xx': ApiError, '5xx': ApiError };
const ofClass = { params: Type.Object({ id: Type.String({ maxLength: 40 }) }) };
const ofMember = {
  params: Type.Object({ id: Type.String({ maxLength: 40 }), member: Type.String({ maxLength: 40 }) }),
};
const described = <R extends object>(summary: string, description: string, response: R) => ({
  tags: ['class'],
  summary,
  description,
  response: { ...response, ...errors },
});

export interface ClassRoutesOptions {
  readonly classes: Classes;
  readonly learners: Learners;
  readonly terminals: TerminalSessions;
}

export const classRoutes: FastifyPluginAsyncTypebox<ClassRoutesOptions> = async (
  app,
  { classes, learners, terminals },
) => {
  const mine = (request: FastifyRequest, id: string) => classes.taughtBy(knownInstructor(request), id);

  app.get(
    '/api/classes',
    { schema: described('The instructor’s classes', 'The newest first.', { 200: ClassList }) },
    async (request) => ({ classes: await classes.list(knownInstructor(request)) }),
  );
  app.post(
    '/api/classes',
    {
      schema: {
        body: NewClass,
        ...described('Make a class', 'Its code is chosen for it.', { 200: ClassInfo }),
      },
    },
    (request) => classes.create(knownInstructor(request), request.body),
  );
  app.patch(
    '/api/classes/:id',
    {
      schema: {
        ...ofClass,
        body: ClassChange,
        ...described('Change a class', 'Only what the body names.', { 200: ClassInfo }),
      },
    },
    async (request) => {
      const { id } = await mine(request, request.params.id);
      return classes.change(id, request.body);
    },
  );
  app.delete(
    '/api/classes/:id',
    {
      schema: {
        ...ofClass,
        ...described('Delete a class', 'With all that is kept of its members’ part in it.', {
          204: Type.Null(),
        }),
      },
    },
    async (request, reply) => {
      const { id } = await mine(request, request.params.id);
      await classes.remove(id);
      return reply.code(204).send(null);
    },
  );
  app.delete(
    '/api/classes/:id/members/:member',
    {
      schema: {
        ...ofMember,
        ...described('Take a member out of a class', 'What they have proven stays theirs.', {
          204: Type.Null(),
        }),
      },
    },
    async (request, reply) => {
      const { id } = await mine(request, request.params.id);
      await classes.leave({ classId: id, member: request.params.member });
      return reply.code(204).send(null);
    },
  );
  app.post(
    '/api/classes/:id/members/:member/hand',
    {
      schema: {
        ...ofMember,
        body: HandAnswer,
        ...described('Answer a raised hand', '`coming`, `done` or `later`; the learner is told.', {
          204: Type.Null(),
        }),
      },
    },
    async (request, reply) => {
      const { id } = await mine(request, request.params.id);
      const ref = { classId: id, member: request.params.member };
      if (request.body.answer === 'done') await classes.lowerHand(ref);
      else await classes.takeHand(ref, request.body.answer === 'coming');
      return reply.code(204).send(null);
    },
  );
  app.post(
    '/api/classes/:id/members/:member/consent',
    {
      schema: {
        ...ofMember,
        ...described('Ask to see a member’s terminals', 'The member says yes or no.', { 204: Type.Null() }),
      },
    },
    async (request, reply) => {
      const { id } = await mine(request, request.params.id);
      await classes.askConsent({ classId: id, member: request.params.member });
      return reply.code(204).send(null);
    },
  );
  app.get(
    '/api/classes/:id/members/:member/terminals',
    {
      schema: {
        ...ofMember,
        ...described(
          'The terminals that a member has open',
          'For who may see them: 403 `consent-missing` else.',
          {
            200: OpenTerminals,
          },
        ),
      },
    },
    async (request) => {
      const { id } = await mine(request, request.params.id);
      const ref = { classId: id, member: request.params.member };
      await classes.mustHaveConsent(ref);
      const learner = await learners.here(await classes.learnerOf(ref));
      return { terminals: learner ? terminals.ofLab(learner.lab.id) : [] };
    },
  );
  app.post(
    '/api/classes/:id/messages',
    {
      schema: {
        ...ofClass,
        body: MessageBody,
        ...described('Say something to all, or to one', 'With a slide to open, if it names one.', {
          204: Type.Null(),
        }),
      },
      config: { rateLimit: { max: 60, timeWindow: '1 minute' } },
    },
    async (request, reply) => {
      const { id } = await mine(request, request.params.id);
      const { text, slide, member } = request.body;
      await classes.say(id, member ?? null, text, slide ?? null);
      return reply.code(204).send(null);
    },
  );
  app.get(
    '/api/classes/:id/export.json',
    { schema: { ...ofClass, ...described('What is known of the class', 'As data.', { 200: ClassExport }) } },
    async (request) => {
      const info = await mine(request, request.params.id);
      return exportOf(info, await classes.rows(info.id));
    },
  );
  app.get(
    '/api/classes/:id/export.csv',
    {
      schema: {
        ...ofClass,
        querystring: Type.Object({ separator: Type.Optional(Separator) }),
        ...described(
          'The same as a table',
          'A row for each member and check; UTF-8 with a mark, for spreadsheets.',
          {
            200: { content: { 'text/csv': { schema: Type.String() } } },
          },
        ),
      },
    },
    async (request, reply) => {
      const info = await mine(request, request.params.id);
      const csv = csvOf(exportOf(info, await classes.rows(info.id)), request.query.separator ?? ',');
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="clase-${info.code}.csv"`)
        .send(csv);
    },
  );
};

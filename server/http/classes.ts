/** The HTTP API of those who teach: their classes, and what they do in one. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
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
import type { Classes } from '../classes/classes.ts';
import { ClassExport, csvOf, exportOf, Separator } from '../classes/export.ts';
import type { MemberRef } from '../classes/member.ts';
import type { Learners } from '../learners/learners.ts';
import type { TerminalSessions } from '../terminal/sessions.ts';
import { described, done } from './described.ts';
import { knownInstructor } from './instructor.ts';

const ofClass = { params: Type.Object({ id: Type.String({ maxLength: 40 }) }) };
const ofMember = {
  params: Type.Object({ id: Type.String({ maxLength: 40 }), member: Type.String({ maxLength: 40 }) }),
};
/** A minute, from one instructor: each goes to every page of the class. */
const mostMessages = 60;

export interface ClassRoutesOptions {
  readonly classes: Classes;
  readonly learners: Learners;
  readonly terminals: TerminalSessions;
}

interface OfClass {
  readonly id: string;
}
interface OfMember extends OfClass {
  readonly member: string;
}

export const classRoutes: FastifyPluginAsyncTypebox<ClassRoutesOptions> = async (
  app,
  { classes, learners, terminals },
) => {
  /** The class of a request, if it is the instructor's own. @throws InstructorOnly, ClassUnknown, ClassNotYours */
  const mine = (request: FastifyRequest, { id }: OfClass) => classes.taughtBy(knownInstructor(request), id);
  const memberOfMine = async (request: FastifyRequest, params: OfMember): Promise<MemberRef> => ({
    classId: (await mine(request, params)).id,
    member: params.member,
  });
  const sayDone = (reply: FastifyReply) => reply.code(204).send(null);

  app.get(
    '/api/classes',
    { schema: described('class', 'The instructor’s classes', { 200: ClassList }, 'The newest first.') },
    async (request) => ({ classes: await classes.list(knownInstructor(request)) }),
  );
  app.post(
    '/api/classes',
    {
      schema: {
        body: NewClass,
        ...described('class', 'Make a class', { 200: ClassInfo }, 'Its code is chosen for it.'),
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
        ...described('class', 'Change a class', { 200: ClassInfo }, 'Only what the body names.'),
      },
    },
    async (request) => classes.change((await mine(request, request.params)).id, request.body),
  );
  app.delete(
    '/api/classes/:id',
    {
      schema: {
        ...ofClass,
        ...described('class', 'Delete a class', done, 'With all that is kept of its members’ part in it.'),
      },
    },
    async (request, reply) => {
      await classes.remove((await mine(request, request.params)).id);
      return sayDone(reply);
    },
  );
  app.delete(
    '/api/classes/:id/members/:member',
    {
      schema: {
        ...ofMember,
        ...described('class', 'Take a member out of a class', done, 'What they have proven stays theirs.'),
      },
    },
    async (request, reply) => {
      await classes.leave(await memberOfMine(request, request.params));
      return sayDone(reply);
    },
  );
  app.post(
    '/api/classes/:id/members/:member/hand',
    {
      schema: {
        ...ofMember,
        body: HandAnswer,
        ...described(
          'class',
          'Answer a raised hand',
          done,
          '`coming`, `done` or `later`; the learner is told.',
        ),
      },
    },
    async (request, reply) => {
      const ref = await memberOfMine(request, request.params);
      if (request.body.answer === 'done') await classes.lowerHand(ref);
      else await classes.takeHand(ref, request.body.answer === 'coming');
      return sayDone(reply);
    },
  );
  app.post(
    '/api/classes/:id/members/:member/consent',
    {
      schema: {
        ...ofMember,
        ...described('class', 'Ask to watch a member’s terminals', done, 'The member says yes or no.'),
      },
    },
    async (request, reply) => {
      await classes.askConsent(await memberOfMine(request, request.params));
      return sayDone(reply);
    },
  );
  app.get(
    '/api/classes/:id/members/:member/terminals',
    {
      schema: {
        ...ofMember,
        ...described(
          'class',
          'The terminals that a member has open',
          { 200: OpenTerminals },
          'For who may watch them: 403 `consent-missing` else.',
        ),
      },
    },
    async (request) => {
      const ref = await memberOfMine(request, request.params);
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
        ...described(
          'class',
          'Say something to all, or to one',
          done,
          'With a slide to open, if it names one.',
        ),
      },
      config: { rateLimit: { max: mostMessages, timeWindow: '1 minute' } },
    },
    async (request, reply) => {
      const { id } = await mine(request, request.params);
      const { text, slide, member } = request.body;
      await classes.say(id, member ?? null, text, slide ?? null);
      return sayDone(reply);
    },
  );
  app.get(
    '/api/classes/:id/export.json',
    {
      schema: {
        ...ofClass,
        ...described('class', 'What is known of the class', { 200: ClassExport }, 'As data.'),
      },
    },
    async (request) => {
      const info = await mine(request, request.params);
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
          'class',
          'The same as a table',
          { 200: { content: { 'text/csv': { schema: Type.String() } } } },
          'A row for each member and check; UTF-8 with a mark, for spreadsheets.',
        ),
      },
    },
    async (request, reply) => {
      const info = await mine(request, request.params);
      const csv = csvOf(exportOf(info, await classes.rows(info.id)), request.query.separator ?? ',');
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="clase-${info.code}.csv"`)
        .send(csv);
    },
  );
};

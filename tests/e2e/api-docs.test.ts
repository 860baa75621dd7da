/** `/api/docs` says of each entrance what it answers: each is asked, and its answer held against what is said. */
import Schema from 'typebox/schema';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { instructorOf, join, newClass, rowWhere } from '../classes/school.ts';
import { type RunningServer, startServer } from './server.ts';

interface Operation {
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>
  >;
}
interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** What a good request brings, by method where a path has several; where nothing is said, nothing. */
const bodies: Readonly<Record<string, unknown>> = {
  '/api/lab/reset': { case: 'caso-2' },
  '/api/lab/network': { node: 'maestro', cut: false },
  '/api/lab/power': { node: 'replica1' },
  '/api/help': { check: 'caso-1/nuevo-maestro' },
  'put /api/class/hand': { words: 'No arranca' },
  'put /api/class/done': { done: true },
  'put /api/class/consent': { allow: true },
  'post /api/classes': { name: 'Otra', capacity: 5, keepDays: 5 },
  'patch /api/classes/{id}': { pace: 'free' },
  '/api/classes/{id}/members/{member}/hand': { answer: 'later' },
  '/api/classes/{id}/messages': { text: 'Cinco minutos' },
};
/** Asked last, in this order: each takes away what those before it need. */
const last = [
  'delete /api/class/hand',
  'delete /api/class',
  'delete /api/classes/{id}/members/{member}',
  'delete /api/classes/{id}',
  'post /api/session/new',
];

let server: RunningServer;
beforeAll(async () => {
  server = await startServer({ env: { CURSO_POOL: '0' } });
});
afterAll(() => server[Symbol.asyncDispose]());

const documented = async (): Promise<Document> => (await fetch(`${server.url}/api/docs/json`)).json();

function holds(operation: Operation | undefined, status: number, type: string, body: unknown): boolean {
  const { responses = {} } = operation ?? {};
  const response = responses[status] ?? responses[`${Math.floor(status / 100)}XX`];
  if (response === undefined) return false;
  if (response.content === undefined) return body === '';
  const schema = response.content[type]?.schema;
  return schema !== undefined && Schema.Compile(schema).Check(body);
}

async function ask(path: string, method: string, headers: Record<string, string>, body: unknown) {
  const json = body === undefined ? {} : { 'content-type': 'application/json' };
  const response = await fetch(server.url + path, {
    method,
    headers: { ...headers, ...json },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const type = response.headers.get('content-type')?.split(';')[0] ?? '';
  const text = await response.text();
  return { status: response.status, type, body: type === 'application/json' ? JSON.parse(text) : text };
}

it('answers as documented: to a learner, to nobody, and to a body of another shape', async () => {
  const { openapi, paths } = await documented();
  expect(openapi).toBe('3.1.0');
  // Somebody who teaches a class and is in it, as the one member besides another.
  const person = await instructorOf(server);
  const made = await newClass(person);
  await person.submit(`/c/${made.code}`, { alias: 'Ana' });
  await person.send('PUT', '/api/class/hand', { words: '' });
  const other = await join(server.url, made, 'Bea');
  await other.send('PUT', '/api/class/hand', { words: '' });
  using board = person.listen(`/ws/board?class=${made.id}`);
  const { member } = await rowWhere(
    board,
    'Bea’s hand',
    ({ alias, hand }) => alias === 'Bea' && hand !== null,
  );
  await other.send('PUT', '/api/class/consent', { allow: true });
  const cookie = person.cookieHeader();
  const all = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ path, method, operation })),
  );
  expect(all.length).toBeGreaterThan(10);
  const answers: [string, number, boolean][] = [];
  const turn = ({ path, method }: (typeof all)[number]) => last.indexOf(`${method} ${path}`);
  for (const { path, method, operation } of all.toSorted((one, two) => turn(one) - turn(two))) {
    const good = bodies[`${method} ${path}`] ?? bodies[path];
    // A body of another shape only where there is one: what has none would be done.
    const wrong =
      good === undefined
        ? []
        : [
            {
              headers: { cookie },
              body: {
                node: 7,
                case: 7,
                words: 7,
                done: 7,
                name: 7,
                allow: 7,
                pace: 7,
                answer: 7,
                text: 7,
                check: 7,
              },
            },
          ];
    const asked = path.replace('{id}', made.id).replace('{member}', member);
    for (const { headers, body } of [
      { headers: {}, body: good },
      ...wrong,
      { headers: { cookie }, body: good },
    ]) {
      const answer = await ask(asked, method.toUpperCase(), headers, body);
      answers.push([
        `${method} ${path}`,
        answer.status,
        holds(operation, answer.status, answer.type, answer.body),
      ]);
    }
  }
  expect(answers.filter(([, , held]) => !held)).toEqual([]);
  // A good request goes well everywhere: it is the last of each entrance's.
  const good = answers.filter(([entrance], index) => answers[index + 1]?.[0] !== entrance);
  expect(good.filter(([, status]) => status !== 200 && status !== 204)).toEqual([]);
});

it('is read by people too, within the page’s own policy', async () => {
  const page = await fetch(`${server.url}/api/docs`);
  expect([page.status, page.headers.get('content-type')]).toEqual([
    200,
    expect.stringContaining('text/html'),
  ]);
  expect(page.headers.get('content-security-policy')).not.toMatch(/script-src[^;]*unsafe-inline/);
});

/** `/api/docs` says of each entrance what it answers: each is asked, and its answer held against what is said. */
import Schema from 'typebox/schema';
import { afterAll, beforeAll, expect, it } from 'vitest';
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

/** What a good request brings; where nothing is said, nothing. */
const bodies: Readonly<Record<string, unknown>> = {
  '/api/lab/reset': { case: 'caso-2' },
  '/api/lab/network': { node: 'maestro', cut: false },
  '/api/lab/power': { node: 'replica1' },
  '/api/help': { check: 'caso-1/nuevo-maestro' },
};
/** Asked last, for the cookie is nobody's afterwards. */
const last = '/api/session/new';

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
  const newcomer = await fetch(`${server.url}/`);
  const cookie = newcomer.headers.get('set-cookie')?.split(';')[0] ?? '';
  const all = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ path, method, operation })),
  );
  expect(all.length).toBeGreaterThan(10);
  const answers: [string, number, boolean][] = [];
  for (const { path, method, operation } of all.toSorted((one) => (one.path === last ? 1 : -1))) {
    const requests = [
      { headers: {}, body: bodies[path] },
      { headers: { cookie }, body: path in bodies ? { node: 7, case: 7, check: 7 } : undefined },
      { headers: { cookie }, body: bodies[path] },
    ];
    for (const { headers, body } of requests) {
      const answer = await ask(path, method.toUpperCase(), headers, body);
      answers.push([
        `${method} ${path}`,
        answer.status,
        holds(operation, answer.status, answer.type, answer.body),
      ]);
    }
  }
  expect(answers.filter(([, , held]) => !held)).toEqual([]);
  // A learner's good request goes well everywhere.
  const good = answers.filter((_answer, index) => index % 3 === 2);
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

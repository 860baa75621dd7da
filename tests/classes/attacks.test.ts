/** What nobody may do in a class, tried by those who might. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renewInstructorKey } from '../../server/instructor-key.ts';
import { type RunningServer, startServer } from '../e2e/server.ts';
import { createPerson, type Person } from './person.ts';
import { instructorOf, join, newClass, rowsOf, rowWhere } from './school.ts';

/** What the instructor of a class may ask for. */
const instructors = (id: string, member: string): [method: string, path: string, body?: unknown][] => [
  ['GET', '/api/instructor'],
  ['GET', '/api/classes'],
  ['POST', '/api/classes', { name: 'Otra', capacity: 3, keepDays: 3 }],
  ['PATCH', `/api/classes/${id}`, { closed: true }],
  ['DELETE', `/api/classes/${id}`],
  ['DELETE', `/api/classes/${id}/members/${member}`],
  ['POST', `/api/classes/${id}/members/${member}/hand`, { answer: 'done' }],
  ['POST', `/api/classes/${id}/messages`, { text: 'Soy yo' }],
  ['GET', `/api/classes/${id}/export.json`],
  ['GET', `/api/classes/${id}/export.csv`],
  ['GET', '/profesor'],
  ['GET', `/profesor/clase/${id}`],
];

async function mustBeRefused(person: Person, id: string, member: string, but: readonly string[] = []) {
  for (const [method, path, body] of instructors(id, member)) {
    if (but.includes(path)) continue;
    const { status } = await person.send(method, path, body);
    expect([method, path, status]).toEqual([method, path, 403]);
  }
  using board = person.listen(`/ws/board?class=${id}`);
  await expect.poll(() => board.closed).toBe(true);
  expect(board.messages).toEqual([]);
}

describe('a class', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startServer({ env: { CURSO_POOL: '0' } });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it('is its instructor’s alone: no learner’s, no other instructor’s, nobody’s by a cookie of another', async () => {
    const instructor = await instructorOf(server);
    const made = await newClass(instructor);
    const ana = await join(server.url, made, 'Ana');
    using board = instructor.listen(`/ws/board?class=${made.id}`);
    const { member } = await rowWhere(board, 'Ana', () => true);

    await mustBeRefused(ana, made.id, member);
    const other = await instructorOf(server);
    await mustBeRefused(other, made.id, member, [
      '/api/instructor',
      '/api/classes',
      '/profesor',
      `/profesor/clase/${made.id}`,
    ]);
    // The cookie of who teaches, in the browser of who does not.
    const thief = createPerson(server.url);
    await thief.get('/');
    thief.cookies.set('curso_profesor', instructor.cookies.get('curso_profesor') ?? '');
    await mustBeRefused(thief, made.id, member);
    expect(rowsOf(board)).toHaveLength(1);
  });

  it('tells no learner anything of another, and takes nothing from who is in no class', async () => {
    const instructor = await instructorOf(server);
    const made = await newClass(instructor);
    const [ana] = [await join(server.url, made, 'Ana'), await join(server.url, made, 'Bea')];
    using page = ana.listen('/ws/lab');
    await page.wait('her class', (message) =>
      JSON.stringify(message).includes('membership') ? true : undefined,
    );
    expect(JSON.stringify(page.messages)).not.toContain('Bea');
    const stranger = createPerson(server.url);
    await stranger.get('/');
    const answers = [
      await stranger.send('PUT', '/api/class/hand', { words: 'Hola' }),
      await stranger.send('PUT', '/api/class/done', { done: true }),
      await stranger.send('DELETE', '/api/class'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([409, 409, 409]);
    const long = await ana.send('PUT', '/api/class/hand', { words: 'a'.repeat(201) });
    expect(long.status).toBe(400);
    const huge = await instructor.send('POST', `/api/classes/${made.id}/messages`, {
      text: 'a'.repeat(1024 * 1024),
    });
    expect(huge.status).toBe(413);
  });

  it('writes an alias and a name as text, whatever they are', async () => {
    const instructor = await instructorOf(server);
    const made = await newClass(instructor, { name: '<img src=x onerror=alert(1)>"' });
    const person = createPerson(server.url);
    const refused = await person.submit(`/c/${made.code}`, { alias: '"><script>alert(1)</script>' });
    expect(refused.status).toBe(400);
    expect(refused.text).not.toMatch(/<script|<img/);
    expect(refused.text).toContain('Ese nombre no sirve');
  });

  it('ends what an instructor may do when the link is renewed', async () => {
    const instructor = await instructorOf(server);
    const made = await newClass(instructor);
    using board = instructor.listen(`/ws/board?class=${made.id}`);
    await board.wait('the board', () => board.messages.length > 0 || undefined);
    renewInstructorKey(server.dataFolder);
    await expect.poll(() => board.closed).toBe(true);
    await mustBeRefused(instructor, made.id, 'x');
    expect((await instructorOf(server)).cookies.has('curso_profesor')).toBe(true);
  });
});

describe('whoever guesses', () => {
  it('has ten wrong codes and ten wrong keys a minute, and then not even the right one', async () => {
    await using server = await startServer({ env: { CURSO_POOL: '0' } });
    const instructor = await instructorOf(server);
    const made = await newClass(instructor);
    const person = createPerson(server.url);
    const codes = [];
    for (let i = 10; i < 21; i += 1) codes.push((await person.get(`/c/nada-nunca-${i}`)).status);
    expect(codes).toEqual([...Array(10).fill(404), 429]);
    expect((await person.get(`/c/${made.code}`)).status).toBe(429);
    const keys = [];
    for (let i = 0; i < 11; i += 1)
      keys.push((await person.get(`/profesor?clave=${'x'.repeat(i + 16)}`)).status);
    expect(keys).toEqual([...Array(10).fill(403), 429]);
    await expect(instructorOf(server)).rejects.toThrow('429');
  });
});

describe('a server that is killed in the middle of a class', () => {
  it('has the class as it was when it is back: members, hands, who is done, what was said', async () => {
    await using first = await startServer({ env: { CURSO_POOL: '0' } });
    const instructor = await instructorOf(first);
    const made = await newClass(instructor);
    const [ana, bea] = [await join(first.url, made, 'Ana'), await join(first.url, made, 'Bea')];
    await ana.send('PUT', '/api/class/hand', { words: 'No arranca' });
    await bea.send('PUT', '/api/class/done', { done: true });
    using before = instructor.listen(`/ws/board?class=${made.id}`);
    await before.wait('both', () => rowsOf(before).length === 2 || undefined);
    await first.kill('SIGKILL');

    const { port } = new URL(first.url);
    await using again = await startServer({
      env: { CURSO_POOL: '0', PORT: port },
      dataFolder: first.dataFolder,
    });
    using after = instructor.listen(`/ws/board?class=${made.id}`);
    await after.wait('both again', () => rowsOf(after).length === 2 || undefined);
    const seen = (rows: ReturnType<typeof rowsOf>) =>
      rows
        .map(({ alias, hand, done }) => ({ alias, hand, done }))
        .toSorted((a, b) => a.alias.localeCompare(b.alias));
    expect(seen(rowsOf(after))).toEqual(seen(rowsOf(before)));
    expect(again.dataFolder).toBe(first.dataFolder);
  });
});

describe('a server with a class code', () => {
  it('lets in by the code of one of its classes, and who has the instructor’s link', async () => {
    await using server = await startServer({
      env: { CURSO_POOL: '0', CURSO_CODIGO: 'tres-palabras-largas', HOST: '127.0.0.1' },
    });
    const stranger = createPerson(server.url);
    expect((await stranger.get('/')).location).toBe('/clase');
    const instructor = await instructorOf(server);
    const made = await newClass(instructor);
    const typed = await stranger.submit('/clase', { codigo: made.code });
    expect(typed.location).toBe(`/c/${made.code}`);
    for (let i = 0; i < 10; i += 1)
      expect((await stranger.submit('/clase', { codigo: `nada-nunca-${10 + i}` })).status).toBe(403);
    // Who tries many is told nothing of any class.
    expect((await stranger.submit('/clase', { codigo: made.code })).status).toBe(403);
    const ana = await join(server.url, made, 'Ana');
    expect((await ana.get('/')).status).toBe(200);
    expect((await stranger.get('/')).location).toBe('/clase');
  });
});

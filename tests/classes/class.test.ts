/** A class from its making to its end, as its instructor and its learners meet it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningServer, startServer } from '../e2e/server.ts';
import { createPerson } from './person.ts';
import { classesOf, instructorOf, join, membershipWhere, newClass, rowsOf, rowWhere } from './school.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await startServer({ env: { CURSO_POOL: '0' } });
});
afterAll(() => server[Symbol.asyncDispose]());

describe('a class', () => {
  it('is joined by its link: the board sees who comes, and each alias is one person', async () => {
    const instructor = await instructorOf(server);
    const made = await newClass(instructor);
    expect(made.code).toMatch(/^[a-z]+-[a-z]+-\d\d$/);
    expect((await classesOf(instructor)).map(({ id }) => id)).toContain(made.id);
    using board = instructor.listen(`/ws/board?class=${made.id}`);
    await board.wait(
      'an empty board',
      () => (rowsOf(board).length === 0 && board.messages.length > 0) || undefined,
    );

    const ana = await join(server.url, made, 'Ana');
    await rowWhere(board, 'Ana on the board', ({ alias }) => alias === 'Ana');
    await expect(join(server.url, made, 'ANÁ')).rejects.toThrow(/409.*ya hay alguien/s);
    // The same person by the same link is in already.
    expect((await ana.get(`/c/${made.code}`)).location).toBe('/');
    await ana.send('DELETE', '/api/class');
    await board.wait('nobody on the board', () => rowsOf(board).length === 0 || undefined);
    await join(server.url, made, 'Aná');
  });

  it('shows a learner’s cases on the board, and nothing of who is in no class', async () => {
    const instructor = await instructorOf(server);
    const made = await newClass(instructor);
    using board = instructor.listen(`/ws/board?class=${made.id}`);
    const ana = await join(server.url, made, 'Ana');
    using page = ana.listen('/ws/lab');
    await membershipWhere(page, 'the class at the learner’s page', (is) => is?.alias === 'Ana');
    page.send({ type: 'visit', case: 'caso-2' });
    page.send({ type: 'slide', slide: 'caso-2/1' });
    const row = await rowWhere(board, 'case 2 on the board', ({ status }) => status?.slide === 'caso-2/1');
    expect(row.status?.here).toBe(true);
    const working = await rowWhere(board, 'a running lab', ({ status }) => status?.lab === 'running');
    const open = Object.entries(working.status?.checks ?? {}).filter(([, check]) => check.working);
    expect(open.map(([id]) => id.split('/')[0])).toEqual(['caso-2']);
    page[Symbol.dispose]();
    await rowWhere(board, 'Ana gone', ({ status }) => status?.here === false);
  });

  it('takes hands in their order, tells who waits that help comes, and counts those who are done', async () => {
    const instructor = await instructorOf(server);
    const made = await newClass(instructor);
    using board = instructor.listen(`/ws/board?class=${made.id}`);
    using wall = instructor.listen(`/ws/board?class=${made.id}&view=projector`);
    const [ana, bea] = [await join(server.url, made, 'Ana'), await join(server.url, made, 'Bea')];
    using anasPage = ana.listen('/ws/lab');
    using beasPage = bea.listen('/ws/lab');
    await ana.send('PUT', '/api/class/hand', { words: 'No arranca' });
    await membershipWhere(
      anasPage,
      'the first hand',
      (is) => is?.hand?.words === 'No arranca' && is.before === 0,
    );
    await bea.send('PUT', '/api/class/hand', { words: '' });
    await membershipWhere(beasPage, 'the second hand', (is) => is?.before === 1);
    const row = await rowWhere(board, 'Ana’s hand', ({ alias, hand }) => alias === 'Ana' && hand !== null);
    const hand = `/api/classes/${made.id}/members/${row.member}/hand`;
    expect((await instructor.send('POST', hand, { answer: 'coming' })).status).toBe(204);
    await membershipWhere(anasPage, 'help on the way', (is) => is?.hand?.taken === true);
    await membershipWhere(beasPage, 'nobody before Bea', (is) => is?.before === 0);
    await instructor.send('POST', hand, { answer: 'done' });
    await membershipWhere(anasPage, 'a lowered hand', (is) => is !== null && is.hand === null);
    await bea.send('PUT', '/api/class/done', { done: true });
    await rowWhere(board, 'Bea done', ({ alias, done }) => alias === 'Bea' && done);
    await wall.wait('counts without names', (message) =>
      JSON.stringify(message).includes('"done":1') ? true : undefined,
    );
    expect(JSON.stringify(wall.messages)).not.toMatch(/Ana|Bea/);
  });

  it('goes with its instructor’s slides, and hears what they say', async () => {
    const instructor = await instructorOf(server);
    const made = await newClass(instructor);
    using own = instructor.listen('/ws/lab');
    const ana = await join(server.url, made, 'Ana');
    using page = ana.listen('/ws/lab');
    await own.wait('the instructor’s own lab', (message) =>
      JSON.stringify(message).includes('"lab"') ? true : undefined,
    );
    own.send({ type: 'slide', slide: 'caso-1/2' });
    await expect
      .poll(async () => {
        await instructor.send('PATCH', `/api/classes/${made.id}`, { pace: 'together' });
        const [now] = (await classesOf(instructor)).filter(({ id }) => id === made.id);
        return now?.pace;
      })
      .toEqual({ mode: 'together', slide: 'caso-1/2' });
    own.send({ type: 'slide', slide: 'caso-1/3' });
    await membershipWhere(
      page,
      'the next slide',
      (is) => is?.pace.mode === 'together' && is.pace.slide === 'caso-1/3',
    );
    await instructor.send('PATCH', `/api/classes/${made.id}`, { pace: 'free' });
    await membershipWhere(page, 'free again', (is) => is?.pace.mode === 'free');
    await instructor.send('POST', `/api/classes/${made.id}/messages`, {
      text: 'Cinco minutos',
      slide: 'caso-1/2',
    });
    await membershipWhere(page, 'the word', (is) => is?.message?.text === 'Cinco minutos');
  });

  it('is full, closed and gone, each with a page that says so', async () => {
    const instructor = await instructorOf(server);
    const made = await newClass(instructor, { capacity: 1 });
    const ana = await join(server.url, made, 'Ana');
    await expect(join(server.url, made, 'Bea')).rejects.toThrow(/409.*completa: caben 1/s);
    await instructor.send('PATCH', `/api/classes/${made.id}`, { capacity: 2, closed: true });
    await expect(join(server.url, made, 'Bea')).rejects.toThrow(/409.*la ha cerrado/s);
    using page = ana.listen('/ws/lab');
    await membershipWhere(page, 'Ana in her class', (is) => is !== null);
    using board = instructor.listen(`/ws/board?class=${made.id}`);
    await rowWhere(board, 'Ana on the board', () => true);
    expect((await instructor.send('DELETE', `/api/classes/${made.id}`)).status).toBe(204);
    await board.wait('the board’s end', (message) =>
      JSON.stringify(message) === '{"type":"ended"}' ? true : undefined,
    );
    await membershipWhere(page, 'no class', (is) => is === null);
    const nobody = createPerson(server.url);
    const gone = await nobody.get(`/c/${made.code}`);
    expect([gone.status, gone.text]).toEqual([
      404,
      expect.stringContaining('Ninguna clase tiene ese código'),
    ]);
  });

  it('is found by its code as people type it', async () => {
    const instructor = await instructorOf(server);
    const { code } = await newClass(instructor);
    const person = createPerson(server.url);
    const typed = code.toUpperCase().replaceAll('-', ' ');
    expect((await person.get(`/c?codigo=${encodeURIComponent(typed)}`)).location).toBe(`/c/${code}`);
    expect((await person.get(`/c/${code}`)).text).toContain('¿Con qué nombre quieres que te vean?');
  });

  it('gives its results as a table that no spreadsheet runs', async () => {
    const instructor = await instructorOf(server);
    const made = await newClass(instructor);
    await join(server.url, made, '2 - Ana');
    const csv = await instructor.get(`/api/classes/${made.id}/export.csv`);
    expect(csv.text).toMatch(/^\uFEFFnombre,caso,comprobación,/);
    expect(csv.text.split('\r\n').filter((line) => line.startsWith('2 - Ana,'))).not.toHaveLength(0);
    const spanish = await instructor.get(`/api/classes/${made.id}/export.csv?separator=;`);
    expect(spanish.text).toMatch(/^\uFEFFnombre;caso;/);
    const json = await instructor.get(`/api/classes/${made.id}/export.json`);
    expect(json.json).toMatchObject({ code: made.code, members: [{ alias: '2 - Ana' }] });
  });
});

/** An instructor sees a member's terminal when, and only for as long as, the member lets them. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { waitFor } from '../../server/base/wait.ts';
import { type RunningServer, startServer } from '../e2e/server.ts';
import { PlainClient } from '../terminals/plain-client.ts';
import type { Person } from './person.ts';
import { instructorOf, join, membershipWhere, newClass, rowWhere } from './school.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await startServer({ env: { CURSO_POOL: '0' } });
});
afterAll(() => server[Symbol.asyncDispose]());

const webSocket = (person: Person, path: string): PlainClient => {
  const address = new URL(path, server.url);
  address.protocol = 'ws:';
  return new PlainClient(new WebSocket(address, { headers: { cookie: person.cookieHeader() } }));
};
const terminal = 'node=maestro&program=shell';
const own = (person: Person, size = 'cols=100&rows=30') =>
  webSocket(person, `/ws/terminal?${terminal}&${size}`);

/** A class with Ana in it, whose shell on maestro is open. */
async function classWithAna() {
  const instructor = await instructorOf(server);
  const made = await newClass(instructor);
  const ana = await join(server.url, made, 'Ana');
  const page = ana.listen('/ws/lab');
  await membershipWhere(page, 'Ana in her class', (is) => is !== null);
  const shell = own(ana);
  await waitFor('Ana’s prompt', () => shell.output.includes('maestro') || undefined, { deadlineMs: 30_000 });
  const board = instructor.listen(`/ws/board?class=${made.id}`);
  const { member } = await rowWhere(board, 'Ana', () => true);
  const look = (from: Person = instructor) =>
    webSocket(from, `/ws/watch?class=${made.id}&member=${member}&${terminal}`);
  const members = `/api/classes/${made.id}/members/${member}`;
  return {
    ...{ instructor, made, ana, page, shell, board, member, look, members },
    [Symbol.dispose]: () => {
      shell.socket.terminate();
      page[Symbol.dispose]();
      board[Symbol.dispose]();
    },
  };
}

const said = (client: PlainClient, code: string) =>
  waitFor(`«${code}»`, () => client.messages.find((message) => message['code'] === code) && true, {
    deadlineMs: 20_000,
  });
const hasScreen = ({ messages }: PlainClient) => messages.some(({ type }) => type === 'screen');
const closed = (client: PlainClient) =>
  waitFor('a closed look', () => client.socket.readyState === WebSocket.CLOSED || undefined, {
    deadlineMs: 20_000,
  });

describe('a member’s terminal', () => {
  it('is seen with their yes, screen and all, while they know it, and no longer once they say so', async () => {
    using scene = await classWithAna();
    const { instructor, ana, page, shell, members, look, board } = scene;
    // Nobody asked yet, and a question is no answer.
    const early = look();
    await said(early, 'consent-missing');
    expect((await instructor.send('POST', `${members}/consent`)).status).toBe(204);
    await membershipWhere(page, 'the question', (is) => is?.consent === 'asked');
    await said(look(), 'consent-missing');
    expect((await instructor.get(`${members}/terminals`)).status).toBe(403);

    shell.type('echo visto-$((40+2))\r');
    await waitFor('her own answer', () => shell.output.includes('visto-42') || undefined, {
      deadlineMs: 20_000,
    });
    await ana.send('PUT', '/api/class/consent', { allow: true });
    await rowWhere(board, 'her yes', ({ consent }) => consent === 'allowed');
    expect((await instructor.get(`${members}/terminals`)).json).toEqual({
      terminals: [{ node: 'maestro', program: 'shell' }],
    });
    const watcher = look();
    await waitFor('what she did before', () => watcher.output.includes('visto-42') || undefined, {
      deadlineMs: 20_000,
    });
    await membershipWhere(page, 'that she is seen', (is) => is?.watched.includes('maestro · shell') ?? false);
    shell.type('echo ahora-$((1+1))\r');
    await waitFor('what she does now', () => watcher.output.includes('ahora-2') || undefined, {
      deadlineMs: 20_000,
    });

    await ana.send('PUT', '/api/class/consent', { allow: false });
    await said(watcher, 'consent-missing');
    await closed(watcher);
    await membershipWhere(page, 'that nobody sees', (is) => is?.consent === null && is.watched.length === 0);
    await said(look(), 'consent-missing');
  });

  it('is known to be watched until the last of its watchers has gone', async () => {
    using scene = await classWithAna();
    const { ana, page, look } = scene;
    await ana.send('PUT', '/api/class/consent', { allow: true });
    const two = [look(), look()];
    for (const watcher of two) await waitFor('a screen', () => hasScreen(watcher), { deadlineMs: 20_000 });
    await membershipWhere(
      page,
      'that she is watched',
      (is) => is?.watched.includes('maestro · shell') ?? false,
    );
    const before = page.messages.length;
    two[0]?.socket.close();
    await ana.send('PUT', '/api/class/done', { done: true });
    await membershipWhere(page, 'another word of the class', (is) => is?.done === true);
    const since = JSON.stringify(page.messages.slice(before));
    expect(since).toContain('"watched":["maestro · shell"]');
    expect(since).not.toContain('"watched":[]');
    two[1]?.socket.close();
    await membershipWhere(page, 'that nobody watches', (is) => is?.watched.length === 0);
  });

  it('takes no key, no size and no write lock from who watches', async () => {
    using scene = await classWithAna();
    const { ana, shell, look } = scene;
    await ana.send('PUT', '/api/class/consent', { allow: true });
    const watcher = look();
    await waitFor('a screen', () => hasScreen(watcher), {
      deadlineMs: 20_000,
    });
    watcher.type('touch /tmp/del-profesor\r');
    watcher.send({ type: 'resize', cols: 40, rows: 10 });
    watcher.send({ type: 'take' });
    watcher.type('touch /tmp/del-profesor\r');
    watcher.send({ type: 'ping' });
    await waitFor(
      'an answer after all that',
      () => watcher.messages.find(({ type }) => type === 'pong') && true,
      {
        deadlineMs: 20_000,
      },
    );
    shell.type('stty size; ls /tmp/del-profesor; echo fin-$((1+1))\r');
    await waitFor('her answer', () => shell.output.includes('fin-2') || undefined, { deadlineMs: 20_000 });
    expect(shell.output).toContain('30 100');
    expect(shell.output).toContain('No such file');
    expect(shell.messages.filter(({ type }) => type === 'role')).toEqual([]);
  });

  it('is nobody else’s: no other instructor’s, no learner’s, and not after she has left or the class has ended', async () => {
    using scene = await classWithAna();
    const { instructor, made, ana, look } = scene;
    await ana.send('PUT', '/api/class/consent', { allow: true });
    const bea = await join(server.url, made, 'Bea');
    const other = await instructorOf(server);
    for (const person of [bea, other]) {
      const refused = look(person);
      refused.socket.on('error', () => undefined);
      await closed(refused);
      expect(refused.messages).toEqual([]);
    }
    const first = look();
    await waitFor('a screen', () => hasScreen(first), {
      deadlineMs: 20_000,
    });
    await ana.send('DELETE', '/api/class');
    await closed(first);

    // In again, her yes is to be given again; and a class that ends takes it away.
    await ana.submit(`/c/${made.code}`, { alias: 'Ana' });
    await said(look(), 'consent-missing');
    using again = await classWithAna();
    await again.ana.send('PUT', '/api/class/consent', { allow: true });
    const second = again.look();
    await waitFor('a screen', () => hasScreen(second), {
      deadlineMs: 20_000,
    });
    await instructor.send('DELETE', `/api/classes/${made.id}`);
    expect(second.socket.readyState).toBe(WebSocket.OPEN);
    await again.instructor.send('DELETE', `/api/classes/${again.made.id}`);
    await closed(second);
  });
});

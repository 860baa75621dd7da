/** Nothing of a class stays for longer than its days, and nothing at all once it is deleted. */
import { join as joinPath } from 'node:path';
import { Redis } from 'ioredis';
import { expect, it } from 'vitest';
import { createClassWriter } from '../../server/classes/class-writer.ts';
import { createConsentStore } from '../../server/classes/consent.ts';
import { MemberUnknown } from '../../server/classes/errors.ts';
import { createLifetime } from '../../server/classes/lifetime.ts';
import { createMemberStore } from '../../server/classes/member-store.ts';
import { startServer } from '../e2e/server.ts';
import { instructorOf, join, membershipWhere, newClass, rowWhere } from './school.ts';

it('keeps what it knows of its members for its days from the last use on, and deletes all of it with the class', async () => {
  await using server = await startServer({ env: { CURSO_POOL: '0' } });
  const redis = new Redis({ path: joinPath(server.dataFolder, 'progreso/redis.sock') });
  try {
    const instructor = await instructorOf(server);
    const made = await newClass(instructor, { keepDays: 7 });
    const ana = await join(server.url, made, 'Ana');
    using page = ana.listen('/ws/lab');
    await membershipWhere(page, 'her class', (is) => is !== null);
    page.send({ type: 'slide', slide: 'caso-1/2' });
    using board = instructor.listen(`/ws/board?class=${made.id}`);
    const { member } = await rowWhere(board, 'Ana at work', ({ status }) => status?.slide === 'caso-1/2');
    await ana.send('PUT', '/api/class/hand', { words: 'Hola' });
    await ana.send('PUT', '/api/class/done', { done: true });
    await instructor.send('POST', `/api/classes/${made.id}/members/${member}/consent`);
    await instructor.send('POST', `/api/classes/${made.id}/messages`, { text: 'A todos' });
    await instructor.send('POST', `/api/classes/${made.id}/messages`, { text: 'A ti', member });

    const ofClass = async () =>
      (await redis.keys('*')).filter((key) => key.includes(made.id) || key.includes(made.code));
    const lives = await Promise.all(
      (await ofClass()).map(async (key) => [key, await redis.ttl(key)] as const),
    );
    expect(lives.length).toBeGreaterThan(8);
    expect(lives.filter(([, seconds]) => seconds < 7 * 86_400 - 600 || seconds > 7 * 86_400)).toEqual([]);
    expect(JSON.stringify(await redis.hgetall(`curso:clase:${made.id}:miembros`))).toContain('Ana');

    await instructor.send('DELETE', `/api/classes/${made.id}`);
    await membershipWhere(page, 'no class', (is) => is === null);
    page[Symbol.dispose]();
    await ana.get('/api/session');
    expect(await ofClass()).toEqual([]);
    const everything = await Promise.all(
      (await redis.keys('*')).map(async (key) => JSON.stringify([key, await redis.dump(key)])),
    );
    expect(everything.filter((text) => text.includes(made.id) || text.includes(member))).toEqual([]);
  } finally {
    redis.disconnect();
  }
});

it('writes nothing more of a member who has left, whatever is still on its way', async () => {
  await using server = await startServer({ env: { CURSO_POOL: '0' } });
  const redis = new Redis({ path: joinPath(server.dataFolder, 'progreso/redis.sock') });
  try {
    const instructor = await instructorOf(server);
    const made = await newClass(instructor);
    const ana = await join(server.url, made, 'Ana');
    using page = ana.listen('/ws/lab');
    await membershipWhere(page, 'her class', (is) => is !== null);
    page.send({ type: 'slide', slide: 'caso-1/2' });
    using board = instructor.listen(`/ws/board?class=${made.id}`);
    const { member, status } = await rowWhere(
      board,
      'Ana at work',
      (row) => row.status?.slide === 'caso-1/2',
    );
    await ana.send('DELETE', '/api/class');
    const lifetime = createLifetime(redis);
    const write = createClassWriter(redis, lifetime);
    const members = createMemberStore(
      redis,
      write,
      createConsentStore(redis, write, () => undefined),
    );
    const ref = { classId: made.id, member };
    const late = [
      status && members.saveStatus(ref, status),
      members.setDone(ref, true),
      members.say(made.id, member, 'A ti', null),
    ];
    for (const writing of late) await expect(writing).rejects.toThrow(MemberUnknown);
    const everything = await Promise.all(
      (await redis.keys('*')).map(async (key) => JSON.stringify([key, await redis.dump(key)])),
    );
    expect(everything.filter((text) => text.includes(member) || text.includes('Ana'))).toEqual([]);
  } finally {
    redis.disconnect();
  }
});

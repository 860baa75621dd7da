/** What the store of the progress says when its Redis refuses a part of what it was asked. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { said } from '../../labs/example-observations.ts';
import { referenceOf } from '../../server/base/log.ts';
import { findPrograms } from '../../server/driver/sandbox/tools/programs.ts';
import { type OwnRedis, startOwnRedis } from '../../server/progress/own-redis.ts';
import { createProgressStore, type ProgressStore } from '../../server/progress/store.ts';

import { keptLog } from '../kept-log.ts';

const record = { labId: 'lab-0123456789abcdef', currentCase: 'caso-1', runs: {} };
const event = said('maestro', 1, '+sdown', 'master cursoredis 192.168.157.144 6379');
const refused = {
  name: 'ProgressUnavailable',
  cause: expect.objectContaining({ message: expect.stringContaining('WRONGTYPE') }),
};

let folder: string;
let redis: OwnRedis;
let store: ProgressStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'curso-almacen-'));
  redis = await startOwnRedis(folder, findPrograms().servers['redis-server']);
  store = createProgressStore(redis.client);
});
afterEach(async () => {
  await redis.stop();
  await rm(folder, { recursive: true });
});

it('keeps a lab with its events', async () => {
  await store.saveLab('eva', record);
  await store.addEvent('eva', event);
  expect(await store.lab('eva')).toEqual({ record, events: [event] });
  await store.replaceLab('eva', { record: { ...record, currentCase: 'caso-2' }, events: [event, event] });
  expect(await store.lab('eva')).toEqual({ record: { ...record, currentCase: 'caso-2' }, events: [event] });
  expect(await store.labIds()).toEqual(new Set([record.labId]));
});

it('says that a lab is not kept when only a part of it is: here, that its id is nowhere', async () => {
  await redis.client.set('curso:laboratorios', 'no es un conjunto');
  await expect(store.saveLab('eva', record)).rejects.toMatchObject(refused);
});

it('says that an event is not kept', async () => {
  await redis.client.set('curso:alumno:eva:events', 'no es una lista');
  await expect(store.addEvent('eva', event)).rejects.toMatchObject(refused);
});

it('goes on without a proof or a lab that was damaged, and says so in the log', async () => {
  const { log, lines } = keptLog('error');
  const telling = createProgressStore(redis.client, log);
  expect(await telling.lab('nadie')).toBeNull();
  expect(lines).toEqual([]);
  await redis.client.hset('curso:alumno:eva:proofs', 'caso-1/uno', '{"at":');
  await redis.client.set('curso:alumno:eva:lab', '{}');
  expect(await telling.proofs('eva')).toEqual(new Map());
  expect(await telling.lab('eva')).toBeNull();
  const learner = referenceOf('eva');
  expect(lines).toMatchObject([
    { learner, what: 'caso-1/uno' },
    { learner, what: 'lab' },
  ]);
});

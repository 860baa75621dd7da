import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createReserve } from './reserve.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'curso-marcas-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('knows its labs after a crash, and forgets those that were given away', async () => {
  const before = createReserve(join(folder, 'reserva'));
  expect(await before.ids()).toEqual(new Set());
  await before.add('lab-1');
  await before.add('lab-2');
  expect(await before.remove('lab-1')).toBe(true);
  expect(await createReserve(join(folder, 'reserva')).ids()).toEqual(new Set(['lab-2']));
});

it('gives a lab to one of those that ask for it at once, also of two servers', async () => {
  const servers = [createReserve(join(folder, 'reserva')), createReserve(join(folder, 'reserva'))];
  await servers[0]?.add('lab-1');
  const told = await Promise.all(servers.map((server) => server.remove('lab-1')));
  expect(told.filter(Boolean)).toHaveLength(1);
});

it('says that a mark could not be written', async () => {
  await expect(createReserve(join(folder, 'no-hay', 'reserva')).add('lab-1')).rejects.toMatchObject({
    code: 'ENOENT',
  });
});

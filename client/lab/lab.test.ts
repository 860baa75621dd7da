import { expect, it } from 'vitest';
import type { CheckView, LabView } from '../../protocol/lab.ts';
import { readApiError, readLab, readNotice } from './messages.ts';
import { isProven, progressOf } from './proven.ts';
import { statusOf } from './status.ts';
import { createStore, until } from './store.ts';

const lab: LabView = {
  version: 1,
  state: 'running',
  converged: true,
  error: null,
  place: null,
  case: 'caso-1',
  caseSince: '2026-01-01T00:00:00.000Z',
  nodes: [],
  checks: [],
  cast: { maestro: 'maestro', replica1: 'replica1', replica2: 'replica2' },
  deadEnd: null,
  aborted: null,
  demonstration: false,
  unsaved: null,
  downAfterMs: 5000,
  timeZone: 'UTC',
  tilt: null,
  client: null,
};
const check = (id: string, provenAt: string | null): CheckView => ({
  id,
  title: id,
  state: 'pending',
  message: '',
  provenAt,
  until: null,
  help: [],
  nextHelp: 'hint',
});

const at = '2026-01-01T00:00:00.000Z';

it('reads a view of the lab, and nothing that is not one', () => {
  expect(readNotice(JSON.stringify({ type: 'lab', lab, at }))).toEqual({ type: 'lab', lab, at });
  expect(readNotice(JSON.stringify({ type: 'lab', lab: { ...lab, checks: [{}] }, at }))).toBeUndefined();
  expect(readNotice('{')).toBeUndefined();
  expect(readLab(JSON.stringify(lab))).toEqual(lab);
  expect(readLab('{}')).toBeUndefined();
  expect(readApiError('{"code":"a","message":"b"}')).toEqual({ code: 'a', message: 'b' });
  expect(readApiError('<html>')).toBeUndefined();
});

it('waits for what a store is to hold, as long as it is told', async () => {
  const store = createStore(1);
  const three = until(store, (value) => value === 3, 60_000);
  store.set(2);
  store.set(3);
  expect(await three).toBe(true);
  expect(await until(store, (value) => value === 3, 60_000)).toBe(true);
  expect(await until(store, (value) => value === 4, 1)).toBe(false);
});

it('a case is proven when all its checks are', () => {
  const cases = progressOf([check('caso-1/a', 't'), check('caso-1/b', null), check('caso-2/a', 't')]);
  expect(cases.map(({ id, proven }) => [id, proven])).toEqual([
    ['caso-1', 1],
    ['caso-2', 1],
  ]);
  expect(cases.map(isProven)).toEqual([false, true]);
  expect(isProven(undefined)).toBe(false);
});

it('says how the lab is in one line', () => {
  expect(statusOf({ connected: false }).text).toBe('Sin conexión con el laboratorio');
  expect(statusOf({ connected: false, lab }).text).toBe('Conexión perdida: reintentando…');
  expect(statusOf({ connected: false, lab, refusal: 'Eres el número 2' }).text).toBe('Eres el número 2');
  expect(statusOf({ connected: true, lab }).health).toBe('good');
  expect(statusOf({ connected: true, lab: { ...lab, converged: false } }).health).toBe('waiting');
  expect(statusOf({ connected: true, lab: { ...lab, unsaved: 'No se guarda.' } })).toEqual({
    health: 'bad',
    text: 'No se guarda.',
  });
  const both = { ...lab, state: 'failed' as const, error: 'No hay espacio.', unsaved: 'No se guarda.' };
  expect(statusOf({ connected: true, lab: both }).text).toBe('No hay espacio. No se guarda.');
  const starting = { ...lab, state: 'starting', converged: false } as const;
  expect(statusOf({ connected: true, lab: { ...starting, place: { number: 1, seconds: 2 } } }).text).toBe(
    'Laboratorio arrancando…',
  );
  expect(
    statusOf({ connected: true, lab: { ...starting, place: { number: 7, seconds: 37 } } }).text,
  ).toContain('el número 7, en unos 35 s.');
  expect(statusOf({ connected: true, lab: { ...lab, state: 'failed', error: 'No hay sitio' } })).toEqual({
    health: 'bad',
    text: 'No hay sitio',
  });
});

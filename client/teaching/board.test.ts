import { describe, expect, it } from 'vitest';
import { type MemberCheck, notBegun, type Row } from '../../protocol/classes.ts';
import { caseCellOf, cellOf } from './cells.ts';
import { sortRows } from './order.ts';
import { joinAddress } from './share.tsx';
import { spanText } from './span.ts';
import { longFrom, median, stuckBecause } from './stuck.ts';

const minute = 60_000;
const start = Date.parse('2026-01-01T10:00:00Z');
const at = (minutes: number) => new Date(start + minutes * minute).toISOString();

const check = (how: Partial<MemberCheck>): MemberCheck => ({ ...notBegun, ...how });

function row(alias: string, checks: Record<string, MemberCheck>, how: Partial<Row> = {}): Row {
  return {
    member: alias,
    alias,
    joined: at(0),
    done: false,
    hand: null,
    consent: null,
    status: { case: 'caso-1', lab: 'running', trouble: null, slide: null, here: true, seen: at(0), checks },
    ...how,
  };
}

const through = (alias: string, minutes: number) =>
  row(alias, { a: check({ since: at(0), provenAt: at(minutes) }) });

describe('a cell of the board', () => {
  it.each([
    [undefined, 'none', 'sin empezar'],
    [check({ working: true, since: at(0) }), 'working', 'en ello desde hace 10 min'],
    [
      check({ working: true, since: at(0), refused: 2, reason: 'Falta uno.', help: 1 }),
      'refused',
      'en ello desde hace 10 min; no ha pasado 2 veces: Falta uno., con una pista',
    ],
    [
      check({ since: at(0), provenAt: at(3), help: 3 }),
      'proven',
      'demostrada en 3 min, con las órdenes dadas',
    ],
    [check({ provenAt: at(3) }), 'proven', 'demostrada'],
    [check({ shown: true }), 'shown', 'vista en una demostración'],
  ] as const)('%o is %s', (known, state, words) => {
    expect(cellOf(known, start + 10 * minute)).toMatchObject({ state, words });
  });

  it('sums a case up while it is folded', () => {
    const column = {
      case: 'caso-1',
      title: 'Uno',
      checks: [
        { id: 'a', title: 'A' },
        { id: 'b', title: 'B' },
      ],
    };
    const half = row('Ana', { a: check({ provenAt: at(1) }), b: check({ working: true, since: at(1) }) });
    expect(caseCellOf(column, half, start)).toMatchObject({ state: 'working', symbol: '1/2' });
    expect(caseCellOf(column, row('Bea', {}), start)).toMatchObject({ state: 'none', symbol: '' });
  });

  it.each([
    [400, '0 s'],
    [59_400, '59 s'],
    [90_000, '2 min'],
    [60 * minute, '1 h'],
    [95 * minute, '1 h 35 min'],
  ])('says %i ms as «%s»', (ms, text) => expect(spanText(ms)).toBe(text));
});

describe('who seems stuck', () => {
  it('takes longer than the class, where at least five are through', () => {
    const slow = row('Zoe', { a: check({ working: true, since: at(0) }) });
    const four = [2, 3, 3, 4].map((minutes, index) => through(`p${index}`, minutes));
    expect(stuckBecause(slow, [...four, slow], start + 30 * minute)).toBeNull();
    const five = [...four, through('p4', 3)];
    expect(stuckBecause(slow, [...five, slow], start + 6 * minute)).toBeNull();
    expect(stuckBecause(slow, [...five, slow], start + 7 * minute)).toBe(
      'Lleva 7 min; la clase tardó 3 min.',
    );
    expect(longFrom([3, 3, 3, 3].map((minutes) => minutes * minute))).toBeNull();
    expect(median([4, 1, 3])).toBe(3);
  });

  it.each([
    [
      'refused five times',
      check({ working: true, since: at(0), refused: 5, reason: 'Falta uno.' }),
      'No ha pasado 5 veces: Falta uno.',
    ],
    [
      'out of help',
      check({ working: true, since: at(0), help: 3 }),
      'Ha pedido toda la ayuda de esta comprobación.',
    ],
  ])('is %s', (_what, known, why) => {
    const who = row('Ana', { a: known });
    expect(stuckBecause(who, [who], start)).toBe(why);
    const away = { ...who, status: who.status && { ...who.status, here: false } };
    expect(stuckBecause(away, [away], start)).toBeNull();
  });

  it('stands after the raised hands, the longest first, and before all others', () => {
    const hand = (minutes: number) => ({ words: '', at: at(minutes), slide: null, taken: false });
    const rows = [
      row('Ana', {}),
      row('Bea', {}, { hand: hand(2) }),
      row('Carlos', {}, { hand: hand(1) }),
      row('Diana', {}),
      row('Eva', {}, { status: null }),
    ];
    const names = (order: Parameters<typeof sortRows>[1]) =>
      sortRows(rows, order, new Map([['Diana', 'x']])).map(({ alias }) => alias);
    expect(names('need')).toEqual(['Carlos', 'Bea', 'Diana', 'Ana', 'Eva']);
    expect(names('alias')).toEqual(['Ana', 'Bea', 'Carlos', 'Diana', 'Eva']);
  });
});

describe('the link of a class', () => {
  it.each([
    ['http://aula.test:8000/profesor', [], 'http://aula.test:8000/c/faro-nieve-42'],
    [
      'http://localhost:8000/profesor',
      ['http://192.168.1.5:8000/'],
      'http://192.168.1.5:8000/c/faro-nieve-42',
    ],
    ['http://localhost:8000/profesor', ['http://localhost:8000/'], 'http://localhost:8000/c/faro-nieve-42'],
  ])('opened at %s, with the server at %j, is %s', (here, addresses, link) => {
    expect(joinAddress(new URL(here), addresses, 'faro-nieve-42')).toBe(link);
  });
});

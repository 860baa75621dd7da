import { expect, it } from 'vitest';
import { hashOf, placeOf } from './address.ts';

const chapters = [
  { id: 'portada', slides: 2 },
  { id: 'caso-1', slides: 10 },
  { id: 'caso-2', slides: 7 },
];

it.each([
  ['#/caso-1/2', { h: 1, v: 2 }],
  ['#/caso-1', { h: 1, v: 0 }],
  ['#/portada', { h: 0, v: 0 }],
  ['#/2/3', { h: 2, v: 3 }],
  ['#/caso-2/99', { h: 2, v: 6 }],
  ['#/caso%2D1/1', { h: 1, v: 1 }],
  ['#/%E0%A4%A/1', undefined],
  ['#/caso-9', undefined],
  ['#/', undefined],
  ['', undefined],
])('%s leads to its slide', (hash, place) => expect(placeOf(hash, chapters)).toEqual(place));

it('writes addresses it can read', () => {
  for (const place of [
    { h: 0, v: 0 },
    { h: 1, v: 4 },
  ]) {
    expect(placeOf(hashOf(place, chapters), chapters)).toEqual(place);
  }
});

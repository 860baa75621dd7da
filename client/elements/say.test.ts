import { expect, it } from 'vitest';
import { piecesOf } from './say.ts';

const fixedIn = (text: string) => piecesOf(text).flatMap((piece) => (piece.fixed ? [piece.text] : []));

it.each([
  ['Escribe SENTINEL FAILOVER cursoredis en uno de los Sentinels.', ['SENTINEL FAILOVER cursoredis']],
  ['Falta el +odown de replica2 (192.168.157.148:6379).', ['+odown', 'replica2', '192.168.157.148:6379']],
  ['down-after-milliseconds vale 5 s en redis-cli.', ['down-after-milliseconds', 'redis-cli']],
  ['El clúster está completo: 2 réplicas en línea.', []],
  ['', []],
])('in «%s» a translator leaves %j', (text, names) => {
  expect(fixedIn(text)).toEqual(names);
  expect(
    piecesOf(text)
      .map((piece) => piece.text)
      .join(''),
  ).toBe(text);
});

/** The code by which one joins a class: two Spanish words and two digits, said aloud and typed on a phone without a mistake. */
import { randomInt } from 'node:crypto';

/** Short, without accents or ñ, and no two that sound alike. */
const words = [
  'abril',
  'agua',
  'aire',
  'arena',
  'barco',
  'bosque',
  'brisa',
  'brujo',
  'cabra',
  'calma',
  'campo',
  'canoa',
  'carta',
  'cielo',
  'cima',
  'cobre',
  'coral',
  'costa',
  'cumbre',
  'dado',
  'disco',
  'duna',
  'enero',
  'espiga',
  'faro',
  'fiesta',
  'flecha',
  'fruta',
  'fuego',
  'gaita',
  'globo',
  'granja',
  'grillo',
  'hielo',
  'hoja',
  'huerto',
  'isla',
  'jarra',
  'jazmin',
  'junco',
  'lago',
  'lente',
  'libro',
  'lima',
  'luna',
  'madera',
  'mango',
  'mapa',
  'marea',
  'menta',
  'metal',
  'molino',
  'monte',
  'nido',
  'nieve',
  'nube',
  'olivo',
  'onda',
  'orilla',
  'pino',
  'piedra',
  'playa',
  'pluma',
  'prado',
  'puente',
  'puerto',
  'radio',
  'rama',
  'reloj',
  'rosa',
  'rueda',
  'ruta',
  'salto',
  'selva',
  'senda',
  'sierra',
  'sol',
  'taller',
  'tango',
  'tarde',
  'tiza',
  'torre',
  'trigo',
  'trueno',
  'tulipan',
  'valle',
  'vela',
  'verano',
  'viento',
  'volcan',
  'yate',
  'zafiro',
] as const; // prettier-ignore

const anyWord = (random: (below: number) => number): string => words[random(words.length)] ?? '';

/** One of some 800,000, two different words: `faro-nieve-42`. */
export function newJoinCode(random: (below: number) => number = randomInt): string {
  const first = anyWord(random);
  let second = anyWord(random);
  while (second === first) second = anyWord(random);
  return `${first}-${second}-${10 + random(90)}`;
}

/** What was meant by what was typed: in capitals, with accents, with spaces or nothing at all between the digits and the words. */
export function normalizeJoinCode(typed: string): string {
  const plain = typed.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
  return plain
    .replaceAll(/([a-z])(\d)/g, '$1 $2')
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim()
    .replaceAll(' ', '-');
}

/** Codes of Spanish words and two digits, said aloud and typed on a phone without a mistake. */
import { randomInt } from 'node:crypto';

/** Short, and without accents or ñ. */
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
] as const;

const anyWord = (random: (below: number) => number): string => words[random(words.length)] ?? '';

/** So many words, no two of them the same, and two digits. With two, one of 750,000: `faro-nieve-42`; with four, of six thousand million. */
export function newSpokenCode(count: number, random: (below: number) => number = randomInt): string {
  const chosen = new Set<string>();
  while (chosen.size < count) chosen.add(anyWord(random));
  return `${[...chosen].join('-')}-${10 + random(90)}`;
}

/** What was meant by what was typed: in capitals, with accents, with spaces or nothing at all between the digits and the words. */
export function normalizeSpokenCode(typed: string): string {
  const plain = typed.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
  return plain
    .replaceAll(/([a-z])(\d)/g, '$1 $2')
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim()
    .replaceAll(' ', '-');
}

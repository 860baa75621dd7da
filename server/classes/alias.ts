/** The name by which a learner is known in a class: chosen by them, harmless where it is shown, and unlike any other of the class. */
import { randomInt } from 'node:crypto';
import { classLimits } from '../../protocol/membership.ts';
import { AliasInvalid } from './errors.ts';

/** Letters and digits of any script that is read from left to right or right to left, and what joins names: no control, no direction, nothing of no width. */
const allowed = /^[\p{L}\p{N}][\p{L}\p{M}\p{N} .'’_-]*$/u;
const shortest = 2;
/** A letter with more marks than this is a drawing that covers the lines above it. */
const tooManyMarks = /\p{M}{3,}/u;

/** As it is kept and shown. @throws AliasInvalid */
export function cleanAlias(typed: string): string {
  const alias = typed.normalize('NFC').trim().replaceAll(/ +/g, ' ');
  const length = [...alias].length;
  if (length < shortest || length > classLimits.alias) throw new AliasInvalid();
  if (!allowed.test(alias) || tooManyMarks.test(alias)) throw new AliasInvalid();
  return alias;
}

/** Letters of other scripts that nobody tells from these, and digits that pass for letters. */
const lookAlikes: Readonly<Record<string, string>> = {
  а: 'a',
  е: 'e',
  о: 'o',
  р: 'p',
  с: 'c',
  у: 'y',
  х: 'x',
  і: 'i',
  ο: 'o',
  α: 'a',
  ν: 'v',
  ı: 'i',
  '0': 'o',
  '1': 'l',
};

/** The same for two aliases that a reader would take for one another: a skeleton, as Unicode's UTS 39 calls it, of the letters that matter here. */
export function aliasSkeleton(alias: string): string {
  const plain = alias.normalize('NFKD').toLowerCase();
  return [...plain]
    .filter((character) => /[\p{L}\p{N}]/u.test(character))
    .map((character) => lookAlikes[character] ?? character)
    .join('');
}

const animals = [
  'Ardilla',
  'Búho',
  'Ciervo',
  'Cigüeña',
  'Delfín',
  'Erizo',
  'Foca',
  'Garza',
  'Gato',
  'Grulla',
  'Halcón',
  'Jilguero',
  'Liebre',
  'Lince',
  'Lobo',
  'Marta',
  'Mirlo',
  'Nutria',
  'Oso',
  'Panda',
  'Pato',
  'Petirrojo',
  'Tejón',
  'Zorro',
] as const;
const traits = [
  'ágil',
  'alegre',
  'audaz',
  'azul',
  'feliz',
  'fiel',
  'fuerte',
  'gris',
  'hábil',
  'jovial',
  'leal',
  'libre',
  'noble',
  'paciente',
  'tenaz',
  'valiente',
  'verde',
  'veloz',
] as const;

const anyOf = (words: readonly string[], random: (below: number) => number): string =>
  words[random(words.length)] ?? '';

/** A name to begin with; one in four hundred, so that in a class few have to choose another. */
export function proposeAlias(random: (below: number) => number = randomInt): string {
  return `${anyOf(animals, random)} ${anyOf(traits, random)}`;
}

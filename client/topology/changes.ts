/** What changed between two snapshots, in one sentence: for those who hear the page. Pure. */
import type { NodeSnapshot } from '../../protocol/topology.ts';
import { beliefs, linkWords } from './words.ts';

/** More than these at once is a story that the caption tells better. */
const mostFacts = 3;

type Pair = readonly [NodeSnapshot, NodeSnapshot];

function masterFacts(before: readonly NodeSnapshot[], after: readonly NodeSnapshot[]): string[] {
  const [old, now] = [[...beliefs(before).keys()], [...beliefs(after).keys()]];
  if (old.join() === now.join()) return [];
  if (now.length > 1) return ['Los Sentinels no están de acuerdo sobre quién es el maestro'];
  return now[0] === undefined ? [] : [`Los Sentinels tienen por maestro a ${now[0]}`];
}

function serviceFacts([before, after]: Pair): string[] {
  const facts: string[] = [];
  if (before.cut !== after.cut)
    facts.push(`${after.name} ${after.cut ? 'se queda sin red' : 'vuelve a la red'}`);
  if (before.redis.up !== after.redis.up)
    facts.push(`el Redis de ${after.name} ${after.redis.up ? 'vuelve a responder' : 'no responde'}`);
  if (before.sentinel.up !== after.sentinel.up)
    facts.push(`el Sentinel de ${after.name} ${after.sentinel.up ? 'vuelve a responder' : 'no responde'}`);
  return facts;
}

function opinionFacts([before, after]: Pair): string[] {
  const newly = (flag: string) =>
    after.sentinel.flags.includes(flag) && !before.sentinel.flags.includes(flag);
  if (newly('o_down')) return [`${after.name} sabe que hay acuerdo: el maestro está caído`];
  return newly('s_down') ? [`${after.name} da por caído al maestro`] : [];
}

function replicationFacts([before, after]: Pair): string[] {
  if (!before.redis.up || !after.redis.up) return [];
  if (before.redis.role !== after.redis.role)
    return [`${after.name} ahora es ${after.redis.role === 'master' ? 'maestro' : 'réplica'}`];
  if (after.redis.link === null || before.redis.link === after.redis.link) return [];
  return [`la réplica ${after.name} está ${linkWords[after.redis.link]}`];
}

/** Empty when nothing changed that is worth hearing. */
export function changeBetween(before: readonly NodeSnapshot[], after: readonly NodeSnapshot[]): string {
  if (before.length === 0) return '';
  const pairs = after.flatMap((node): Pair[] => {
    const known = before.find(({ name }) => name === node.name);
    return known ? [[known, node]] : [];
  });
  const facts = [
    ...masterFacts(before, after),
    ...[serviceFacts, opinionFacts, replicationFacts].flatMap((say) => pairs.flatMap(say)),
  ].slice(0, mostFacts);
  const text = facts.join('; ');
  return text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

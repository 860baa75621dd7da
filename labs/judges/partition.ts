/** What case 6 judges: a network in two parts, a master in each, and what becomes of the writes of both. */

import {
  fail,
  type NodeSample,
  type NodeView,
  type Observation,
  pass,
  pending,
  type Verdict,
} from '../define.ts';
import { agreedMaster, beliefs, called, list, nodesOf, type RedisUp, redisAt, switches } from '../seen.ts';
import { refusedWrites, twoReplicas } from './shared.ts';

/** The key that the case writes on both sides. */
export const key = 'pedido';
const askCut =
  'Corta la red del maestro: el botón de la diapositiva, o «particion cortar» en el shell de esa máquina.';

type Master = NodeView & { readonly redis: RedisUp };

const isMaster = (node: NodeView): node is Master => node.redis.up && node.redis.role === 'master';

/** The master that is cut off from the rest, and the one that the rest has; null where there is none. */
function sides(seen: Observation): { readonly cut: Master | null; readonly rest: Master | null } {
  const masters = nodesOf(seen).filter(isMaster);
  return {
    cut: masters.find((node) => node.cut) ?? null,
    rest: masters.find((node) => !node.cut) ?? null,
  };
}

export function twoMasters(seen: Observation): Verdict {
  const { cut, rest } = sides(seen);
  if (cut && rest && !switches(seen).some(({ to }) => to === rest.address))
    return pending(
      `${rest.name} ya dice role:master, y los Sentinels de su lado están a punto de anunciarlo.`,
    );
  if (cut && rest)
    return pass(
      `${cut.name}, aislado, dice role:master, y ${rest.name} también: hay dos maestros. De los Sentinels, ${beliefs(seen)}.`,
    );
  if (cut)
    return pending(`${cut.name} está aislado y sigue diciendo role:master; los otros dos tienen que elegir.`);
  const isolated = nodesOf(seen).filter((node) => node.cut);
  if (isolated.length > 0)
    return pending(
      `${list(isolated.map(({ name }) => name))} está aislado, pero no es el maestro. ${askCut}`,
    );
  const change = switches(seen).at(-1);
  if (change)
    return fail(
      `El maestro pasó de ${called(change.from)} a ${called(change.to)} sin que la red esté partida. Prepara el caso y no pares ningún proceso.`,
    );
  return pending(`Las tres máquinas se ven. ${askCut}`);
}

/**
 * What a master wrote while it was cut off: a value that it did not have when it was first seen cut off. What it had by then
 * may have been written a moment before the cut, between two looks.
 */
export function writtenAlone(history: readonly NodeSample[]): readonly NodeSample[] {
  return history.filter((sample, index) => {
    if (!sample.cut || sample.role !== 'master' || (sample.keys[key] ?? null) === null) return false;
    const own = history.slice(0, index).filter(({ node }) => node === sample.node);
    const first = own[own.findLastIndex(({ cut }) => !cut) + 1];
    return first !== undefined && first.keys[key] !== sample.keys[key];
  });
}

export function twoWrites(seen: Observation): Verdict {
  const { cut, rest } = sides(seen);
  if (!cut || !rest) return pending('Tiene que haber dos maestros a la vez: uno aislado y otro elegido.');
  const [alone, chosen] = [cut.keys[key] ?? null, rest.keys[key] ?? null];
  if (alone === null)
    return pending(`${cut.name}, aislado, no tiene la clave «${key}». Escríbela: SET ${key} antiguo.`);
  if (!writtenAlone(seen.history).some(({ node, keys }) => node === cut.name && keys[key] === alone))
    return pending(
      `${cut.name} tiene «${key}» = «${alone}» desde antes de quedar aislado; escribe otro valor ahora.`,
    );
  if (chosen === null)
    return pending(`${rest.name} no tiene la clave «${key}». Escríbela también allí: SET ${key} nuevo.`);
  if (alone === chosen)
    return pending(`Los dos tienen «${key}» = «${alone}»; escribe algo distinto en cada uno.`);
  return pass(
    `La misma clave tiene dos valores: «${key}» es «${alone}» en ${cut.name} y «${chosen}» en ${rest.name}.`,
  );
}

export function lostWrite(seen: Observation): Verdict {
  const alone = writtenAlone(seen.history).at(-1);
  if (!alone) return pending('Ningún maestro ha escrito todavía mientras estaba aislado.');
  const node = seen.nodes[alone.node];
  const was = alone.keys[key] ?? '';
  if (node.cut)
    return pending(`${node.name} sigue aislado, con «${was}». Cura la red: «particion curar» en su shell.`);
  if (!switches(seen).some(({ from }) => from === node.address))
    return fail(
      `${node.name} ha vuelto a la red sin que los otros eligieran maestro. Prepara el caso y espera al failover.`,
    );
  if (!node.redis.up) return pending(`El Redis de ${node.name} no responde.`);
  if (node.redis.role === 'master')
    return pending(
      `${node.name} ha vuelto y aún dice role:master; Sentinel lo convierte en réplica en unos 10 s.`,
    );
  if (node.redis.linkStatus !== 'up')
    return pending(`${node.name} ya es réplica y está copiando al nuevo maestro.`);
  const now = node.keys[key] ?? null;
  if (now === was) return pending(`${node.name} todavía tiene «${key}» = «${was}».`);
  return pass(
    `${node.name} aceptó «${was}» cuando estaba aislado; ahora es réplica de ${called(node.redis.masterHost ?? '')} y tiene ${now === null ? 'la clave vacía' : `«${now}»`}: aquella escritura se ha perdido.`,
  );
}

export function nobodyCopies(seen: Observation): Verdict {
  const { cut } = sides(seen);
  if (!cut) {
    const master = agreedMaster(seen);
    const redis = master === null ? null : redisAt(seen, master);
    if (redis?.up && redis.minReplicasToWrite > 0)
      return pending(
        `${called(master ?? '')} exige ${redis.minReplicasToWrite} réplica para escribir. Ahora, aíslalo.`,
      );
    return pending('En el maestro actual: CONFIG SET min-replicas-to-write 1, y después aíslalo.');
  }
  if (cut.redis.minReplicasToWrite < 1)
    return pending(
      `${cut.name} está aislado con min-replicas-to-write 0: acepta todo. En su redis-cli: CONFIG SET min-replicas-to-write 1.`,
    );
  if (cut.redis.goodReplicas !== 0)
    return pending(
      `${cut.name} aún cuenta ${cut.redis.goodReplicas ?? 0} réplicas buenas: dejará de hacerlo cuando pase min-replicas-max-lag.`,
    );
  return pass(
    `${cut.name}, aislado, exige ${cut.redis.minReplicasToWrite} réplica para escribir y no cuenta ninguna buena.`,
  );
}

/** Refused writes on that node since it was cut off this time. */
function refusedSinceCut(seen: Observation, { name, redis }: Master): number {
  const own = seen.history.filter(({ node }) => node === name);
  const joined = own.findLastIndex(({ cut }) => !cut);
  const start = own[joined + 1];
  if (!start) return 0;
  return redis.noReplicasErrors - (start.runId === redis.runId ? start.noReplicasErrors : 0);
}

export function refused(seen: Observation): Verdict {
  const { cut } = sides(seen);
  if (!cut) return pending('Ningún maestro está aislado.');
  const count = refusedSinceCut(seen, cut);
  if (count === 0)
    return pending(
      `${cut.name}, aislado, no ha rechazado ninguna escritura. Inténtalo allí: SET ${key} perdido.`,
    );
  return pass(
    `${cut.name} ha rechazado ${count === 1 ? 'una escritura' : `${count} escrituras`} con NOREPLICAS estando aislado: quien la pidió sabe que no se guardó.`,
  );
}

export function oneMaster(seen: Observation): Verdict {
  if (!nodesOf(seen).some(({ address, redis }) => redis.up && refusedWrites(seen, address, redis) > 0))
    return pending('Antes de curar la red, comprueba que el maestro aislado rechaza la escritura.');
  const isolated = nodesOf(seen).filter((node) => node.cut);
  if (isolated.length > 0)
    return pending(`${list(isolated.map(({ name }) => name))} sigue aislado: «particion curar» en su shell.`);
  const master = agreedMaster(seen);
  if (!master) return pending(`Los Sentinels aún no coinciden: ${beliefs(seen)}.`);
  const verdict = twoReplicas(seen, master);
  if (verdict.state !== 'pass') return verdict;
  const values = new Set(nodesOf(seen).map((node) => node.keys[key] ?? null));
  if (values.size > 1) return pending(`Las tres máquinas aún no tienen el mismo valor de «${key}».`);
  return pass(`${verdict.message} Las tres tienen «${key}» = «${[...values][0] ?? ''}».`);
}

/** Verdicts that several cases share: who the new master is, and what still contradicts it. */
import { cluster } from '../cluster.ts';
import { fail, type Observation, pass, pending, type Verdict } from '../define.ts';
import {
  agreedMaster,
  beliefs,
  called,
  failovers,
  inTilt,
  list,
  livingSentinels,
  nodesOf,
  type RedisUp,
  redisAt,
  type Switch,
  switches,
} from '../seen.ts';

/**
 * For a hint that says SHUTDOWN. A failover closes all connections to the node that it moves, and redis-cli 7.0 takes a closed
 * connection for a SHUTDOWN that worked.
 */
export const shutdownUnheard =
  'Si pone «not connected>» y Redis sigue respondiendo, un failover había cortado su conexión: escribe SHUTDOWN otra vez.';

/** The last change of master since the run began, if its cause was the one the case is about. */
export function lastSwitch(seen: Observation, cause: 'requested' | 'crash'): Switch | null {
  const last = switches(seen).at(-1);
  return last?.failover?.cause === cause ? last : null;
}

/** That what is waited for waits for Sentinels which distrust their clocks; null where none does. */
export function waitsForTilt(seen: Observation): Verdict | null {
  const tilt = inTilt(seen);
  if (!tilt) return null;
  const begun = failovers(seen).at(-1);
  if (begun?.cause === 'requested' && tilt.nodes.includes(begun.node))
    return pending(
      `El Sentinel de ${begun.node} ha aceptado la orden, pero está en TILT: la cumplirá cuando vuelva a fiarse de su reloj.`,
      tilt.until,
    );
  const [is, will] = tilt.nodes.length > 1 ? ['están', 'harán'] : ['está', 'hará'];
  return pending(
    `Los Sentinels no se fían de su reloj: ${list(tilt.nodes)} ${is} en TILT y no ${will} ningún failover hasta que acabe.`,
    tilt.until,
  );
}

/** Why there is no such change yet. */
export function noSwitch(seen: Observation, cause: 'requested' | 'crash', expected: string): Verdict {
  const last = switches(seen).at(-1);
  const waits = last ? null : waitsForTilt(seen);
  if (waits) return waits;
  if (!last) return pending(`Todavía no ha cambiado el maestro: es ${masterInWords(seen)}. ${expected}`);
  const moved = `El maestro pasó de ${called(last.from)} a ${called(last.to)}`;
  if (!last.failover?.cause)
    return pending(`${moved}, y no se ha visto por qué: ni +odown ni una petición en el log. ${expected}`);
  const how =
    cause === 'requested' ? 'por la caída del anterior (+odown)' : 'porque se pidió con SENTINEL FAILOVER';
  return fail(`${moved}, pero ${how}. ${expected}`);
}

export function masterInWords(seen: Observation): string {
  const master = agreedMaster(seen);
  if (master) return called(master);
  return livingSentinels(seen).length === 0
    ? 'desconocido, porque ningún Sentinel responde'
    : `dudoso: ${beliefs(seen)}`;
}

/** Every living Sentinel names the switch's new master, and that node says so too. */
export function newMaster(seen: Observation, change: Switch): Verdict {
  const wrong = livingSentinels(seen).find(({ view }) => view.masterAddress !== change.to);
  if (wrong) {
    return pending(`${wrong.node} todavía apunta a ${wrong.view.masterAddress}; se espera ${change.to}.`);
  }
  if (livingSentinels(seen).length === 0)
    return pending('Ningún Sentinel responde: no se puede saber quién es el maestro.');
  const redis = redisAt(seen, change.to);
  if (!redis.up) return pending(`${called(change.to)} debería ser el maestro, pero su Redis no responde.`);
  if (redis.role !== 'master')
    return pending(`${called(change.to)} dice role:${redis.role}; se espera role:master.`);
  const witnesses = livingSentinels(seen).length;
  return pass(
    `${called(change.to)} (${change.to}) es el nuevo maestro: lo dicen ${witnesses === 1 ? 'el único Sentinel vivo' : `los ${witnesses} Sentinels vivos`} de «${cluster.masterName}», y su INFO dice role:master.`,
  );
}

/** A node replicates from that master, with the link up. */
export function replicates(seen: Observation, address: string, master: string): Verdict {
  const redis = redisAt(seen, address);
  const name = called(address);
  if (!redis.up) return pending(`El Redis de ${name} no responde.`);
  if (redis.role === 'master') {
    return pending(`${name} todavía dice role:master; Sentinel lo convierte en réplica en unos 10 s.`);
  }
  if (redis.masterHost !== master)
    return pending(`${name} todavía apunta a ${redis.masterHost}; se espera ${master}.`);
  if (redis.linkStatus !== 'up')
    return pending(`${name} ya apunta a ${master}, pero master_link_status no es up.`);
  return pass(`${name} es réplica de ${called(master)} (${master}) y su enlace está activo.`);
}

/** The master lists two replicas, both online. */
export function twoReplicas(seen: Observation, master: string): Verdict {
  const redis = redisAt(seen, master);
  const name = called(master);
  if (!redis.up) return pending(`El Redis de ${name} no responde.`);
  if (redis.role !== 'master') return pending(`${name} dice role:${redis.role}; se espera role:master.`);
  const online = redis.replicas.filter((line) => line.state === 'online');
  if (online.length < 2) {
    const seenNow =
      redis.replicas.map((line) => `${called(line.address)} ${line.state}`).join(', ') || 'ninguna';
    return pending(`${name} tiene ${online.length} de 2 réplicas en línea (${seenNow}).`);
  }
  return pass(
    `${name} tiene dos réplicas en línea: ${online.map((line) => called(line.address)).join(' y ')}.`,
  );
}

/** Refused writes on that node since the run began. A process that started later began counting at 0. */
export function refusedWrites(seen: Observation, address: string, redis: RedisUp): number {
  const node = nodesOf(seen).find((candidate) => candidate.address === address);
  const before = node && seen.noReplicasErrorsAtStart[node.name];
  return redis.noReplicasErrors - (before && before.runId === redis.runId ? before.count : 0);
}

const restartSentinels = 'Levántalos con rc-service redis-sentinel start, o prepara el caso de nuevo.';

/** Why no replica can be promoted any more, before a failover that a person asks for. */
export function nobodyToPromote(seen: Observation): string | null {
  if (switches(seen).length > 0) return null;
  const replicas = nodesOf(seen).filter(({ redis }) => redis.up && redis.role === 'slave');
  if (replicas.length > 0) return null;
  return 'No queda ninguna réplica en marcha a la que ascender. Levanta Redis con rc-service redis start en un nodo que lo tenga parado, o prepara el caso de nuevo.';
}

/** Why no failover can begin by itself any more. */
export function nobodyToDecide(seen: Observation): string | null {
  const living = livingSentinels(seen);
  if (living.length >= cluster.quorum) return nobodyToPromote(seen);
  if (switches(seen).length > 0) return nobodyToPromote(seen);
  const left =
    living.length === 0 ? 'No queda ningún Sentinel' : `Solo queda el Sentinel de ${living[0]?.node}`;
  return `${left}: sin quórum (${cluster.quorum}) no habrá failover. ${restartSentinels}`;
}

import { cluster, nodeOf } from '../cluster.ts';
import { defineCase, fail, type Observation, pass, pending, type Verdict } from '../define.ts';
import {
  lastSwitch,
  newMaster,
  nobodyToPromote,
  noSwitch,
  replicates,
  twoReplicas,
  waitsForTilt,
} from '../judges/shared.ts';
import { called, failovers, nodesOf, type Switch, switches } from '../seen.ts';

const ask = `Escribe SENTINEL FAILOVER ${cluster.masterName} en uno de los Sentinels.`;

/** Judges what follows from the requested failover, once there was one. */
const after = (then: (seen: Observation, change: Switch) => Verdict) => (seen: Observation) => {
  const change = lastSwitch(seen, 'requested');
  return change ? then(seen, change) : noSwitch(seen, 'requested', ask);
};

function requested(seen: Observation): Verdict {
  const begun = failovers(seen);
  const asked = begun.find((failover) => failover.cause === 'requested');
  if (asked) {
    const waits = switches(seen).length === 0 ? waitsForTilt(seen) : null;
    if (waits) return waits;
    return pass(
      `El Sentinel de ${asked.node} recibió la orden y publicó +try-failover sin que hubiera +odown de ${called(asked.from)}.`,
    );
  }
  const other = begun.at(-1);
  if (other && !other.cause) {
    return pending(
      `${other.node} ha empezado el failover de ${called(other.from)}; falta ver en su log quién lo pidió.`,
    );
  }
  if (other) {
    return fail(
      `El failover que empezó ${other.node} se debe a la caída de ${called(other.from)} (+odown), no a una petición. ${ask}`,
    );
  }
  if (seen.events.some((event) => event.name === 'failover-requested')) {
    return pending('Un log habla de un failover pedido, pero ningún Sentinel ha publicado +try-failover.');
  }
  return pending(`Nadie ha pedido todavía un failover. ${ask}`);
}

function configuration(seen: Observation, change: Switch): Verdict {
  const stale = nodesOf(seen).find((node) => node.monitorOnDisk !== change.to);
  if (stale) {
    return pending(
      `/etc/sentinel.conf de ${stale.name} todavía vigila ${stale.monitorOnDisk ?? 'a nadie'}; se espera ${change.to}.`,
    );
  }
  return pass(`La línea «sentinel monitor» de los tres nodos dice ${change.to} (${called(change.to)}).`);
}

export const caso1 = defineCase({
  id: 'caso-1',
  title: 'Activando un failover manualmente',
  start: { master: 'maestro', epoch: 2 },
  elected: 'replica2',
  deadEnd: nobodyToPromote,
  checks: [
    {
      id: 'caso-1/failover-pedido',
      title: 'El failover se ha pedido a mano',
      hints: [
        'La orden se da a un proceso Sentinel, que escucha en el puerto 26379, no a Redis.',
        `En el Sentinel de replica1: SENTINEL FAILOVER y el nombre del maestro, ${cluster.masterName}.`,
      ],
      judge: requested,
    },
    {
      id: 'caso-1/nuevo-maestro',
      title: 'Hay un maestro nuevo y todos lo saben',
      hints: [
        'El cambio tarda un par de segundos desde que se pide.',
        'Pregunta a cada Sentinel: SENTINEL GET-MASTER-ADDR-BY-NAME cursoredis.',
      ],
      judge: after(newMaster),
    },
    {
      id: 'caso-1/config-sentinel',
      title: 'La configuración de los tres Sentinels apunta al nuevo maestro',
      hints: [
        'Sentinel reescribe su propio fichero de configuración al terminar el failover.',
        'En cada nodo: grep "sentinel monitor" /etc/sentinel.conf',
      ],
      judge: after(configuration),
    },
    {
      id: 'caso-1/antiguo-maestro-replica',
      title: 'El antiguo maestro es ahora una réplica',
      hints: [
        'Sentinel tarda unos 10 segundos en convertir al antiguo maestro.',
        'En el redis-cli del antiguo maestro: INFO replication; mira role y master_link_status.',
      ],
      judge: after((seen, change) => replicates(seen, change.from, change.to)),
    },
    {
      id: 'caso-1/dos-replicas',
      title: 'El nuevo maestro tiene dos réplicas',
      hints: [
        'La segunda réplica llega cuando el antiguo maestro se ha convertido.',
        'En el redis-cli del nuevo maestro: INFO replication; mira connected_slaves.',
      ],
      judge: after((seen, change) => twoReplicas(seen, change.to)),
    },
  ],
  solution: [
    {
      on: 'replica1',
      program: 'shell',
      type: `redis-cli -h ${nodeOf('replica1').address} -p ${cluster.sentinelPort}`,
    },
    { on: 'replica1', program: 'sentinel', type: `SENTINEL FAILOVER ${cluster.masterName}` },
    { until: 'caso-1/nuevo-maestro' },
    { on: 'maestro', program: 'shell', type: 'grep sentinel\\ monitor /etc/sentinel.conf' },
    { on: 'maestro', program: 'redis-cli', type: 'INFO Replication' },
    { on: 'replica2', program: 'redis-cli', type: 'INFO Replication' },
  ],
});

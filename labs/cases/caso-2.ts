import { defineCase, fail, type Observation, pass, pending, type Verdict } from '../define.ts';
import {
  lastSwitch,
  newMaster,
  nobodyToDecide,
  noSwitch,
  shutdownUnheard,
  twoReplicas,
} from '../judges/shared.ts';
import { called, failovers, masterEvents, redisAt, type Switch } from '../seen.ts';

const ask = 'Apaga el proceso Redis del maestro con SHUTDOWN y espera a que los Sentinels lo noten.';

const after = (then: (seen: Observation, change: Switch) => Verdict) => (seen: Observation) => {
  const change = lastSwitch(seen, 'crash');
  return change ? then(seen, change) : noSwitch(seen, 'crash', ask);
};

function masterDown(seen: Observation): Verdict {
  const noticed = masterEvents(seen, '+sdown').findLast(({ address }) => !redisAt(seen, address).up);
  if (noticed)
    return pass(
      `El Redis de ${called(noticed.address)} no responde, y el Sentinel de ${noticed.node} publicó +sdown master.`,
    );
  const reply = masterEvents(seen, '+sdown').at(-1);
  if (reply) return pending(`El Redis de ${called(reply.address)} vuelve a responder.`);
  return pending(`Ningún Sentinel ha publicado +sdown del maestro. ${ask}`);
}

function automatic(seen: Observation): Verdict {
  const change = lastSwitch(seen, 'crash');
  if (change?.failover) {
    return pass(
      `${change.failover.node} publicó +odown y +try-failover de ${called(change.from)}, y después llegó +switch-master hacia ${called(change.to)}: nadie lo pidió.`,
    );
  }
  const begun = failovers(seen).at(-1);
  if (begun?.cause === 'requested')
    return fail(
      `El failover de ${begun.node} se pidió con SENTINEL FAILOVER; en este caso debe empezar solo. ${ask}`,
    );
  if (begun)
    return pending(`${begun.node} ha empezado el failover de ${called(begun.from)}; falta +switch-master.`);
  if (masterEvents(seen, '+sdown').length > 0)
    return pending('Un Sentinel ha publicado +sdown master; falta que se pongan de acuerdo (+odown).');
  return pending(`No ha empezado ningún failover. ${ask}`);
}

export const caso2 = defineCase({
  id: 'caso-2',
  title: 'Apagando el proceso Redis en el maestro',
  start: { master: 'replica2', epoch: 3 },
  elected: 'maestro',
  deadEnd: nobodyToDecide,
  checks: [
    {
      id: 'caso-2/maestro-caido',
      title: 'El maestro se ha apagado y un Sentinel lo ha notado',
      hints: [
        'Sentinel espera down-after-milliseconds antes de dar a nadie por caído.',
        `En el redis-cli del maestro actual: SHUTDOWN. ${shutdownUnheard}`,
      ],
      judge: masterDown,
    },
    {
      id: 'caso-2/failover-automatico',
      title: 'Los Sentinels han empezado el failover por sí mismos',
      hints: [
        'Busca en el log de Sentinel la secuencia +sdown, +odown, +try-failover.',
        'No uses SENTINEL FAILOVER: basta con que el Redis del maestro siga apagado.',
      ],
      judge: automatic,
    },
    {
      id: 'caso-2/nuevo-maestro',
      title: 'Hay un maestro nuevo y todos lo saben',
      hints: [
        'Entre +odown y +switch-master pasan un par de segundos.',
        'En el redis-cli de cada nodo vivo: INFO replication; uno dirá role:master.',
      ],
      judge: after(newMaster),
    },
    {
      id: 'caso-2/replica-recuperada',
      title: 'El nodo caído ha vuelto como réplica',
      hints: [
        'El servicio se llama redis y lo maneja rc-service.',
        'En el shell del nodo caído: rc-service redis start',
      ],
      judge: after((seen, change) => twoReplicas(seen, change.to)),
    },
  ],
  solution: [
    { on: 'replica2', program: 'redis-cli', type: 'SHUTDOWN' },
    { until: 'caso-2/nuevo-maestro' },
    { on: 'maestro', program: 'redis-cli', type: 'INFO Replication' },
    { on: 'replica2', program: 'shell', type: 'rc-service redis start' },
  ],
});

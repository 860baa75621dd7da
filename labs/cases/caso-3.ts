import { defineCase, type Observation, pass, pending, type Verdict } from '../define.ts';
import { masterInWords, refusedWrites, shutdownUnheard, twoReplicas } from '../judges/shared.ts';
import { agreedMaster, called, list, nodesOf, type RedisUp, redisAt } from '../seen.ts';

/** Judges the Redis that all Sentinels call the master. */
const onMaster =
  (then: (seen: Observation, address: string, redis: RedisUp) => Verdict) => (seen: Observation) => {
    const address = agreedMaster(seen);
    if (!address) return pending(`El maestro es ${masterInWords(seen)}.`);
    const redis = redisAt(seen, address);
    return redis.up
      ? then(seen, address, redis)
      : pending(`El Redis del maestro (${called(address)}) no responde.`);
  };

function minReplicas(_seen: Observation, address: string, redis: RedisUp): Verdict {
  const now = redis.minReplicasToWrite;
  if (now !== 1)
    return pending(`min-replicas-to-write vale ${now} en ${called(address)}, el maestro; se espera 1.`);
  return pass(`min-replicas-to-write vale 1 en ${called(address)}, el maestro.`);
}

function replicasDown(seen: Observation, address: string, redis: RedisUp): Verdict {
  const others = nodesOf(seen).filter((node) => node.address !== address);
  const alive = others.filter((node) => node.redis.up).map((node) => node.name);
  if (alive.length > 0)
    return pending(
      `El Redis de ${list(alive)} sigue respondiendo; se espera que estén paradas las dos réplicas.`,
    );
  if (redis.goodReplicas !== null && redis.goodReplicas > 0) {
    return pending(
      `${called(address)} todavía cuenta ${redis.goodReplicas} réplicas buenas; lo notará en unos segundos.`,
    );
  }
  return pass(
    `El Redis de ${list(others.map((node) => node.name))} no responde, y ${called(address)} no cuenta ninguna réplica buena.`,
  );
}

function writeRefused(seen: Observation, address: string, redis: RedisUp): Verdict {
  const refused = refusedWrites(seen, address, redis);
  if (refused > 0)
    return pass(
      `${called(address)} ha rechazado ${refused === 1 ? 'una escritura' : `${refused} escrituras`} con NOREPLICAS desde que empezó el caso.`,
    );
  return pending(
    `${called(address)} no ha rechazado ninguna escritura con NOREPLICAS. Con las dos réplicas paradas, intenta SET clave valor.`,
  );
}

function recovered(seen: Observation, address: string, redis: RedisUp): Verdict {
  if (refusedWrites(seen, address, redis) === 0)
    return pending('Antes de recuperar las réplicas, comprueba que la escritura se rechaza sin ellas.');
  return twoReplicas(seen, address);
}

export const caso3 = defineCase({
  id: 'caso-3',
  title: 'Tiramos Redis en las dos réplicas',
  start: { master: 'maestro', epoch: 4 },
  checks: [
    {
      id: 'caso-3/min-replicas',
      title: 'El maestro exige una réplica para escribir',
      hints: [
        'Es un parámetro de Redis, no de Sentinel, y se cambia en caliente.',
        'En el redis-cli del maestro: CONFIG SET min-replicas-to-write 1',
      ],
      judge: onMaster(minReplicas),
    },
    {
      id: 'caso-3/replicas-caidas',
      title: 'Las dos réplicas están paradas',
      hints: [
        'Solo los procesos Redis de las réplicas; los Sentinels siguen.',
        `En el redis-cli de cada réplica: SHUTDOWN. ${shutdownUnheard}`,
      ],
      judge: onMaster(replicasDown),
    },
    {
      id: 'caso-3/escritura-rechazada',
      title: 'El maestro ha rechazado una escritura',
      hints: [
        'Sin réplicas buenas, una escritura debe responder NOREPLICAS.',
        'En el redis-cli del maestro: SET clave valor',
      ],
      judge: onMaster(writeRefused),
    },
    {
      id: 'caso-3/replicas-recuperadas',
      title: 'Las dos réplicas han vuelto',
      hints: [
        'Se levantan como en el caso anterior, con rc-service.',
        'En el shell de cada réplica: rc-service redis start',
      ],
      judge: onMaster(recovered),
    },
  ],
  solution: [
    { on: 'maestro', program: 'redis-cli', type: 'CONFIG SET MIN-SLAVES-TO-WRITE 1' },
    { until: 'caso-3/min-replicas' },
    { on: 'replica1', program: 'redis-cli', type: 'SHUTDOWN' },
    { on: 'replica2', program: 'redis-cli', type: 'SHUTDOWN' },
    { until: 'caso-3/replicas-caidas' },
    { on: 'maestro', program: 'redis-cli', type: 'SET clave valor' },
    { until: 'caso-3/escritura-rechazada' },
    { on: 'replica1', program: 'shell', type: 'rc-service redis start' },
    { on: 'replica2', program: 'shell', type: 'rc-service redis start' },
  ],
});

import { nodeOf } from '../cluster.ts';
import { defineCase, fail, type NodeName, type Observation, pass, pending, type Verdict } from '../define.ts';
import { lastSwitch, newMaster, nobodyToDecide, noSwitch, shutdownUnheard } from '../judges/shared.ts';
import { called, deadSentinels, list, livingSentinels, masterEvents, redisAt } from '../seen.ts';

const ask = 'Con un Sentinel parado, apaga el proceso Redis del maestro.';

/** The living Sentinels that do not flag that one as s_down yet. */
function unaware(seen: Observation, dead: NodeName): readonly NodeName[] {
  const { address } = nodeOf(dead);
  return livingSentinels(seen)
    .filter(
      ({ view }) => !view.peers.some((peer) => peer.address === address && peer.flags.includes('s_down')),
    )
    .map(({ node }) => node);
}

function sentinelDown(seen: Observation): Verdict {
  const [dead] = deadSentinels(seen);
  if (!dead) return pending('Los tres Sentinels responden; se espera que uno esté parado.');
  const late = unaware(seen, dead);
  if (late.length > 0)
    return pending(`El Sentinel de ${dead} no responde, pero ${list(late)} todavía no lo marca s_down.`);
  return pass(
    `El Sentinel de ${dead} no responde, y ${list(livingSentinels(seen).map(({ node }) => node))} lo marcan s_down.`,
  );
}

function masterDown(seen: Observation): Verdict {
  const noticed = masterEvents(seen, '+sdown').findLast(({ address }) => !redisAt(seen, address).up);
  if (!noticed) return pending(`Ningún Sentinel ha publicado +sdown del maestro. ${ask}`);
  const [dead] = deadSentinels(seen);
  if (!dead)
    return fail(`${called(noticed.address)} ha caído con los tres Sentinels vivos; antes hay que parar uno.`);
  return pass(
    `El Redis de ${called(noticed.address)} no responde, con el Sentinel de ${dead} parado: lo publicó ${noticed.node}.`,
  );
}

function elected(seen: Observation): Verdict {
  const change = lastSwitch(seen, 'crash');
  if (!change) return noSwitch(seen, 'crash', ask);
  const absent = deadSentinels(seen).find((node) => !change.saidBy.includes(node));
  if (!absent)
    return fail(
      `El maestro cambió con los tres Sentinels vivos (${list(change.saidBy)} lo anunciaron). Prepara el caso y para antes un Sentinel.`,
    );
  return newMaster(seen, change);
}

export const caso4 = defineCase({
  id: 'caso-4',
  title: 'Tiramos un proceso Sentinel',
  start: { master: 'maestro', epoch: 4 },
  elected: 'replica2',
  deadEnd: nobodyToDecide,
  checks: [
    {
      id: 'caso-4/sentinel-caido',
      title: 'Un Sentinel está parado y los otros lo saben',
      hints: [
        'SHUTDOWN también para un Sentinel, si se lo escribes a él.',
        'En el Sentinel de maestro (puerto 26379): SHUTDOWN, y espera a que los otros lo marquen s_down.',
      ],
      judge: sentinelDown,
    },
    {
      id: 'caso-4/maestro-caido',
      title: 'El maestro ha caído con un Sentinel menos',
      hints: [
        'Ahora toca el proceso Redis del maestro, en el puerto 6379.',
        `En el redis-cli de maestro: SHUTDOWN. ${shutdownUnheard}`,
      ],
      judge: masterDown,
    },
    {
      id: 'caso-4/nuevo-maestro',
      title: 'Los dos Sentinels que quedan han elegido un maestro',
      hints: [
        'Dos de tres Sentinels bastan: son el quorum y la mayoría.',
        'Espera unos segundos y mira INFO replication en las réplicas.',
      ],
      judge: elected,
    },
  ],
  solution: [
    { on: 'maestro', program: 'sentinel', type: 'SHUTDOWN' },
    { until: 'caso-4/sentinel-caido' },
    { on: 'maestro', program: 'redis-cli', type: 'SHUTDOWN' },
    { until: 'caso-4/nuevo-maestro' },
    { on: 'replica2', program: 'redis-cli', type: 'INFO Replication' },
  ],
});

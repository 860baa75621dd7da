/** What becomes of acknowledged writes when their master is lost: with no copy they are lost too, and WAIT tells in time. */
import { type ClientSeen, type Observation, pass, pending, type Verdict } from '../define.ts';
import { called, list, nodesOf } from '../seen.ts';
import { abortedFailover } from './aborted-failover.ts';
import { measured } from './application.ts';

/** Since when the replicas must have confirmed nothing, in seconds. */
const aloneSeconds = 3;

export function nobodyCopies(seen: Observation, client: ClientSeen): Verdict {
  const master = nodesOf(seen).find(({ redis, cut }) => !cut && redis.up && redis.role === 'master');
  if (!master?.redis.up) return pending('No se ve ningún maestro.');
  const others = nodesOf(seen).filter(({ name }) => name !== master.name);
  const joined = others.filter(({ cut }) => !cut).map(({ name }) => name);
  if (joined.length > 0)
    return pending(
      `${list(joined)} sigue en la red: «particion cortar» en su shell, para que ${master.name} se quede solo.`,
    );
  const fresh = master.redis.replicas.filter(({ lag }) => lag < aloneSeconds);
  if (fresh.length > 0)
    return pending(`${master.name} aún oye a ${list(fresh.map(({ address }) => called(address)))}.`);
  if (client.failingSince !== null)
    return pending('El programa no puede escribir; se espera que siga escribiendo.');
  return pass(
    `${master.name} sigue confirmando escrituras, y desde hace ${aloneSeconds} s ninguna réplica las tiene. Con WAIT, ${client.wait.unconfirmed} se han quedado sin confirmar.`,
  );
}

export function lost(seen: Observation, client: ClientSeen): Verdict {
  const { directo, outages } = client;
  const aborted = abortedFailover(seen);
  if (aborted) return pending(`${aborted.words} Se intentará otra vez.`, aborted.retryAt);
  if (directo.lost === 0)
    return pending(
      'No falta ninguna escritura confirmada. Mata el Redis del maestro aislado y cura la red de las réplicas.',
    );
  const last = measured(seen, client).at(-1);
  if (!last || last.to !== outages.at(-1)?.to)
    return pending('El programa echa en falta escrituras, pero ningún Sentinel ha publicado +switch-master.');
  return pass(
    `${directo.lost} escrituras que ${called(last.change.from)} había confirmado no están en ${called(last.change.to)}, el maestro de ahora.`,
  );
}

/** Why no check can say any more that WAIT kept everything: what is missing does not come back. */
export function lostDespiteWait({ client }: Observation): string | null {
  if (!client || client.wait.lost === 0) return null;
  return `También faltan ${client.wait.lost} confirmadas con WAIT: una réplica las tuvo, pero no era la elegida. Prepara el caso de nuevo, y cura primero la réplica que se aisló la última.`;
}

export function waitKeeps(seen: Observation, client: ClientSeen): Verdict {
  const missing = lost(seen, client);
  if (missing.state !== 'pass') return pending('Antes tienen que perderse escrituras sin WAIT.');
  const { wait } = client;
  const outageFrom = client.outages.at(-1)?.from ?? seen.at;
  if (wait.reviewedAt === null || wait.reviewedAt < outageFrom)
    return pending(
      'El escritor de WAIT no ha repasado lo suyo desde el corte: lo hace al confirmar otra vez, cuando una réplica copia. «particion curar» en la que sigue aislada.',
    );
  const missed = lostDespiteWait(seen);
  if (missed) return pending(missed);
  if (wait.unconfirmed === 0)
    return pending('WAIT no ha dejado ninguna escritura sin confirmar: las réplicas no estaban aisladas.');
  return pass(
    `Con WAIT 1 no falta ninguna: las ${wait.unconfirmed} que nadie copió no se dieron por buenas. Sin WAIT se perdieron ${client.directo.lost}.`,
  );
}

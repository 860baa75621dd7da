import { nodeOf } from '../cluster.ts';
import { defineCase, fail, type Observation, pass, pending, type Verdict } from '../define.ts';
import { replicates, shutdownUnheard } from '../judges/shared.ts';
import {
  agreedMaster,
  called,
  deadSentinels,
  list,
  livingSentinels,
  masterEvents,
  nodesOf,
  published,
  type SentinelUp,
} from '../seen.ts';

/** How long after down-after-milliseconds nothing must have happened, in milliseconds. */
const quietMs = 5000;

const ask = 'Con dos Sentinels parados, apaga el proceso Redis del maestro.';

function masterReturns(seen: Observation): Verdict {
  const master = agreedMaster(seen);
  if (!master) return pending('Los Sentinels vivos no coinciden en quién es el maestro.');
  const back = deadSentinels(seen)
    .map((name) => nodeOf(name).address)
    .filter((address) => address !== master);
  if (back.length === 0)
    return pending(
      'Los tres Sentinels responden: este caso parte de un nodo sin Sentinel, como acabó el anterior.',
    );
  const verdicts = back.map((address) => replicates(seen, address, master));
  const done = verdicts.find((verdict) => verdict.state === 'pass');
  return done ? pass(`${done.message} Su Sentinel sigue parado.`) : (verdicts[0] ?? pending('Sin datos.'));
}

/** The one Sentinel left, when the other two refuse and it knows that they are down; else why not. */
function lastSentinel(seen: Observation): { readonly view: SentinelUp; readonly node: string } | Verdict {
  const dead = deadSentinels(seen);
  if (dead.length < 2)
    return pending(
      `${dead.length === 0 ? 'Ningún Sentinel está parado' : `Solo está parado el Sentinel de ${dead[0]}`}; se esperan dos.`,
    );
  const [left] = livingSentinels(seen);
  if (!left) return fail('No queda ningún Sentinel vivo; se esperaba uno.');
  return left;
}

const withLast =
  (then: (seen: Observation, left: { view: SentinelUp; node: string }) => Verdict) => (seen: Observation) => {
    const left = lastSentinel(seen);
    return 'state' in left ? left : then(seen, left);
  };

function twoDown(seen: Observation, { view, node }: { view: SentinelUp; node: string }): Verdict {
  const late = deadSentinels(seen).filter(
    (dead) =>
      !view.peers.some((peer) => peer.address === nodeOf(dead).address && peer.flags.includes('s_down')),
  );
  if (late.length > 0) return pending(`El Sentinel de ${node} todavía no marca s_down al de ${list(late)}.`);
  return pass(
    `Los Sentinels de ${list(deadSentinels(seen))} no responden, y el de ${node} los marca s_down.`,
  );
}

/** Whatever would show that a failover began or was agreed, after that moment. */
function movement(seen: Observation, since: number): string | null {
  const names = ['+odown', '+try-failover', '+switch-master'] as const;
  const name = names.find((candidate) => published(seen, candidate).some((event) => event.at >= since));
  return name ?? null;
}

function nothingHappens(seen: Observation): Verdict {
  const noticed = masterEvents(seen, '+sdown').at(-1);
  if (noticed) {
    const moved = movement(seen, noticed.at);
    if (moved)
      return fail(
        `Tras caer ${called(noticed.address)} hubo ${moved}: quedaban Sentinels para decidir. Prepara el caso y deja vivo solo uno.`,
      );
  }
  const left = lastSentinel(seen);
  if ('state' in left) return left;
  if (!noticed) return pending(`El Sentinel de ${left.node} no ha publicado +sdown del maestro. ${ask}`);
  if (!left.view.flags.includes('s_down'))
    return pending(`El Sentinel de ${left.node} ya no da por caído al maestro ${called(noticed.address)}.`);
  const until = noticed.at + seen.downAfterMs + quietMs;
  if (seen.at < until)
    return pending(`El maestro ${called(noticed.address)} ha caído y no debe ocurrir nada más.`, until);
  if (left.view.ckquorum.ok)
    return pending(`SENTINEL CKQUORUM de ${left.node} dice que hay quorum; se espera NOQUORUM.`);
  return pass(
    `En ${(seen.downAfterMs + quietMs) / 1000} s tras +sdown de ${called(noticed.address)} no hubo +odown, ni +try-failover, ni +switch-master; CKQUORUM de ${left.node} responde NOQUORUM.`,
  );
}

function noMaster(seen: Observation, { view, node }: { view: SentinelUp; node: string }): Verdict {
  const reachable = nodesOf(seen).filter((candidate) => candidate.redis.up);
  const master = reachable.find((candidate) => candidate.redis.up && candidate.redis.role === 'master');
  if (master) return pending(`${master.name} responde y dice role:master. ${ask}`);
  if (reachable.length === 0)
    return pending('Ningún Redis responde; se espera que las réplicas sigan vivas.');
  if (!view.flags.includes('s_down'))
    return pending(`El Sentinel de ${node} todavía no da por caído a ${called(view.masterAddress)}.`);
  if (view.ckquorum.ok) return pending(`El Sentinel de ${node} todavía cree que hay quorum.`);
  return pass(
    `${list(reachable.map((candidate) => candidate.name))} responden y dicen role:slave: nadie es maestro, y CKQUORUM responde NOQUORUM.`,
  );
}

export const caso5 = defineCase({
  id: 'caso-5',
  title: 'Tiramos dos procesos Sentinel',
  start: {
    master: 'replica2',
    epoch: 5,
    down: [
      { node: 'maestro', service: 'redis' },
      { node: 'maestro', service: 'sentinel' },
    ],
  },
  checks: [
    {
      id: 'caso-5/maestro-vuelve',
      title: 'El antiguo maestro ha vuelto como réplica, sin Sentinel',
      hints: [
        'Levanta solo el servicio redis; redis-sentinel sigue parado.',
        'En el shell de maestro: rc-service redis restart. Después espera unos 10 segundos.',
      ],
      judge: masterReturns,
    },
    {
      id: 'caso-5/dos-sentinels-caidos',
      title: 'Dos Sentinels están parados y el tercero lo sabe',
      hints: ['El segundo es el del maestro actual; su Redis sigue.', 'En el Sentinel de replica2: SHUTDOWN'],
      judge: withLast(twoDown),
    },
    {
      id: 'caso-5/sin-failover',
      title: 'El maestro cae y no ocurre nada',
      hints: [
        'Un solo Sentinel no alcanza el quorum de 2.',
        `En el redis-cli de replica2: SHUTDOWN. Después espera a que acabe la cuenta atrás. ${shutdownUnheard}`,
      ],
      judge: nothingHappens,
    },
    {
      id: 'caso-5/sin-maestro',
      title: 'El clúster se ha quedado sin maestro',
      hints: [
        'Pregunta su papel a los Redis que siguen vivos.',
        'En el Sentinel de replica1: SENTINEL CKQUORUM cursoredis',
      ],
      judge: withLast(noMaster),
    },
  ],
  solution: [
    { on: 'maestro', program: 'shell', type: 'rc-service redis restart' },
    { until: 'caso-5/maestro-vuelve' },
    { on: 'replica2', program: 'sentinel', type: 'SHUTDOWN' },
    { until: 'caso-5/dos-sentinels-caidos' },
    { on: 'replica2', program: 'redis-cli', type: 'SHUTDOWN' },
  ],
});

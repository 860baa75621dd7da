import { cluster, nodeOf } from '../cluster.ts';
import { defineCase, fail, type NodeName, type Observation, pass, pending, type Verdict } from '../define.ts';
import { newMaster, nobodyToPromote, shutdownUnheard } from '../judges/shared.ts';
import {
  called,
  deadSentinels,
  list,
  livingSentinels,
  type MasterDown,
  masterEvents,
  published,
  switches,
} from '../seen.ts';

/** How long a Sentinel waits for votes: Sentinel's own SENTINEL_ELECTION_TIMEOUT, in milliseconds. */
const electionMs = 10_000;

const askQuorum = `En el Sentinel de replica1: SENTINEL SET ${cluster.masterName} quorum 1.`;
const askDown = 'Con un solo Sentinel vivo y quorum 1, apaga el proceso Redis del maestro.';

function quorumOfOne(seen: Observation): Verdict {
  const living = livingSentinels(seen);
  const own = living.filter(({ view }) => view.quorum === 1).map(({ node }) => node);
  if (own.length === 0)
    return pending(
      `Ningún Sentinel vivo tiene quorum 1 (${living.map(({ node, view }) => `${node}: ${view.quorum}`).join(', ')}). ${askQuorum}`,
    );
  const rest = living.filter(({ view }) => view.quorum !== 1);
  const others = rest.map(({ node, view }) => `el de ${node} sigue en ${view.quorum}`);
  return pass(
    `El Sentinel de ${list(own)} tiene quorum 1${others.length > 0 ? `; ${list(others)}: cada uno guarda el suyo` : ''}.`,
  );
}

/** The one Sentinel that is left, and has a quorum of one; else why not. */
function loneSentinel(seen: Observation): NodeName | Verdict {
  const dead = deadSentinels(seen);
  if (dead.length < 2)
    return pending(
      `${dead.length === 0 ? 'Ningún Sentinel está parado' : `Solo está parado el de ${dead[0]}`}; se esperan dos.`,
    );
  const [left] = livingSentinels(seen);
  if (!left) return fail('No queda ningún Sentinel vivo; se esperaba uno con quorum 1.');
  if (left.view.quorum !== 1)
    return pending(
      `El Sentinel que queda, el de ${left.node}, tiene quorum ${left.view.quorum}; se espera 1.`,
    );
  const late = dead.filter(
    (name) =>
      !left.view.peers.some((peer) => peer.address === nodeOf(name).address && peer.flags.includes('s_down')),
  );
  if (late.length > 0)
    return pending(`El Sentinel de ${left.node} todavía no marca s_down al de ${list(late)}.`);
  return left.node;
}

function alone(seen: Observation): Verdict {
  const node = loneSentinel(seen);
  if (typeof node !== 'string') return node;
  return pass(
    `Solo queda el Sentinel de ${node}, con quorum 1, y marca s_down a los de ${list(deadSentinels(seen))}.`,
  );
}

/** When that Sentinel gave up a failover of that master for want of votes; null while it has not. */
function abortedAt(seen: Observation, { node, at, address }: MasterDown): number | null {
  const given = published(seen, '-failover-abort-not-elected').find(
    (event) => event.node === node && event.at >= at && event.args.split(' ')[2] === address,
  );
  return given?.at ?? null;
}

/** The last time that a Sentinel called the master down by a quorum of one, and could not be elected. */
function withoutLeader(seen: Observation): { readonly down: MasterDown; readonly at: number } | null {
  const alones = published(seen, '+odown').filter((event) => event.args.endsWith('#quorum 1/1'));
  for (const down of masterEvents(seen, '+odown').toReversed()) {
    if (!alones.some((event) => event.node === down.node && event.at === down.at)) continue;
    const at = abortedAt(seen, down);
    if (at !== null) return { down, at };
  }
  return null;
}

function noLeader(seen: Observation): Verdict {
  const down = masterEvents(seen, '+odown').at(-1);
  const change = switches(seen).at(-1);
  const without = withoutLeader(seen);
  if (!without && change)
    return fail(
      `El maestro pasó de ${called(change.from)} a ${called(change.to)}: quedaban Sentinels para elegir un líder. Prepara el caso y deja vivo solo uno.`,
    );
  const node = loneSentinel(seen);
  if (typeof node !== 'string') return node;
  if (!down) return pending(`El Sentinel de ${node} no ha publicado +odown del maestro. ${askDown}`);
  if (!without)
    return pending(
      `El Sentinel de ${down.node} ha publicado +odown de ${called(down.address)}: le basta con él mismo. Ahora pide votos y nadie responde.`,
      down.at + electionMs,
    );
  return pass(
    `El Sentinel de ${without.down.node} alcanzó el quórum (+odown #quorum 1/1), pero ${((without.at - without.down.at) / 1000).toFixed(0)} s después publicó -failover-abort-not-elected: un voto de tres no es mayoría.`,
  );
}

function goesThrough(seen: Observation): Verdict {
  const without = withoutLeader(seen);
  if (!without)
    return pending(
      'Antes tiene que fracasar una elección: -failover-abort-not-elected con un solo Sentinel.',
    );
  const change = switches(seen).findLast(({ at, from }) => at > without.at && from === without.down.address);
  const living = livingSentinels(seen).map(({ node }) => node);
  if (!change) {
    if (living.length < 2)
      return pending(
        `Sigue vivo solo el Sentinel de ${list(living)}. Levanta otro: rc-service redis-sentinel start.`,
      );
    return pending(
      `Ya hay ${living.length} Sentinels (${list(living)}): el que acaba de volver tiene que ver por sí mismo la caída y pedir votos.`,
    );
  }
  if (!change.failover?.cause)
    return pending(`El maestro ya es ${called(change.to)}; falta ver cómo empezó ese failover.`);
  if (change.failover.cause === 'requested')
    return fail(
      'El cambio de maestro se pidió con SENTINEL FAILOVER, que no necesita votos. Prepara el caso.',
    );
  const verdict = newMaster(seen, change);
  if (verdict.state !== 'pass') return verdict;
  return pass(
    `Con ${living.length} Sentinels de tres hubo mayoría: dirigió el failover el de ${change.failover.node}. ${verdict.message}`,
  );
}

export const caso7 = defineCase({
  id: 'caso-7',
  title: 'Quórum no es mayoría',
  start: { master: 'maestro', epoch: 6 },
  deadEnd: nobodyToPromote,
  checks: [
    {
      id: 'caso-7/quorum-uno',
      title: 'Un Sentinel se conforma con su propia opinión',
      hints: [
        'El quórum es un ajuste de cada Sentinel, y se cambia en caliente con SENTINEL SET.',
        `En el Sentinel de replica1: SENTINEL SET ${cluster.masterName} quorum 1`,
      ],
      judge: quorumOfOne,
    },
    {
      id: 'caso-7/dos-sentinels-caidos',
      title: 'Solo queda el Sentinel con quorum 1',
      hints: [
        'Se paran los otros dos Sentinels; los tres Redis siguen en marcha.',
        'En el Sentinel de maestro y en el de replica2: SHUTDOWN, y espera a que replica1 los marque s_down.',
      ],
      judge: alone,
    },
    {
      id: 'caso-7/odown-sin-lider',
      title: 'Hay +odown y nadie puede ser elegido',
      hints: [
        'Ahora cae el maestro. Mira el log de Sentinel de replica1 hasta que se rinda: son diez segundos.',
        `En el redis-cli de maestro: SHUTDOWN. ${shutdownUnheard}`,
      ],
      judge: noLeader,
    },
    {
      id: 'caso-7/con-otro-basta',
      title: 'Con un Sentinel más, el failover se completa',
      hints: [
        'Dos de tres es mayoría: levanta uno de los Sentinels que paraste.',
        'En el shell de replica2: rc-service redis-sentinel start',
      ],
      judge: goesThrough,
    },
  ],
  solution: [
    { on: 'replica1', program: 'sentinel', type: `SENTINEL SET ${cluster.masterName} quorum 1` },
    { until: 'caso-7/quorum-uno' },
    { on: 'maestro', program: 'sentinel', type: 'SHUTDOWN' },
    { on: 'replica2', program: 'sentinel', type: 'SHUTDOWN' },
    { until: 'caso-7/dos-sentinels-caidos' },
    { on: 'maestro', program: 'redis-cli', type: 'SHUTDOWN' },
    { until: 'caso-7/odown-sin-lider' },
    { on: 'replica2', program: 'shell', type: 'rc-service redis-sentinel start' },
    { until: 'caso-7/con-otro-basta' },
  ],
});

/** What an application that is at work noted of its writes, and of the times without service, beside what the Sentinels published. */
import { nodeNames } from '../cluster.ts';
import { type ClientSeen, type Observation, type Outage, pass, pending, type Verdict } from '../define.ts';
import { agreedMaster, called, list, livingSentinels, redisAt, type Switch, switches } from '../seen.ts';
import { masterInWords } from './shared.ts';

/**
 * What the second failover is measured with, in milliseconds. Not 1000: a Sentinel connects again at most once a second, so
 * with a second or less it may take a master for down that was promoted just now, and whose first PONG is still to come.
 */
export const briefMs = 2000;
/** Acknowledged writes after which the program counts as at work: two seconds of it. */
const enoughWrites = 20;
/** Without a line for this long the program has stopped, in milliseconds. */
const silenceMs = 3000;
/** How far a change of master may be from the end of the outage that it ended, in milliseconds. */
const nearMs = 3000;

const start = 'En el shell de cliente: node contador.mjs.';

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1).replace('.', ',')} s`;

/** Judges what the program says while it is at work. */
export const atWork = (then: (seen: Observation, client: ClientSeen) => Verdict) => (seen: Observation) => {
  const { client } = seen;
  if (!client) return pending(`El programa de cliente no ha escrito nada todavía. ${start}`);
  if (seen.at - client.lastAt > silenceMs) return pending(`El programa de cliente está parado. ${start}`);
  return then(seen, client);
};

export function writing(_seen: Observation, { directo, wait }: ClientSeen): Verdict {
  if (directo.acked < enoughWrites || wait.acked < enoughWrites)
    return pending(`El programa lleva ${directo.acked} escrituras confirmadas, y ${wait.acked} con WAIT.`);
  return pass(
    `El programa escribe desde cliente: ${directo.acked} escrituras confirmadas, y ${wait.acked} con WAIT.`,
  );
}

/** The outages that a failover after a crash ended: what the program says and what the Sentinels published agree. */
export function measured(
  seen: Observation,
  { outages }: ClientSeen,
): readonly (Outage & { readonly change: Switch })[] {
  return outages.flatMap((outage) => {
    const change = switches(seen).find(
      ({ at, failover }) =>
        failover?.cause === 'crash' && at > outage.from - nearMs && at < outage.to + nearMs,
    );
    return change ? [{ ...outage, change }] : [];
  });
}

export function firstOutage(seen: Observation, client: ClientSeen): Verdict {
  const [first] = measured(seen, client);
  if (first)
    return pass(
      `De ${called(first.change.from)} a ${called(first.change.to)}: ${seconds(first.to - first.from)} sin servicio, con down-after de ${seconds(seen.downAfterMs)}.`,
    );
  if (client.failingSince !== null)
    return pending(`El programa no puede escribir desde hace ${seconds(seen.at - client.failingSince)}.`);
  return pending('El programa escribe sin cortes. Apaga el Redis del maestro: SHUTDOWN.');
}

/** What keeps all three Sentinels from waiting at most `briefMs`; null when they do. */
function notBriefInAll(seen: Observation): Verdict | null {
  const living = livingSentinels(seen);
  if (living.length < nodeNames.length)
    return pending('No responden los tres Sentinels, y el plazo hay que cambiarlo en todos.');
  const over = living.filter(({ view }) => view.downAfterMs > briefMs);
  if (over.length === 0) return null;
  return pending(
    `${list(over.map(({ node }) => node))}: down-after-milliseconds mayor que ${briefMs}. SENTINEL SET solo cambia el Sentinel al que se le dice.`,
  );
}

export function brief(seen: Observation): Verdict {
  const missing = notBriefInAll(seen);
  if (missing) return missing;
  const copied = fullyCopied(seen);
  if (copied.state !== 'pass') return copied;
  return pass(`Los tres Sentinels esperan ${briefMs} ms. ${copied.message}`);
}

/** The replica says so too: to its master it is online as soon as the data are sent, while it still loads them. */
function saysItCopies(seen: Observation, address: string): boolean {
  const redis = redisAt(seen, address);
  return redis.up && redis.linkStatus === 'up';
}

function fullyCopied(seen: Observation): Verdict {
  const master = agreedMaster(seen);
  const redis = master === null ? null : redisAt(seen, master);
  const lines = redis?.up ? redis.replicas : [];
  const online = lines.filter(
    ({ state, address }) => state === 'online' && saysItCopies(seen, address),
  ).length;
  if (online < 2)
    return pending(
      `El maestro tiene ${online} de 2 réplicas en línea: levanta el que cayó y espera unos 10 s.`,
    );
  return pass(`${called(master ?? '')} tiene dos réplicas en línea.`);
}

export function briefOutage(seen: Observation, client: ClientSeen): Verdict {
  const [first, ...later] = measured(seen, client);
  if (!first) return pending('Antes mide un corte con el plazo largo.');
  const shorter = later.find(({ from, to }) => to - from < first.to - first.from);
  if (!shorter)
    return pending(
      `Falta otro failover, más breve que el primero (${seconds(first.to - first.from)}). Apaga el Redis del maestro, que ahora es ${masterInWords(seen)}.`,
    );
  if (livingSentinels(seen).some(({ view }) => view.downAfterMs > briefMs))
    return pending(`Algún Sentinel espera más de ${briefMs} ms: se compara con el plazo corto en los tres.`);
  return pass(
    `Con ${briefMs} ms, ${seconds(shorter.to - shorter.from)} sin servicio; antes fueron ${seconds(first.to - first.from)}.`,
  );
}

/** Without it a replica that is cut off next may have missed what the other confirmed, and be the one that is elected. */
export function copiedAgain(seen: Observation, client: ClientSeen): Verdict {
  if (briefOutage(seen, client).state !== 'pass') return pending('Antes mide un corte con el plazo corto.');
  return fullyCopied(seen);
}

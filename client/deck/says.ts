/** What a line of a Sentinel's log says, in a few Spanish words and with names instead of addresses. */
import type { Names } from './hosts.ts';
import type { LogLine } from './sentinel-log.ts';

type Say = (args: readonly string[], names: Names) => string;

/**
 * Most events carry an instance: `master NAME IP PORT`, or `slave NAME IP PORT @ MASTER IP PORT`
 * (and the same for `sentinel`). Either way its address is the third word.
 */
const instance = (args: readonly string[], names: Names) => names.at(args[2]);
/** The address after `@ MASTER`. */
const itsMaster = (args: readonly string[], names: Names) => names.at(args[args.indexOf('@') + 2]);

function downAs(args: readonly string[], names: Names): string {
  const who = instance(args, names);
  if (args[0] === 'sentinel') return `el Sentinel de ${who}`;
  return args[0] === 'master' ? `${who} (el maestro)` : who;
}

const sayings: Readonly<Record<string, Say>> = {
  'Executing user requested FAILOVER': () => 'alguien pide un failover',
  '+new-epoch': ([epoch]) => `empieza la época ${epoch ?? ''}`.trim(),
  '+try-failover': (args, names) => `intenta relevar a ${instance(args, names)}`,
  '+vote-for-leader': ([id, epoch], names) => `da su voto a ${names.withId(id)}, época ${epoch ?? ''}`,
  'voted for': ([voter, leader], names) => `${names.withId(voter)} vota a ${names.withId(leader)}`,
  '+elected-leader': () => 'dirigirá él este failover',
  '+failover-state-select-slave': () => 'busca la mejor réplica',
  '+selected-slave': (args, names) => `elige a ${instance(args, names)}`,
  '+failover-state-send-slaveof-noone': (args, names) => `le manda a ${instance(args, names)} ser maestro`,
  '+failover-state-wait-promotion': (args, names) => `espera a que ${instance(args, names)} ascienda`,
  '+promoted-slave': (args, names) => `${instance(args, names)} ya es maestro`,
  '+failover-state-reconf-slaves': () => 'reconfigura las demás réplicas',
  '+slave-reconf-sent': (args, names) => `${instance(args, names)} recibe la orden`,
  '+slave-reconf-inprog': (args, names) => `${instance(args, names)} empieza a copiar`,
  '+slave-reconf-done': (args, names) => `${instance(args, names)} ya sigue al nuevo`,
  '+failover-end': () => 'failover terminado',
  '+failover-end-for-timeout': () => 'failover terminado por tiempo',
  '+switch-master': (args, names) => `maestro: de ${names.at(args[1])} a ${names.at(args[3])}`,
  '+slave': (args, names) => `${instance(args, names)}, réplica de ${itsMaster(args, names)}`,
  '+sentinel': (args, names) => `conoce al Sentinel de ${instance(args, names)}`,
  '+sdown': (args, names) => `${downAs(args, names)} no responde`,
  '-sdown': (args, names) => `${downAs(args, names)} vuelve a responder`,
  '+odown': (args, names) => `${instance(args, names)} caído, de acuerdo ${args.at(-1) ?? ''}`.trim(),
  '-odown': (args, names) => `${instance(args, names)} ya no consta caído`,
  '+config-update-from': (args, names) => `recibe la configuración de ${instance(args, names)}`,
  '+convert-to-slave': (args, names) => `${instance(args, names)} pasa a ser réplica`,
  '+reboot': (args, names) => `${instance(args, names)} se ha reiniciado`,
};

export function says(line: LogLine, names: Names): string {
  const say = sayings[line.event];
  return say ? say(line.args, names) : line.args.join(' ');
}

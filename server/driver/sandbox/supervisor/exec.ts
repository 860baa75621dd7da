/** The command that runs a program inside a node, with nothing that the node's own "root" must not have. */
import type { HostName } from '../../../../labs/define.ts';
import { labEnvironment } from '../../environment.ts';
import type { LabIdentity } from '../identity.ts';
import { limited } from '../limits/limits.ts';
import { niced } from '../limits/priority.ts';
import { underFilter } from '../limits/seccomp.ts';

const environment = {
  PATH: '/opt/lab/bin:/opt/cliente:/usr/sbin:/usr/bin:/sbin:/bin',
  ...labEnvironment,
};

/**
 * Whoever enters a user namespace gets all capabilities in it, which would let a student change the lab's network and
 * mounts: they are dropped before the program starts, and no set-uid file brings one back.
 */
export function execInNode(
  host: HostName,
  init: number,
  identity: LabIdentity,
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
): [string, ...string[]] {
  const namespaces = [
    'nsenter',
    '-t',
    String(init),
    '-U',
    '-m',
    '-u',
    '-i',
    '-n',
    '-p',
    '--preserve-credentials',
    '--',
  ];
  const powerless = [
    'setpriv',
    '--no-new-privs',
    '--bounding-set=-all',
    '--inh-caps=-all',
    '--ambient-caps=-all',
    '--',
  ];
  const variables = Object.entries({ ...environment, ...env }).map(([name, value]) => `${name}=${value}`);
  const command = [
    ...namespaces,
    ...powerless,
    ...limited(host),
    ...niced(identity.terminalNiceness),
    'env',
    '-i',
    '-C',
    '/root',
    ...variables,
    // Last, for what is started here is what a learner's program is: see seccomp.ts.
    ...underFilter(),
    ...argv,
  ];
  const [first = 'nsenter', ...rest] = [...identity.prefix, ...command];
  return [first, ...rest];
}

/** The command that changes the lab's own network: a node's link is its end at the bridge, out of the node's reach. */
export function setLink(
  supervisorInit: number,
  identity: LabIdentity,
  node: string,
  state: 'up' | 'down',
): [string, ...string[]] {
  const nsenter = ['nsenter', '-t', String(supervisorInit), '-U', '-n', '--preserve-credentials', '--'];
  const [first = 'nsenter', ...rest] = [
    ...identity.prefix,
    ...nsenter,
    'ip',
    'link',
    'set',
    `v-${node}`,
    state,
  ];
  return [first, ...rest];
}

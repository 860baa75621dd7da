/** The command that makes a lab's namespaces, as its identity, and builds its hosts in them. */
import { client, cluster, hosts, nodes } from '../../../../labs/cluster.ts';
import { inLabNamespaces } from '../../../../scripts/lab-namespaces.mjs';
import { seenAt, toolSeenAt } from '../files/lab-mounts.ts';
import type { LabIdentity } from '../identity.ts';
import { limitOptions } from '../limits/limits.ts';
import { niced } from '../limits/priority.ts';
import { filterParts } from '../limits/seccomp.ts';
import type { Tool } from '../tools/client-tools.ts';

/** Mounts what lab-mounts.ts wrote, and becomes the command: FILE COMMAND… */
const mountThenBecome = 'mount -a -T "$1" || exit 1; shift; exec "$@"';

/** What starts the process tree of a lab: the program, then its arguments. `script` is supervisor.sh; `mounts` the file of lab-mounts.ts, where the lab is another's than the server's. All hosts see what is `shared`, only `cliente` what is of `clients`. */
export function supervisorCommand(
  folder: string,
  script: string,
  identity: LabIdentity,
  shared: readonly Tool[],
  clients: readonly Tool[],
  mounts: string | null,
): readonly [string, ...string[]] {
  const tools = [...shared, ...clients];
  const namespaces = [...niced(identity.niceness), ...inLabNamespaces];
  const seen = mounts === null ? folder : seenAt;
  const specs = hosts.map((host) => `${host.name}:${host.address}`);
  const build: readonly [string, ...string[]] = [
    // It dies with its launcher, which dies with the server.
    'setpriv',
    '--pdeathsig',
    'KILL',
    '--',
    ...namespaces,
    'bash',
    '-c',
    script,
    'supervisor',
    seen,
    String(cluster.prefixLength),
    specs.join(' '),
    ...filterParts(),
    limitOptions(nodes[0].name).join(' '),
    limitOptions(client.name).join(' '),
    String(shared.length),
    ...tools.flatMap(({ from, at }, index) => [mounts === null ? from : toolSeenAt(index), at]),
  ];
  if (mounts === null) return build;
  return [
    'unshare',
    '--mount',
    '--propagation',
    'private',
    'sh',
    '-c',
    mountThenBecome,
    'sh',
    mounts,
    ...identity.prefix,
    ...build,
  ];
}

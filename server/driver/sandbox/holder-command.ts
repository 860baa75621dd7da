/** The command that makes a lab's namespaces, as its identity, and builds its hosts in them. */
import { client, cluster, hosts, nodes } from '../../../labs/cluster.ts';
import type { Tool } from './client-tools.ts';
import type { LabIdentity } from './identity.ts';
import { limitOptions } from './limits.ts';
import { niced } from './priority.ts';
import { filterParts } from './seccomp.ts';

/**
 * Makes the lab's folder and the client's tools reachable for an identity that cannot enter the folders above them, then
 * becomes that identity: LAB TOOLS-COUNT TOOL… COMMAND…
 */
const bindThenBecome = `lab=$1 count=$2 n=0; shift 2; mkdir -p "$lab/tools"
while [ $n -lt $count ]; do
  if [ -d "$1" ]; then mkdir -p "$lab/tools/$n"; else : >>"$lab/tools/$n"; fi
  mount --bind "$1" "$lab/tools/$n" || exit 1
  shift; n=$((n + 1))
done
mount --rbind "$lab" /mnt; exec "$@"`;

/** What starts the process tree of a lab: the program, then its arguments; `script` is holder.sh. `shared` is what all hosts see, `clients` what `cliente` does. */
export function holderCommand(
  folder: string,
  script: string,
  identity: LabIdentity,
  shared: readonly Tool[],
  clients: readonly Tool[],
): readonly [string, ...string[]] {
  const namespaces = [
    ...niced(identity.niceness),
    'unshare',
    '--user',
    '--map-root-user',
    '--net',
    '--mount',
    '--pid',
    '--fork',
    '--kill-child',
    '--mount-proc',
  ];
  const tools = [...shared, ...clients];
  const seen = identity.changes ? '/mnt' : folder;
  const specs = hosts.map((host) => `${host.name}:${host.address}`);
  const build: readonly [string, ...string[]] = [
    // It dies with its launcher, which dies with the server.
    'setpriv',
    '--pdeathsig',
    'KILL',
    '--',
    ...namespaces,
    'sh',
    '-c',
    script,
    'holder',
    seen,
    String(cluster.prefixLength),
    specs.join(' '),
    ...filterParts(),
    limitOptions(nodes[0].name).join(' '),
    limitOptions(client.name).join(' '),
    String(shared.length),
    ...tools.flatMap(({ from, at }, index) => [identity.changes ? `/mnt/tools/${index}` : from, at]),
  ];
  if (!identity.changes) return build;
  return [
    'unshare',
    '--mount',
    '--propagation',
    'private',
    'sh',
    '-c',
    bindThenBecome,
    'sh',
    folder,
    String(tools.length),
    ...tools.map(({ from }) => from),
    ...identity.prefix,
    ...build,
  ];
}

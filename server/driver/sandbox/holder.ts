/** Starts and ends the process tree of a lab: see holder.sh for what it holds. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface, type Interface } from 'node:readline';
import { cluster, hosts, isHostName } from '../../../labs/cluster.ts';
import type { HostName } from '../../../labs/define.ts';
import { withoutDescriptors } from '../../close-descriptors.ts';
import { LabStartFailed, NamespacesForbidden } from '../errors.ts';
import type { Tool } from './client-tools.ts';
import type { LabIdentity } from './identity.ts';
import { limitOptions } from './limits.ts';
import { niced, shareLess } from './priority.ts';
import { findInit, findInside } from './process-tree.ts';
import { filterParts } from './seccomp.ts';

/** Building four sandboxes takes 0.2 s; a machine that needs more than this is not able to. */
const startDeadlineMs = 15_000;

export interface Holder {
  /** The holder's own first process, as this machine counts. */
  readonly init: number;
  /** Each node's first process, as this machine counts. */
  readonly nodes: Readonly<Record<HostName, number>>;
  /** Resolves when no process of the lab is left. */
  readonly ended: Promise<void>;
  /** Pulls the plug, and waits until it is dark. */
  kill(): Promise<void>;
}

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

function holderCommand(
  folder: string,
  script: string,
  identity: LabIdentity,
  tools: readonly Tool[],
): [string, ...string[]] {
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
  const seen = identity.changes ? '/mnt' : folder;
  const specs = hosts.map((host) => `${host.name}:${host.address}`);
  const dieWithServer = ['setpriv', '--pdeathsig', 'KILL', '--'];
  const build = [
    ...dieWithServer,
    ...namespaces,
    'sh',
    '-c',
    script,
    'holder',
    seen,
    String(cluster.prefixLength),
    specs.join(' '),
    ...filterParts(),
    limitOptions.join(' '),
    ...tools.flatMap(({ from, at }, index) => [identity.changes ? `/mnt/tools/${index}` : from, at]),
  ] as const;
  const [perl, ...closing] = withoutDescriptors;
  if (!identity.changes) return [perl, ...closing, ...build];
  return [
    perl,
    ...closing,
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

/** Turns the hosts of a lab on. @throws LabStartFailed, NamespacesForbidden */
export async function startHolder(
  id: string,
  folder: string,
  scriptPath: string,
  identity: LabIdentity,
  tools: readonly Tool[],
): Promise<Holder> {
  const [command, ...args] = holderCommand(folder, readFileSync(scriptPath, 'utf8'), identity, tools);
  const child = spawn(command, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
    // Ctrl+C in the server's terminal is for the server, which turns its labs off in order.
    detached: true,
  });
  if (child.pid !== undefined) void shareLess(child.pid, identity.niceness);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  child.stdin.on('error', () => undefined); // The holder may be gone already.
  // When one host ends by itself, the lab does, and starts again as a whole.
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => line.startsWith('ended ') && child.stdin.end());
  try {
    const inner = await announcedNodes(id, child, lines);
    const init = child.pid === undefined ? null : await findInit(child.pid);
    if (init === null) throw new LabStartFailed(id, 'no se encuentra su primer proceso');
    let over = false;
    void ended.then(() => {
      over = true;
    });
    const kill = async () => {
      if (!over) endProcess(init); // Once over, its number may be another process's.
      await ended;
    };
    return { init, nodes: await hostNumbers(id, init, inner), ended, kill };
  } catch (error) {
    child.stdin.end();
    child.kill('SIGKILL');
    await ended;
    throw error;
  }
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** Reads `node NAME PID` lines until `ready`. */
function announcedNodes(
  id: string,
  child: ChildProcessWithoutNullStreams,
  lines: Interface,
): Promise<Map<HostName, number>> {
  return new Promise((resolve, reject) => {
    const found = new Map<HostName, number>();
    let complaint = '';
    child.stderr.on('data', (bytes: Buffer) => {
      complaint = (complaint + bytes.toString()).slice(-2000);
    });
    const fail = (reason: string) =>
      reject(new LabStartFailed(id, `${reason}${complaint ? `: ${complaint.trim()}` : ''}`));
    const timer = setTimeout(
      () => fail(`sus hosts no están listos tras ${startDeadlineMs / 1000} s`),
      startDeadlineMs,
    );
    child.once('error', (error) => reject(new LabStartFailed(id, error.message, { cause: error })));
    child.once('close', (code) => {
      clearTimeout(timer);
      if (/unshare.*(Operation not permitted|Permission denied|No space left)/.test(complaint))
        reject(new NamespacesForbidden());
      else fail(`su proceso ha terminado (${code ?? 'por una señal'})`);
    });
    lines.on('line', (line) => {
      const [word, name = '', pid] = line.split(' ');
      if (word === 'ended') fail(`el host ${name} ha terminado al arrancar`);
      if (word === 'node' && isHostName(name)) found.set(name, Number(pid));
      if (word !== 'ready') return;
      clearTimeout(timer);
      resolve(found);
    });
  });
}

async function hostNumbers(
  id: string,
  init: number,
  inner: Map<HostName, number>,
): Promise<Record<HostName, number>> {
  const numberOf = async (node: HostName): Promise<number> => {
    const pid = await findInside(init, inner.get(node) ?? -1);
    if (pid === null) throw new LabStartFailed(id, `no se encuentra el primer proceso de ${node}`);
    return pid;
  };
  const [maestro, replica1, replica2, cliente] = await Promise.all([
    numberOf('maestro'),
    numberOf('replica1'),
    numberOf('replica2'),
    numberOf('cliente'),
  ]);
  return { maestro, replica1, replica2, cliente };
}

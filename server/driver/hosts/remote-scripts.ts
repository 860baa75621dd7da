/**
 * The shell scripts that a machine of a lab is driven with. A machine's state is its files, as in every driver; that it is
 * a lab's, and whose, is one more: `marker`, written last and removed first.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { client, files, hosts, isNodeName } from '../../../labs/cluster.ts';
import type { DeclaredState, HostName } from '../../../labs/define.ts';
import { isDown, redisConf, runtime, sentinelConf } from '../../../labs/node/configuration.ts';
import { habits, initScripts, scripts } from '../../../labs/node/tools.ts';
import type { LabSettings } from '../driver.ts';
import { labEnvironment } from '../environment.ts';

const marker = '/var/lib/curso/laboratorio';
/** What a machine says of itself when it is cut off: the command `particion` reads it (labs/node/particion). */
const cutMark = '/run/aislada';

/** The variable that every program of a lab has in its environment: by it they are found when its power is cut. */
const labVariable = 'CURSO_LAB';

const environment = {
  PATH: '/opt/lab/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  ...labEnvironment,
} as const;

/** A word of a shell, whatever is in it. */
const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

/**
 * The words that run a program as the learner: the lab's environment and nothing else, in /root, and without the right to
 * change the machine's network, which is how it is cut.
 */
export function asLearner(
  id: string,
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
): string {
  const variables = Object.entries({ ...environment, ...env, [labVariable]: id });
  return [
    'env',
    '-i',
    '-C',
    '/root',
    ...variables.map(([name, value]) => quoted(`${name}=${value}`)),
    'setpriv',
    '--no-new-privs',
    '--bounding-set=-net_admin',
    '--inh-caps=-all',
    '--',
    ...argv.map(quoted),
  ].join(' ');
}

function write(path: string, text: string, mode = '644'): string {
  const bytes = Buffer.from(text).toString('base64');
  return `base64 -d >${path} <<'FIN'\n${bytes}\nFIN\nchmod ${mode} ${path}`;
}

/** Ends every program of a lab as a power cut does. A pidfile that stays says that its service was on. */
const endAll = `programs() {
  # A process that ends meanwhile is an error to grep, which under \`set -e\` would be the end of this; a service of Redis has written over its environment.
  { grep -lz '^${labVariable}=' /proc/[0-9]*/environ || :; grep -lE '^(redis|valkey)-' /proc/[0-9]*/comm || :; } 2>/dev/null | cut -d/ -f3 | sort -u
}
n=0 quiet=0
while [ $quiet -lt 2 ]; do
  pids=$(programs)
  # One that is just being started shows no environment yet: all have ended when nothing was seen twice.
  if [ -z "$pids" ]; then quiet=$((quiet + 1)); else quiet=0; kill -9 $pids 2>/dev/null || :; fi
  [ $n -lt 250 ] || { echo "no terminan: $pids" >&2; exit 1; }
  n=$((n + 1)); sleep 0.02
done`;

/** In /etc/init.d, unless a package's own is there: that one goes with the machine. */
const initScript = (name: string, text: string): string =>
  `if [ ! -e /etc/init.d/${name} ] || grep -q /opt/lab/bin /etc/init.d/${name}; then\nmkdir -p /etc/init.d\n${write(`/etc/init.d/${name}`, text, '755')}\nfi`;

const heal = `nft delete table inet curso 2>/dev/null || :
rm -f ${cutMark}`;

/** Packets from and to the lab's other machines are lost, and nobody is told; the course's own connection goes on. */
function isolate(node: HostName): string {
  const others = hosts.filter(({ name }) => name !== node).map(({ address }) => address);
  return `set -e
nft -f - <<'FIN'
add table inet curso
delete table inet curso
table inet curso {
  chain entra { type filter hook input priority 0; ip saddr { ${others.join(', ')} } drop; }
  chain sale { type filter hook output priority 0; ip daddr { ${others.join(', ')} } drop; }
}
FIN`;
}

const cut = (node: HostName): string => `${isolate(node)}\n: >${cutMark}`;

/** Empties what a learner may have left. What OpenSSH needs to come back stays. */
const empty = `rm -f ${marker} ${files.redisConf} ${files.sentinelConf} ${files.networkRequests}
rm -f ${Object.values(runtime)
  .flatMap(({ pidfile, socket }) => [pidfile, socket])
  .join(' ')}
find /root -mindepth 1 -maxdepth 1 ! -name .ssh -exec rm -rf {} +
find /tmp -mindepth 1 -maxdepth 1 ! -name 'systemd-*' ! -name '.*' -exec rm -rf {} +
mkdir -p /var/lib/redis /var/log/redis /var/lib/curso /opt/lab/bin
find /var/lib/redis /var/log/redis -mindepth 1 -delete`;

/** The names of the lab's machines; in place, for in a container the file is a mount. */
const names = `{ grep -vE '[[:space:]](${hosts.map(({ name }) => name).join('|')})$' /etc/hosts; cat <<'FIN'
${hosts.map(({ address, name }) => `${address} ${name}`).join('\n')}
FIN
} >/var/lib/curso/hosts && cat /var/lib/curso/hosts >/etc/hosts`;

function nodeFiles(node: HostName, state: DeclaredState, settings: LabSettings): string[] {
  if (!isNodeName(node)) return [];
  const on = (['redis', 'sentinel'] as const).filter((service) => !isDown(state, node, service));
  return [
    write(files.redisConf, redisConf(node, state)),
    write(files.sentinelConf, sentinelConf(node, state, settings.downAfterMs)),
    `: >${files.redisLog}; : >${files.sentinelLog}`,
    // A pidfile says "was on when the power was cut": see labs/node/turn-on.
    ...on.map((service) => `: >${runtime[service].pidfile}`),
  ];
}

/** `payload` is the folder labs/node. */
export function createScript(
  node: HostName,
  id: string,
  state: DeclaredState,
  settings: LabSettings,
  payload: string,
): string {
  const script = (name: string) => readFileSync(join(payload, name), 'utf8');
  return [
    'set -eu; umask 022',
    endAll,
    heal,
    empty,
    names,
    ...scripts.map((name) => write(`/opt/lab/bin/${name}`, script(name), '755')),
    `for n in ${habits.join(' ')}; do ln -sf costumbre /opt/lab/bin/$n; done`,
    ...Object.entries(isNodeName(node) ? initScripts : {}).map(([name, text]) => initScript(name, text)),
    write('/root/.bashrc', script('bashrc')),
    ...(node === client.name ? [write('/root/contador.mjs', script('contador.mjs'))] : []),
    ...nodeFiles(node, state, settings),
    `echo ${id} >${marker}`,
  ].join('\n');
}

const turnOn = (id: string): string =>
  `setsid ${asLearner(id, ['/opt/lab/bin/turn-on'])} </dev/null >/dev/null 2>&1 &`;

export const startScript = (id: string): string => `set -eu
${endAll}
${heal}
${turnOn(id)}`;

export const stopScript = endAll;

/** One machine is off, for the others too: they get no answer, instead of being told that nobody listens. */
export const powerOffScript = (node: HostName): string => `${isolate(node)}\n${endAll}`;

/** `isCut`: from the network, before the power was cut. */
export const powerOnScript = (node: HostName, id: string, isCut: boolean): string => `set -eu
find /tmp -mindepth 1 -maxdepth 1 ! -name 'systemd-*' ! -name '.*' -exec rm -rf {} +
${isCut ? cut(node) : heal}
${turnOn(id)}`;

/** Empties the logs, which exist in every node: see `nodeFiles`. */
export const clearLogsScript = `for f in ${files.redisLog} ${files.sentinelLog}; do [ ! -f $f ] || : >$f; done`;

/** Prints the machine's time zone by its IANA name; nothing where it does not say. */
export const zoneScript = `cat /etc/timezone 2>/dev/null || readlink /etc/localtime | sed 's|.*/zoneinfo/||'`;

export const destroyScript = `set -eu
${endAll}
${heal}
${empty}`;

/** Prints the id of the lab whose files the machine has; nothing where there is none. */
export const whoseScript = `cat ${marker} 2>/dev/null || :`;

export const cutScript = (node: HostName, off: boolean): string => (off ? cut(node) : heal);

/** The largest part of a file that is read, in bytes. */
const largestRead = 1024 * 1024;

/** A link could lead anywhere, and a FIFO has no end: neither is read. */
export const readScript = (path: string): string =>
  `f=${quoted(path)}; [ -f "$f" ] && [ ! -L "$f" ] && head -c ${largestRead} -- "$f"`;

/** New lines from now on, also of a file that is not there yet. Looked for often: not every file system tells of changes. */
export const followCommand = (path: string): string => `exec tail -n 0 -s 0.05 -F -- ${quoted(path)}`;

const needs: Readonly<Record<'every' | 'nodes' | 'client', readonly string[]>> = {
  every: ['bash', 'setpriv', 'setsid', 'nft', 'ip', 'redis-cli', 'base64', 'find', 'tail'],
  nodes: ['redis-server', 'redis-sentinel'],
  client: ['node'],
};

/** Says, a line each, what keeps a machine from being that host of a lab. */
export function lacksScript(node: HostName): string {
  const programs = [...needs.every, ...(isNodeName(node) ? needs.nodes : needs.client)];
  const address = hosts.find(({ name }) => name === node)?.address ?? '';
  return `export PATH=${environment.PATH}
for p in ${programs.join(' ')}; do command -v $p >/dev/null || echo "el programa $p"; done
[ "$(hostname)" = ${node} ] || echo "llamarse ${node} (se llama $(hostname))"
ip -4 -o addr show | grep -q ' ${address}/' || echo "la dirección ${address}"
[ "$(id -u)" = 0 ] || echo "entrar como root"`;
}

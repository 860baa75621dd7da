/** OpenSSH's own configuration for the four machines of a lab, in a folder that goes with the server. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hosts } from '../../../labs/cluster.ts';
import type { HostName } from '../../../labs/define.ts';
import { HostKeyMissing } from './errors.ts';
import type { LabEntry } from './hosts-file.ts';

/** A machine that does not answer within 15 s is gone: its lab ends, and comes back when it does. */
const common = `Host *
  IdentitiesOnly yes
  IdentityAgent none
  BatchMode yes
  PreferredAuthentications publickey
  StrictHostKeyChecking yes
  GlobalKnownHostsFile /dev/null
  UpdateHostKeys no
  ConnectTimeout 5
  ServerAliveInterval 5
  ServerAliveCountMax 3
  StreamLocalBindUnlink yes
  EscapeChar none
  LogLevel ERROR
`;

function pinnedKey(lab: LabEntry, node: HostName): string {
  const { hostKey, hostKeyFile } = lab.hosts[node];
  if (hostKey) return hostKey;
  try {
    return readFileSync(hostKeyFile ?? '', 'utf8').trim();
  } catch (cause) {
    throw new HostKeyMissing(lab.name, node, `no se puede leer ${hostKeyFile}`, { cause });
  }
}

/** Writes `config` and `known_hosts` into a folder; returns the path of the first. @throws HostKeyMissing */
export function writeSshConfig(folder: string, lab: LabEntry, key: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const alias = (node: HostName) => `${lab.name}-${node}`;
  const known = hosts.map(({ name }) => `${alias(name)} ${pinnedKey(lab, name)}\n`);
  writeFileSync(join(folder, 'known_hosts'), known.join(''), { mode: 0o600 });
  const entries = hosts.map(({ name }) => {
    const { address, port = 22, user = 'root' } = lab.hosts[name];
    return `Host ${name}
  HostName ${address}
  Port ${port}
  User ${user}
  HostKeyAlias ${alias(name)}
  ControlPath "${join(folder, name)}"
  IdentityFile "${key}"
  UserKnownHostsFile "${join(folder, 'known_hosts')}"
`;
  });
  const path = join(folder, 'config');
  writeFileSync(path, [...entries, common].join('\n'), { mode: 0o600 });
  return path;
}

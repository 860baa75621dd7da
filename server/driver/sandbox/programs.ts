/** The programs of this machine that the sandbox is made of, and where they are. */
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { ProgramMissing } from '../errors.ts';

const folders = ['/usr/bin', '/usr/sbin', '/bin', '/sbin', '/usr/local/bin', '/usr/local/sbin'];

/** What building a lab and entering it needs. */
const tools = [
  'bwrap',
  'unshare',
  'nsenter',
  'setpriv',
  'prlimit',
  'mount',
  'ip',
  'perl',
  'bash',
  'sh',
] as const;

/** The names that a student types, and the programs that can stand behind each: Redis's own or Valkey's. */
const servers = {
  'redis-server': ['redis-server', 'valkey-server'],
  'redis-cli': ['redis-cli', 'valkey-cli'],
  'redis-sentinel': ['redis-server', 'valkey-server'],
} as const;

export interface Programs {
  /** Absolute path of each of the three names above. */
  readonly servers: Readonly<Record<keyof typeof servers, string>>;
}

/** Finds an executable in the system's folders; null when there is none. */
export function findProgram(name: string): string | null {
  for (const folder of folders) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not in this folder.
    }
  }
  return null;
}

function findServer(name: keyof typeof servers): string {
  for (const candidate of servers[name]) {
    const path = findProgram(candidate);
    // As found, links not followed: Debian's redis-server is a link to a program that looks at the name it was called by.
    if (path) return path;
  }
  throw new ProgramMissing(name);
}

/** @throws ProgramMissing naming the first that this machine lacks. */
export function findPrograms(): Programs {
  const missing = tools.find((tool) => !findProgram(tool));
  if (missing) throw new ProgramMissing(missing);
  return {
    servers: {
      'redis-server': findServer('redis-server'),
      'redis-cli': findServer('redis-cli'),
      'redis-sentinel': findServer('redis-sentinel'),
    },
  };
}

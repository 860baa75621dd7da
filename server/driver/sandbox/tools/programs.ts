/** The programs of this machine that the sandbox is made of, and where they are. */
import { allFolders, findProgram, findServer } from '../../../../scripts/find-program.mjs';
import { ProgramMissing } from '../../errors.ts';

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

function serverOf(name: keyof typeof servers): string {
  const { path, refused } = findServer(servers[name]);
  if (path === null) throw new ProgramMissing(name, allFolders(), refused);
  return path;
}

/** @throws ProgramMissing naming the first that this machine lacks. */
export function findPrograms(): Programs {
  const missing = tools.find((tool) => !findProgram(tool));
  if (missing) throw new ProgramMissing(missing);
  return {
    servers: {
      'redis-server': serverOf('redis-server'),
      'redis-cli': serverOf('redis-cli'),
      'redis-sentinel': serverOf('redis-sentinel'),
    },
  };
}

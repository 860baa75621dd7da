/** What each kind of terminal runs on its node, and the prompt it shows when it waits for a command. */
import { cluster, files } from './cluster.ts';
import type { HostName, Program } from './define.ts';

export function argvOf(program: Program): readonly [string, ...string[]] {
  switch (program) {
    case 'shell':
      return ['bash'];
    case 'redis-cli':
      return ['redis-cli'];
    case 'sentinel':
      return ['redis-cli', '-p', String(cluster.sentinelPort)];
    case 'sentinel-log':
      return ['tail', '-n', '200', '-F', files.sentinelLog];
  }
}

/** The prompt of a program that is ready for a command; null where nothing is typed. */
export function promptOf(program: Program, node: HostName): string | null {
  switch (program) {
    case 'shell':
      return `(${node}) > `;
    case 'redis-cli':
      return `127.0.0.1:${cluster.redisPort}> `;
    case 'sentinel':
      return `127.0.0.1:${cluster.sentinelPort}> `;
    case 'sentinel-log':
      return null;
  }
}

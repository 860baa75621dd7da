/** Follows a file of a machine through its connection: `tail` there, whole lines here. */
import { spawn } from 'node:child_process';
import { StringDecoder } from 'node:string_decoder';
import { withoutDescriptors } from '../../base/close-descriptors.ts';
import type { Follower } from '../driver.ts';
import type { Connection } from './connection.ts';
import { followCommand } from './remote-scripts.ts';

/** A line longer than this is cut: no log of ours has one, and a student's must not fill memory. */
const longestLine = 16 * 1024;

export function followThere(connection: Connection, path: string, onLine: (line: string) => void): Follower {
  const [command, ...args] = [...withoutDescriptors, ...connection.command(followCommand(path), false)];
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let stopped = false;
  child.on('error', () => undefined); // The connection's own end is told to the lab.
  child.stdout.on('data', (bytes: Buffer) => {
    const lines = (rest + decoder.write(bytes)).split('\n');
    rest = (lines.pop() ?? '').slice(-longestLine);
    for (const line of lines) if (!stopped) onLine(line.slice(0, longestLine));
  });
  return {
    stop() {
      stopped = true;
      child.kill();
    },
  };
}

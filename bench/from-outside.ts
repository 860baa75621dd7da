/** A learner's lab reached past the page, on the machine that it runs on. */
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { NodeName, Service } from '../labs/define.ts';
import { runtime } from '../labs/node/configuration.ts';
import { waitFor } from '../server/base/wait.ts';
import { connectUnixSocket } from '../server/driver/sandbox/files/safe-open.ts';
import type { RunningServer } from '../tests/e2e/server.ts';

/** Runs a command that answers OK on a service of a lab, and returns when it was answered, in ms since the epoch. */
export async function tell(
  labFolder: string,
  node: NodeName,
  service: Service,
  command: string,
): Promise<number> {
  const socket = await connectUnixSocket(join(labFolder, 'nodes', node, runtime[service].socket));
  try {
    socket.write(`${command}\r\n`);
    const [answer]: unknown[] = await once(socket, 'data');
    const at = Date.now();
    if (String(answer) !== '+OK\r\n') throw new Error(`${command}: ${String(answer)}`);
    return at;
  } finally {
    socket.destroy();
  }
}

/** The folder of the lab of whoever came last. */
export function newestLab(server: RunningServer, known: ReadonlySet<string> = new Set()): Promise<string> {
  const labs = join(server.dataFolder, 'labs');
  return waitFor(
    'el laboratorio de quien acaba de llegar',
    async () => {
      const found = (await readdir(labs)).map((name) => join(labs, name));
      return found.find((path) => !path.slice(labs.length).includes('.') && !known.has(path));
    },
    { deadlineMs: 20_000 },
  );
}

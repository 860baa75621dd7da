/** The connections to the four machines of one lab of the file: made when they are needed, closed a while after. */
import { join } from 'node:path';
import { hosts } from '../../../labs/cluster.ts';
import type { HostName } from '../../../labs/define.ts';
import { type Connection, openConnection } from './connection.ts';
import type { LabEntry } from './hosts-file.ts';
import { writeSshConfig } from './ssh-config.ts';

export type Connections = Readonly<Record<HostName, Connection>>;

/** A lab that is made is then started, and one that is asked for is then made: with the same connections. */
const keepMs = 5000;

export interface LabLink {
  /** The four connections, for as long as the task runs. @throws HostUnreachable, HostKeyChanged, HostKeyMissing */
  use<T>(task: (connections: Connections) => Promise<T>): Promise<T>;
  /** The same until `release`. */
  hold(): Promise<{ readonly connections: Connections; release(): void }>;
  /** The same script, or each its own, on all four at once; answers by host. */
  each(script: (node: HostName) => string): Promise<Readonly<Record<HostName, string>>>;
}

async function openAll(lab: LabEntry, key: string, folder: string): Promise<Connections> {
  const config = writeSshConfig(folder, lab, key);
  const opened = await Promise.allSettled(hosts.map(({ name }) => openConnection(lab, name, config, folder)));
  const all = opened.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const failed = opened.find((result) => result.status === 'rejected');
  const [maestro, replica1, replica2, cliente] = all;
  if (failed || !maestro || !replica1 || !replica2 || !cliente) {
    for (const connection of all) connection.close();
    throw failed?.reason;
  }
  return { maestro, replica1, replica2, cliente };
}

/** All four at once. It ends when all have ended, for who goes on after a failure must not meet one that is still at it. @throws the first failure */
export async function onAll(
  run: (node: HostName) => Promise<string>,
): Promise<Readonly<Record<HostName, string>>> {
  const answers = await Promise.allSettled(hosts.map(({ name }) => run(name)));
  const failed = answers.find((answer) => answer.status === 'rejected');
  if (failed) throw failed.reason;
  const [maestro = '', replica1 = '', replica2 = '', cliente = ''] = answers.flatMap((answer) =>
    answer.status === 'fulfilled' ? [answer.value] : [],
  );
  return { maestro, replica1, replica2, cliente };
}

export function createLabLink(lab: LabEntry, key: string, root: string): LabLink {
  let current: Promise<Connections> | null = null;
  let users = 0;
  let timer: NodeJS.Timeout | undefined;

  const forget = (which: Promise<Connections>) => {
    if (current === which) current = null;
  };
  const open = (): Promise<Connections> => {
    clearTimeout(timer);
    if (current) return current;
    const opening = openAll(lab, key, join(root, lab.name));
    current = opening;
    void opening.then(
      (connections) => {
        for (const connection of Object.values(connections))
          void connection.ended.then(() => forget(opening));
      },
      () => forget(opening),
    );
    return opening;
  };
  const close = () => {
    const closing = current;
    if (users > 0 || !closing) return;
    forget(closing);
    void closing.then(
      (connections) => Object.values(connections).forEach((connection) => void connection.close()),
      () => undefined,
    );
  };
  const leave = () => {
    users -= 1;
    if (users > 0) return;
    timer = setTimeout(close, keepMs);
    timer.unref();
  };
  const hold = async () => {
    users += 1;
    try {
      const connections = await open();
      let held = true;
      return {
        connections,
        release() {
          if (held) leave();
          held = false;
        },
      };
    } catch (error) {
      leave();
      throw error;
    }
  };
  const use = async <T>(task: (connections: Connections) => Promise<T>): Promise<T> => {
    const { connections, release } = await hold();
    try {
      return await task(connections);
    } finally {
      release();
    }
  };
  return {
    use,
    hold,
    each: (script) => use((connections) => onAll((node) => connections[node].run(script(node)))),
  };
}

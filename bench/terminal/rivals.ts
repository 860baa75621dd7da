/** The servers that are compared, each in a process of its own, and how each is spoken to. */
import {
  type Connect,
  connectEngine,
  connectNaive,
  connectRaw,
  connectWetty,
  type TerminalClient,
} from './clients.ts';
import { type ServerProcess, siblingScript, startProcess } from './servers/process.ts';
import { startWetty } from './servers/wetty.ts';

export const rivalNames = ['este curso', 'ws + node-pty', 'wetty', 'pty por TCP'] as const;
export type RivalName = (typeof rivalNames)[number];

export interface Rival {
  readonly name: RivalName;
  readonly server: ServerProcess;
  connect(session?: string): Promise<TerminalClient>;
}

const starts: Readonly<Record<RivalName, () => Promise<ServerProcess>>> = {
  'este curso': () => startProcess(siblingScript('engine')),
  'ws + node-pty': () => startProcess(siblingScript('naive')),
  wetty: startWetty,
  'pty por TCP': () => startProcess(siblingScript('raw')),
};

const connects: Readonly<Record<RivalName, Connect>> = {
  'este curso': connectEngine,
  'ws + node-pty': connectNaive,
  wetty: connectWetty,
  'pty por TCP': connectRaw,
};

/** Those that start; why the others do not is said. */
export async function startRivals(
  skip: (name: RivalName, reason: string) => void,
): Promise<readonly Rival[]> {
  const rivals: Rival[] = [];
  for (const name of rivalNames) {
    try {
      const server = await starts[name]();
      rivals.push({ name, server, connect: (session) => connects[name](server.port, session) });
    } catch (error) {
      skip(name, error instanceof Error ? error.message : String(error));
    }
  }
  return rivals;
}

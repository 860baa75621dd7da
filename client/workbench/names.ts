/** The sessions there are, and what they are called: others find terminals by these names. */
import { type Host, nodeNames, type Program, programNames } from '../../protocol/names.ts';

export type SessionName = `${Program}@${Host}`;

/** The sessions of each host: the client has neither Redis nor Sentinel. */
export const sessionsByHost: readonly { readonly host: Host; readonly sessions: readonly SessionName[] }[] = [
  ...nodeNames.map((host) => ({ host, sessions: programNames.map((program) => sessionOf(program, host)) })),
  { host: 'cliente', sessions: [sessionOf('shell', 'cliente')] },
];

const programLabels: Readonly<Record<Program, string>> = {
  shell: 'shell',
  'redis-cli': 'redis-cli',
  sentinel: 'sentinel',
  'sentinel-log': 'log de sentinel',
};

export interface SessionParts {
  readonly program: Program;
  readonly node: Host;
}

export function sessionOf(program: Program, node: Host): SessionName {
  return `${program}@${node}`;
}

export function partsOf(session: SessionName): SessionParts {
  for (const { host, sessions } of sessionsByHost) {
    if (!sessions.includes(session)) continue;
    for (const program of programNames)
      if (sessionOf(program, host) === session) return { program, node: host };
  }
  throw new RangeError(`no such session: ${session}`);
}

export function isSessionName(value: unknown): value is SessionName {
  return sessionsByHost.some(({ sessions }) => sessions.some((session) => session === value));
}

/** `maestro · shell` */
export function tabName(session: SessionName): string {
  const { program, node } = partsOf(session);
  return `${node} · ${programLabels[program]}`;
}

/** `Terminal: shell en maestro` */
export function regionName(session: SessionName): string {
  const { program, node } = partsOf(session);
  return `Terminal: ${programLabels[program]} en ${node}`;
}

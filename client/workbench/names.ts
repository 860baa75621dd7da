/** The sessions there are, and what they are called: others find terminals by these names. */
import type { Node, Program } from '../../protocol/names.ts';

export type SessionName = `${Program}@${Node}`;

export const nodes = ['maestro', 'replica1', 'replica2'] as const satisfies readonly Node[];
export const programs = [
  'shell',
  'redis-cli',
  'sentinel',
  'sentinel-log',
] as const satisfies readonly Program[];

const programLabels: Readonly<Record<Program, string>> = {
  shell: 'shell',
  'redis-cli': 'redis-cli',
  sentinel: 'sentinel',
  'sentinel-log': 'log de sentinel',
};

export interface SessionParts {
  readonly program: Program;
  readonly node: Node;
}

export function sessionOf(program: Program, node: Node): SessionName {
  return `${program}@${node}`;
}

export function partsOf(session: SessionName): SessionParts {
  for (const program of programs) {
    for (const node of nodes) if (sessionOf(program, node) === session) return { program, node };
  }
  throw new RangeError(`no such session: ${session}`);
}

export function isSessionName(value: unknown): value is SessionName {
  return programs.some((program) => nodes.some((node) => sessionOf(program, node) === value));
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

export const programLabel = (program: Program): string => programLabels[program];

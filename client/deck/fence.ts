/** What a code fence of a slide is: commands with their expected output, a Sentinel log, or plain output. */
import { type Host, hostNames, type Program } from '../../protocol/names.ts';
import { type LogLine, parseLogLine } from './sentinel-log.ts';

/** The programs a prompt can name; a log is watched, never typed into. */
export type TypedProgram = Exclude<Program, 'sentinel-log'>;

export type Part =
  | {
      readonly kind: 'command';
      readonly program: TypedProgram;
      readonly node: Host;
      /** As the slide writes it, up to and including `>`. */
      readonly prompt: string;
      readonly command: string;
    }
  | { readonly kind: 'output'; readonly text: string };

export type Fence =
  | { readonly kind: 'session'; readonly parts: readonly Part[] }
  | { readonly kind: 'log'; readonly lines: readonly LogLine[] }
  | { readonly kind: 'output'; readonly text: string };

const promptLine =
  /^(?<prompt>(?:(?<program>redis-cli|sentinel) )?\((?<node>maestro|replica1|replica2|cliente)\) >) ?(?<command>\S.*)$/;

function isHost(value: string | undefined): value is Host {
  return hostNames.some((name) => name === value);
}

function parseCommand(line: string): Part | undefined {
  const { prompt, program, node, command } = promptLine.exec(line.trimEnd())?.groups ?? {};
  if (prompt === undefined || command === undefined || !isHost(node)) return undefined;
  const typed = program === 'redis-cli' || program === 'sentinel' ? program : 'shell';
  return { kind: 'command', program: typed, node, prompt, command };
}

export function parseFence(text: string): Fence {
  const rows = text.replace(/\s+$/, '').split('\n');
  const log = rows.map(parseLogLine);
  if (log.every((line) => line !== undefined)) return { kind: 'log', lines: log };

  const parts: Part[] = [];
  for (const row of rows) {
    const command = parseCommand(row);
    const last = parts.at(-1);
    if (command) parts.push(command);
    else if (last?.kind === 'output') parts[parts.length - 1] = { ...last, text: `${last.text}\n${row}` };
    else parts.push({ kind: 'output', text: row });
  }
  const only = parts[0];
  if (parts.length === 1 && only?.kind === 'output') return only;
  return { kind: 'session', parts };
}

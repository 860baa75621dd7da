/** Lines of Sentinel's log: out of a terminal's output, into colours, and through a filter. Pure. */
import type { Node, NodeAddress } from '../../protocol/names.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are control characters
const sequence = /\x1b(?:\[([0-?]*)[ -/]*([@-~])|\][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*[0-Z\\^-~])/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are control characters
const unfinished = /\x1b(?:\[[0-?]*[ -/]*|\][^\x07\x1b]*|[ -/]*)?$/;

/** Text without its sequences; those by which a drawn screen skips blank cells and lines become what they skip. */
function plain(text: string): string {
  return text.replace(sequence, (_whole, parameter: string | undefined, final: string | undefined) => {
    const count = Number(parameter) || 1;
    if (final === 'C') return ' '.repeat(count);
    return final === 'B' ? '\n'.repeat(count) : '';
  });
}

/** What is left of a sequence that was not whole, or began with a control character of eight bits, is no sequence for the terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it takes out
const controls = /[\0-\x08\x0b-\x1f\x7f-\x9f]/g;

/** Cuts output into lines, however it arrives in pieces. */
export class LineReader {
  readonly #decoder = new TextDecoder();
  /** The beginning of a sequence. */
  #open = '';
  #line = '';

  read(bytes: Uint8Array): string[] {
    const text = this.#open + this.#decoder.decode(bytes, { stream: true });
    this.#open = unfinished.exec(text)?.[0] ?? '';
    const lines = (this.#line + plain(text.slice(0, text.length - this.#open.length))).split(/\r*\n/);
    this.#line = lines.pop() ?? '';
    return lines.map((line) => line.replace(controls, ''));
  }
}

const fold = (text: string): string => text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');

export type LineFilter = (line: string) => boolean;

/** Lines that hold every word of the query. A node's name stands for its address too, which is what the log says. */
export function filterOf(query: string, hosts: readonly NodeAddress[]): LineFilter {
  const words = fold(query).split(/\s+/).filter(Boolean);
  const alternatives = words.map((word) => {
    const host = hosts.find(({ name }) => name === word);
    return host ? [word, `${host.address} `, `${host.address}:`] : [word];
  });
  return (line) => {
    // The space at the end lets an address match as a whole word there too.
    const text = `${fold(line)} `;
    return alternatives.every((any) => any.some((word) => text.includes(word)));
  };
}

const paint = (code: string, text: string): string => `\x1b[${code}m${text}\x1b[0m`;

const dim = '90';
const levels: Readonly<Record<string, string>> = { '.': dim, '-': '37', '*': '36', '#': '33' };
/** Each node keeps its colour through the log. */
const nodeColours: Readonly<Record<Node, string>> = { maestro: '94', replica1: '95', replica2: '96' };

/** Red: down. Green: up again. Magenta, bold: a failover and its end. Cyan: the rest. */
function eventColour(event: string): string {
  if (/^\+[so]down$/.test(event)) return '1;31';
  if (/^-[so]down$|^\+reboot$/.test(event)) return '1;32';
  if (/^[+-](?:switch-master|.*failover.*|elected-leader|selected-slave|promoted-slave)$/.test(event))
    return '1;35';
  return '1;36';
}

const record = /^(\d+:[A-Z]) (\d{1,2} \w{3} \d{4} \d\d:\d\d:\d\d\.\d{3}) ([.\-*#]) (.*)$/;

/** The line, letter by letter, with colours; one that is no record of a log is dimmed. */
export function colourLine(line: string, hosts: readonly NodeAddress[]): string {
  const [, process, time, level, message] = record.exec(line) ?? [];
  if (process === undefined || time === undefined || level === undefined || message === undefined)
    return paint(dim, line);
  const event = /^[+-][a-z-]+/.exec(message)?.[0] ?? '';
  const rest = message.slice(event.length).replace(/\d+(?:\.\d+){3}/g, (address) => {
    const host = hosts.find((one) => one.address === address);
    return host ? paint(nodeColours[host.name], address) : address;
  });
  const name = event && paint(eventColour(event), event);
  return `${paint(dim, process)} ${paint('36', time)} ${paint(levels[level] ?? dim, level)} ${name}${rest}`;
}

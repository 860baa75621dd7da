/** Reads the server's messages. By hand: a compiled schema needs `eval`, which the page's security policy forbids. */
import type { TerminalNotice } from '../../protocol/terminal.ts';

type Fields = { readonly [name: string]: unknown };

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value);

/** Null for what a newer server may say and this page does not know. */
export function readNotice(text: string): TerminalNotice | null {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return null;
  }
  return isFields(message) ? fromFields(message) : null;
}

function fromFields(fields: Fields): TerminalNotice | null {
  const { type, version, cols, rows, bytes, writer, code, signal, message } = fields;
  switch (type) {
    case 'screen':
      return isCount(version) &&
        isCount(cols) &&
        isCount(rows) &&
        isCount(bytes) &&
        typeof writer === 'boolean'
        ? { type, version, cols, rows, bytes, writer }
        : null;
    case 'size':
      return isCount(cols) && isCount(rows) ? { type, cols, rows } : null;
    case 'role':
      return typeof writer === 'boolean' ? { type, writer } : null;
    case 'started':
    case 'pong':
      return { type };
    case 'exit':
      return isCount(code) && (isCount(signal) || signal === null) ? { type, code, signal } : null;
    case 'error':
      return typeof code === 'string' && typeof message === 'string' ? { type, code, message } : null;
    default:
      return null;
  }
}

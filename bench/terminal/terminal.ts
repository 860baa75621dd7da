/** A client that is read: waits for text, with or without a real terminal that parses what comes. */
import headless from '@xterm/headless';
import type { TerminalClient } from './clients.ts';
import { prompt } from './servers/shell.ts';

const deadlineMs = 20_000;
/** Text that is waited for may come cut in two. */
const overlap = 64;

export interface Watched extends AsyncDisposable {
  readonly client: TerminalClient;
  readonly bytes: number;
  /** Resolves with the moment at which the text, in output from now on, was read (and parsed). @throws after 20 s */
  sees(text: string): Promise<number>;
  /** Types a command, and resolves at its end, when the prompt is there again. */
  run(command: string): Promise<void>;
}

export interface WatchOptions {
  /** All output goes through xterm's parser before it counts as read. */
  readonly parses?: boolean;
}

export async function watch(client: TerminalClient, { parses = false }: WatchOptions = {}): Promise<Watched> {
  const terminal = parses
    ? new headless.Terminal({ cols: 80, rows: 24, scrollback: 1000, allowProposedApi: true })
    : null;
  let bytes = 0;
  let tail = '';
  let wanted: { readonly text: string; readonly found: (at: number) => void } | null = null;

  const look = (chunk: Buffer) => {
    if (!wanted) return;
    const text = tail + chunk.toString('latin1');
    if (text.includes(wanted.text)) {
      const { found } = wanted;
      wanted = null;
      tail = '';
      found(performance.now());
    } else tail = text.slice(-overlap);
  };
  client.onOutput((chunk, parsed) => {
    bytes += chunk.length;
    const done = () => {
      parsed();
      look(chunk);
    };
    try {
      if (terminal) terminal.write(chunk, done);
      else done();
    } catch {
      // xterm.js throws away what comes when 50 MB wait to be parsed: a server without flow control loses it.
      bytes -= chunk.length;
    }
  });

  const sees = (text: string): Promise<number> => {
    tail = '';
    return new Promise<number>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`waited ${deadlineMs} ms for «${text}», after ${bytes} bytes`)),
        deadlineMs,
      );
      wanted = {
        text,
        found: (at) => {
          clearTimeout(timer);
          resolve(at);
        },
      };
    });
  };
  await sees(prompt);
  return {
    client,
    get bytes() {
      return bytes;
    },
    sees,
    async run(command) {
      const done = sees(prompt);
      client.type(`${command}\r`);
      await done;
    },
    async [Symbol.asyncDispose]() {
      await client.close();
      terminal?.dispose();
    },
  };
}

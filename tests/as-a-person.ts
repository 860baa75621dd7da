/** What a page and its person do, over the same requests and websockets, for virtual learners: those of the load and those of the soak. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Compile } from 'typebox/compile';
import { WebSocket } from 'ws';
import type { HostName, Program } from '../labs/define.ts';
import { promptOf } from '../labs/programs.ts';
import { LabNotice } from '../protocol/lab.ts';
import type { PlainClient } from './terminals/plain-client.ts';

export type Typed = Exclude<Program, 'sentinel-log'>;

/** Compiled, for a hundred learners hear a hundred notices a second: the measuring must not keep the machine busy. */
const notices = Compile(LabNotice);

/** Nobody waits longer than this for a key to be echoed before pressing the next, ms. */
const echoDeadlineMs = 5000;

/** Opens the page as a newcomer; resolves with the cookie that says who they are. */
export async function arrive(url: string): Promise<string> {
  const page = await fetch(url);
  await page.text();
  return page.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

/** Presses «Preparar este caso», and waits until it is done, or for as long as `signal` lets it. */
export async function prepareCase(
  url: string,
  cookie: string,
  caseId: string,
  signal: AbortSignal | null = null,
): Promise<void> {
  const headers = { cookie, 'content-type': 'application/json' };
  const body = JSON.stringify({ case: caseId });
  const response = await fetch(`${url}/api/lab/reset`, { method: 'POST', headers, body, signal });
  const answer = await response.text();
  if (!response.ok) throw new Error(`reset: ${response.status} ${answer}`);
}

/** The page's own connection to its lab; what is no notice of the protocol is passed over. */
export function listenToLab(url: string, cookie: string, onNotice: (notice: LabNotice) => void): WebSocket {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws/lab`, { headers: { cookie } });
  socket.on('message', (data) => {
    const notice: unknown = JSON.parse(String(data));
    if (notices.Check(notice)) onNotice(notice);
  });
  return socket;
}

/** Whether a program waits for a line. */
export function atPrompt({ output }: PlainClient, program: Typed, node: HostName): boolean {
  const prompt = promptOf(program, node) ?? '';
  return output.trimEnd().endsWith(prompt.trimEnd()) || /not connected> *$/.test(output);
}

/** The next output of a terminal, or a person's patience. */
async function echoed({ socket }: PlainClient): Promise<void> {
  let hear: (data: Buffer, isBinary: boolean) => void = () => undefined;
  const heard = new Promise<void>((resolve) => {
    hear = (_data, isBinary) => isBinary && resolve();
    socket.on('message', hear);
  });
  await Promise.race([heard, sleep(echoDeadlineMs, undefined, { ref: false })]);
  socket.off('message', hear);
}

export interface Hand {
  /** How long until the next key, ms. */
  readonly pause: () => number;
  /** The key before was echoed after so long, ms. */
  readonly onEcho?: (ms: number) => void;
}

/** Types a line key by key, each after the echo of the one before, and Enter. Where the terminal is not there any more, nothing. */
export async function typeLine(terminal: PlainClient, line: string, { pause, onEcho }: Hand): Promise<void> {
  for (const key of line) {
    if (terminal.socket.readyState !== WebSocket.OPEN) throw new Error('the terminal has gone');
    const [before, at] = [terminal.output.length, performance.now()];
    const answer = echoed(terminal);
    terminal.type(key);
    await answer;
    onEcho?.(performance.now() - at);
    if (terminal.output.length < before) break; // A new screen: the lab was made anew under it.
    await sleep(pause());
  }
  terminal.type('\r');
}

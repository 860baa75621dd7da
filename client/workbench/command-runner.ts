/** Types a slide's command into a terminal, when the program there waits for one. */
import type { Connection } from './connection.ts';
import type { Emulator } from './emulator.ts';
import { partsOf, type SessionName } from './names.ts';
import { isAtPrompt, isInsideRedisCli } from './prompt.ts';
import { type TerminalStatus, whyNotReady } from './terminal-status.ts';
import type { Typing } from './typing.ts';

/** How long ▶ waits for the prompt of a program that is starting, and of one that was at its prompt before, ms. */
const openingMs = 5000;
const settlingMs = 600;
/** Without anybody at it: for the prompt, and then for the answer, which of a program that stays is none; ms. */
const unattendedMs = 30_000;
const answerMs = 2000;
const pollMs = 40;

export interface Target {
  readonly session: SessionName;
  readonly emulator: Emulator;
  readonly connection: Connection;
  readonly status: TerminalStatus;
  readonly typing: Typing;
}

export interface RunOptions {
  /** Typed key by key, this many ms apart; at once when left out. */
  readonly paceMs?: number;
  /** Stops the typing; what was typed stays on the line. */
  readonly signal?: AbortSignal;
  /**
   * By itself: it leaves a redis-cli that was started in a shell, waits for a busy machine as nobody at a button would, and
   * for the answer, for what is run next in another terminal may need it done.
   */
  readonly unattended?: boolean;
}

/** Null when the command was typed, else why not. */
export async function runCommand(
  target: Target,
  command: string,
  options: RunOptions = {},
): Promise<string | null> {
  const { session, emulator, connection, status, typing } = target;
  if (partsOf(session).program === 'sentinel-log') return 'El log de sentinel solo se lee.';
  if (status.connection.name === 'refused' && !status.connection.forPage) connection.connect();
  if (status.exited) typing.restart();
  if (options.unattended && isInsideRedisCli(session, emulator.cursorLine().before)) typing.type('exit\r');
  const ready = await reachesPrompt(target, options);
  const promptRow = emulator.cursorRow();
  if (!ready || !(await typeAtPace(typing, `${command.trim()}\r`, options)))
    return whyNotReady(session, status, emulator.cursorLine().before);
  if (options.unattended) await answered(target, promptRow, options.signal);
  emulator.terminal.scrollToBottom();
  return null;
}

/** By the same path as a person's keys. */
async function typeAtPace(
  typing: Typing,
  text: string,
  { paceMs = 0, signal }: RunOptions,
): Promise<boolean> {
  if (paceMs === 0) return typing.type(text);
  for (const key of text) {
    if (signal?.aborted || !typing.type(key)) return false;
    await new Promise((resolve) => setTimeout(resolve, paceMs));
  }
  return true;
}

/** Waits long for a program that is starting, briefly for one that has been at its prompt. */
async function reachesPrompt(
  { session, emulator, status }: Target,
  { unattended = false, signal }: RunOptions,
): Promise<boolean> {
  const patienceMs = unattended ? unattendedMs : status.prompted ? settlingMs : openingMs;
  const deadline = performance.now() + patienceMs;
  while (performance.now() < deadline && !signal?.aborted) {
    const { connection, drawn, exited } = status;
    if (connection.name === 'refused') return false;
    if (drawn && !exited && waitsForCommand(session, emulator)) {
      status.prompted = true;
      return true;
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  return false;
}

/** Waits until there is a prompt below the one that was typed at, or the program is clearly one that stays. */
async function answered(
  { session, emulator }: Target,
  promptRow: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  const deadline = performance.now() + answerMs;
  while (performance.now() < deadline && !signal?.aborted) {
    if (emulator.cursorRow() > promptRow && waitsForCommand(session, emulator)) return;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

function waitsForCommand(session: SessionName, emulator: Emulator): boolean {
  const { before, after } = emulator.cursorLine();
  return emulator.terminal.buffer.active.type === 'normal' && isAtPrompt(session, before, after);
}

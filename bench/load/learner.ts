/** A virtual learner: over the same websockets as a page, types the solutions of cases as a person does, and measures what a person feels. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { WebSocket } from 'ws';
import type { Case, HostName } from '../../labs/define.ts';
import type { LabNotice, LabView } from '../../protocol/lab.ts';
import { waitFor } from '../../server/base/wait.ts';
import { arrive, atPrompt, listenToLab, prepareCase, type Typed, typeLine } from '../../tests/as-a-person.ts';
import { PlainClient } from '../../tests/terminals/plain-client.ts';

/** Between two keys, and between reading one instruction and following it, ms: each is drawn between half and one and a half of it. */
const pace = { key: 150, thought: 2000 } as const;
const promptDeadlineMs = 30_000;
const checkDeadlineMs = 120_000;
/** A lab that waits for its turn, on a slow machine. */
const labDeadlineMs = 300_000;
/** Seconds. */
const leastTold = 5;

const some = (ms: number): number => ms * (0.5 + Math.random());

/** What all learners felt, ms. */
export interface Felt {
  /** From opening the page to a lab that has converged. */
  readonly arrival: number[];
  /** From «Preparar este caso» to a lab that has converged. */
  readonly start: number[];
  /** From a key to the first output after it. */
  readonly echo: number[];
  /** From the last thing that happened (a line typed, or what a Sentinel said) to the check in green. */
  readonly check: number[];
  /** What the page said of the wait for a lab the first time that it could tell, over what it was. */
  readonly told: number[];
  readonly errors: string[];
}

export class VirtualLearner {
  readonly #url: string;
  readonly #cookie: string;
  readonly #felt: Felt;
  readonly #lab: WebSocket;
  readonly #terminals = new Map<string, PlainClient>();
  #view: LabView | null = null;
  #lastHappened = 0;
  #wait: { readonly at: number; readonly ms: number } | null = null;
  #greenAt = new Map<string, number>();

  private constructor(url: string, cookie: string, felt: Felt) {
    [this.#url, this.#cookie, this.#felt] = [url, cookie, felt];
    this.#lab = listenToLab(url, cookie, (notice) => this.#hear(notice));
    this.#lab.on('error', (error) => felt.errors.push(error.message));
  }

  static async arrive(url: string, felt: Felt): Promise<VirtualLearner> {
    const began = performance.now();
    const learner = new VirtualLearner(url, await arrive(url), felt);
    await waitFor('el laboratorio de quien llega', () => learner.#view?.converged, {
      deadlineMs: labDeadlineMs,
      everyMs: 20,
    });
    felt.arrival.push(performance.now() - began);
    return learner;
  }

  async play(definition: Case): Promise<void> {
    await sleep(some(pace.thought));
    const began = performance.now();
    await prepareCase(this.#url, this.#cookie, definition.id);
    this.#felt.start.push(performance.now() - began);
    for (const terminal of this.#terminals.values()) terminal.socket.terminate();
    this.#terminals.clear();
    this.#greenAt.clear();
    for (const step of definition.solution) {
      if ('until' in step) await this.#green(step.until);
      else await this.#type(step.on, step.program, step.type);
    }
  }

  leave(): void {
    for (const terminal of this.#terminals.values()) terminal.socket.terminate();
    this.#lab.terminate();
  }

  #hear(notice: LabNotice): void {
    if (notice.type === 'event') this.#lastHappened = performance.now();
    if (notice.type !== 'lab') return;
    this.#view = notice.lab;
    this.#hearWait(notice.lab);
    for (const { id, state } of notice.lab.checks)
      if (state === 'pass' && !this.#greenAt.has(id)) this.#greenAt.set(id, performance.now());
  }

  /** Too short to be worth a word, or not known yet: nothing is told of it. */
  #hearWait({ state, place }: LabView): void {
    const seconds = place?.seconds ?? 0;
    if (state === 'starting' && seconds >= leastTold)
      this.#wait ??= { at: performance.now(), ms: seconds * 1000 };
    if (state !== 'running' || !this.#wait) return;
    this.#felt.told.push(this.#wait.ms / (performance.now() - this.#wait.at));
    this.#wait = null;
  }

  async #green(check: string): Promise<void> {
    const happened = () => this.#lastHappened;
    let last = happened();
    await waitFor(
      `${check} en verde`,
      () => {
        if (!this.#greenAt.has(check)) last = happened();
        return this.#greenAt.has(check);
      },
      { deadlineMs: checkDeadlineMs, everyMs: 20 },
    ).catch((error: Error) => {
      const seen = this.#view?.checks.find(({ id }) => id === check)?.message;
      // What the page would have told a person to do instead of waiting.
      throw new Error([error.message, seen, this.#view?.deadEnd].filter(Boolean).join(' '), { cause: error });
    });
    this.#felt.check.push(Math.max(0, (this.#greenAt.get(check) ?? 0) - last));
  }

  async #terminal(node: HostName, program: Typed): Promise<PlainClient> {
    const key = `${program}@${node}`;
    const known = this.#terminals.get(key);
    if (known) return known;
    const query = { node, program, cols: '100', rows: '30' };
    const opened = await PlainClient.open(this.#url, this.#cookie, query);
    this.#terminals.set(key, opened);
    return opened;
  }

  async #type(node: HostName, program: Typed, line: string): Promise<void> {
    const terminal = await this.#terminal(node, program);
    await waitFor(`el prompt de ${program} en ${node}`, () => atPrompt(terminal, program, node), {
      deadlineMs: promptDeadlineMs,
    });
    await sleep(some(pace.thought));
    await typeLine(terminal, line, {
      pause: () => some(pace.key),
      onEcho: (ms) => this.#felt.echo.push(ms),
    });
    this.#lastHappened = performance.now();
  }
}

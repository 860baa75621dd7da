/** A virtual learner: over the same websockets as a page, types the solutions of cases as a person does, and measures what a person feels. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Value } from 'typebox/value';
import { WebSocket } from 'ws';
import type { Case, HostName, Program } from '../../labs/define.ts';
import { promptOf } from '../../labs/programs.ts';
import { LabNotice, type LabView } from '../../protocol/lab.ts';
import { waitFor } from '../../server/wait.ts';
import { PlainClient } from '../../tests/terminals/plain-client.ts';

/** Between two keys, and between reading one instruction and following it, ms: each is drawn between half and one and a half of it. */
const pace = { key: 150, thought: 2000 } as const;
const promptDeadlineMs = 30_000;
const checkDeadlineMs = 120_000;

const some = (ms: number): number => ms * (0.5 + Math.random());

/** What all learners felt, ms. */
export interface Felt {
  /** From «Preparar este caso» to a lab that has converged. */
  readonly start: number[];
  /** From a key to the first output after it. */
  readonly echo: number[];
  /** From the last thing that happened (a line typed, or what a Sentinel said) to the check in green. */
  readonly check: number[];
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
  #greenAt = new Map<string, number>();

  private constructor(url: string, cookie: string, felt: Felt) {
    [this.#url, this.#cookie, this.#felt] = [url, cookie, felt];
    this.#lab = new WebSocket(`${url.replace('http', 'ws')}/ws/lab`, { headers: { cookie } });
    this.#lab.on('error', (error) => felt.errors.push(error.message));
    this.#lab.on('message', (data) => this.#hear(JSON.parse(String(data))));
  }

  static async arrive(url: string, felt: Felt): Promise<VirtualLearner> {
    const page = await fetch(url);
    await page.text();
    return new VirtualLearner(url, page.headers.getSetCookie()[0]?.split(';')[0] ?? '', felt);
  }

  async play(definition: Case): Promise<void> {
    const began = performance.now();
    const headers = { cookie: this.#cookie, 'content-type': 'application/json' };
    const body = JSON.stringify({ case: definition.id });
    const response = await fetch(`${this.#url}/api/lab/reset`, { method: 'POST', headers, body });
    if (!response.ok) throw new Error(`reset: ${response.status} ${await response.text()}`);
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

  #hear(notice: unknown): void {
    if (!Value.Check(LabNotice, notice)) return;
    if (notice.type === 'event') this.#lastHappened = performance.now();
    if (notice.type !== 'lab') return;
    this.#view = notice.lab;
    for (const { id, state } of notice.lab.checks)
      if (state === 'pass' && !this.#greenAt.has(id)) this.#greenAt.set(id, performance.now());
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
      throw new Error(`${error.message} ${seen}`);
    });
    this.#felt.check.push(Math.max(0, (this.#greenAt.get(check) ?? 0) - last));
  }

  async #terminal(node: HostName, program: Exclude<Program, 'sentinel-log'>): Promise<PlainClient> {
    const key = `${program}@${node}`;
    const known = this.#terminals.get(key);
    if (known) return known;
    const query = { node, program, cols: '100', rows: '30' };
    const opened = await PlainClient.open(this.#url, this.#cookie, query);
    this.#terminals.set(key, opened);
    return opened;
  }

  async #type(node: HostName, program: Exclude<Program, 'sentinel-log'>, line: string): Promise<void> {
    const terminal = await this.#terminal(node, program);
    const prompt = promptOf(program, node) ?? '';
    const ready = () =>
      terminal.output.trimEnd().endsWith(prompt.trimEnd()) || /not connected> *$/.test(terminal.output);
    await waitFor(`el prompt de ${program} en ${node}`, ready, { deadlineMs: promptDeadlineMs });
    await sleep(some(pace.thought));
    for (const key of line) {
      const [before, at] = [terminal.output.length, performance.now()];
      const echoed = new Promise<void>((resolve) => {
        const hear = (_data: Buffer, isBinary: boolean) => {
          if (!isBinary) return;
          terminal.socket.off('message', hear);
          resolve();
        };
        terminal.socket.on('message', hear);
      });
      terminal.socket.send(Buffer.from(key));
      await Promise.race([echoed, sleep(5000)]);
      this.#felt.echo.push(performance.now() - at);
      if (terminal.output.length < before) break; // A new screen: the lab was made anew under it.
      await sleep(some(pace.key));
    }
    terminal.socket.send(Buffer.from('\r'));
    this.#lastHappened = performance.now();
  }
}

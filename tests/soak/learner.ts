/** A virtual learner whom faults befall: does what a page and its person do about them, and remembers what was promised. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Value } from 'typebox/value';
import { WebSocket } from 'ws';
import { fiveCases } from '../../labs/cases/index.ts';
import type { Case, HostName } from '../../labs/define.ts';
import { LabView } from '../../protocol/lab.ts';
import { waitFor } from '../../server/base/wait.ts';
import { arrive, atPrompt, prepareCase, type Typed, typeLine } from '../as-a-person.ts';
import { createRelay, type Relay } from '../relay.ts';
import { PlainClient } from '../terminals/plain-client.ts';
import { LabPage } from './lab-page.ts';
import type { SeededRandom } from './seeded-random.ts';

/** Some ten times a person's pace, ms. */
const pace = { key: 20, thought: 200 } as const;
/** A check that is not green by then is not going to be: a fault was in its way, and its case is prepared again. */
const checkDeadlineMs = 45_000;
const typingDeadlineMs = 45_000;
/** A key without an echo for so long was lost with its connection: the line is typed again, ms. */
const echoDeadlineMs = 4500;
/** How long a line that a lost connection left half typed stands before it is erased, ms. */
const halfLineMs = 1500;
/** The longest that a learner may be without a lab who asks again and again, ms; and how often that is: 20 a minute are granted. */
const patienceMs = 90_000;
const insistMs = 3000;
const answerDeadlineMs = 30_000;

const eraseLine = '\x15';

class Halted extends Error {
  override readonly name = 'Halted';
}

function mustBeHeard(echoMs: number): void {
  if (echoMs > echoDeadlineMs) throw new Error('a key was not echoed');
}

export class SoakLearner {
  readonly name: string;
  readonly relay: Relay;
  /** Since when each check is proven, as a page of this learner was told. */
  readonly proven = new Map<string, string>();
  /** What should not have happened, a line each. */
  readonly broken: string[] = [];
  played = 0;
  begunAgain = 0;
  readonly cookie: string;
  readonly #random: SeededRandom;
  readonly #terminals = new Map<string, PlainClient>();
  readonly #page: LabPage;
  #view: LabView | null = null;
  /** The run of the case that was prepared anew: views of it are of before. */
  #staleRun = '';
  #halting = false;
  #life: Promise<void> = Promise.resolve();

  private constructor(name: string, relay: Relay, cookie: string, random: SeededRandom) {
    [this.name, this.relay, this.cookie, this.#random] = [name, relay, cookie, random];
    this.#page = new LabPage(relay.url, cookie, (lab) => {
      this.#view = lab;
      this.#compare(lab);
    });
  }

  static async arrive(name: string, url: string, random: SeededRandom): Promise<SoakLearner> {
    const relay = await createRelay(url);
    return new SoakLearner(name, relay, await arrive(relay.url), random);
  }

  /** The lab as the page was told of it last. */
  get view(): LabView | null {
    return this.#view;
  }

  /** Plays cases, one after the other, until `halt`. */
  live(): void {
    this.#life = this.#playOn();
  }

  /** Leaves what they are at. */
  async halt(): Promise<void> {
    this.#halting = true;
    await this.#life;
    this.#halting = false;
  }

  /** Prepares a case until it is done, and has no terminal open. @throws WaitExpired */
  async prepare(caseId: string): Promise<void> {
    this.#staleRun = this.#view?.caseSince ?? '';
    await this.#until(
      `${this.name} tiene preparado ${caseId}`,
      async () => {
        const signal = AbortSignal.timeout(answerDeadlineMs);
        await prepareCase(this.relay.url, this.cookie, caseId, signal);
        return true;
      },
      patienceMs,
      insistMs,
    );
    this.#closeTerminals();
  }

  /** What has to work for a learner to go on: a lab, a terminal, a check. @throws WaitExpired */
  async goOn(): Promise<void> {
    await this.prepare('caso-3');
    await this.type('maestro', 'redis-cli', 'CONFIG SET min-replicas-to-write 1');
    await this.green('caso-3/min-replicas');
  }

  /** Asks anew what is proven. */
  async compareProofs(): Promise<void> {
    const response = await fetch(`${this.relay.url}/api/lab`, { headers: { cookie: this.cookie } });
    const view: unknown = await response.json();
    if (!Value.Check(LabView, view)) throw new Error(`${this.name}: ${JSON.stringify(view)}`);
    this.#compare(view);
  }

  async leave(): Promise<void> {
    await this.halt();
    this.#closeTerminals();
    this.#page.close();
    await this.relay[Symbol.asyncDispose]();
  }

  /** What was proven stays proven, since when it was. */
  #compare({ checks }: LabView): void {
    for (const { id, provenAt } of checks) {
      const known = this.proven.get(id);
      if (known === undefined && provenAt !== null) this.proven.set(id, provenAt);
      if (known !== undefined && known !== provenAt)
        this.broken.push(`${this.name}: ${id} se demostró (${known}) y ahora consta ${provenAt}`);
    }
  }

  async #playOn(): Promise<void> {
    while (!this.#halting) {
      const { id, solution } = this.#random.pick(fiveCases);
      try {
        await this.prepare(id);
        await this.#follow(solution);
        this.played += 1;
      } catch (error) {
        if (error instanceof Halted) return;
        this.begunAgain += 1;
        if (String(error).includes('tiene preparado')) this.broken.push(`sin poder seguir: ${error}`);
      }
    }
  }

  async #follow(solution: Case['solution']): Promise<void> {
    for (const step of solution) {
      if ('until' in step) await this.green(step.until);
      else await this.type(step.on, step.program, step.type);
    }
  }

  /** Waits for a check of the case that was prepared last. @throws WaitExpired */
  async green(check: string): Promise<void> {
    const passed = ({ checks, caseSince }: LabView) =>
      caseSince !== this.#staleRun && checks.some(({ id, state }) => id === check && state === 'pass');
    await this.#until(`${check} en verde`, () => this.#view !== null && passed(this.#view), checkDeadlineMs);
  }

  /** Types a line where its program waits for one. @throws WaitExpired */
  async type(node: HostName, program: Typed, line: string): Promise<void> {
    await this.#until(
      `«${line}» en ${program} de ${node}`,
      async () => {
        const terminal = await this.#terminal(node, program);
        if (!(await this.#isReady(terminal, program, node))) return false;
        await sleep(this.#some(pace.thought));
        await typeLine(terminal, line, { pause: () => this.#some(pace.key), onEcho: mustBeHeard });
        return true;
      },
      typingDeadlineMs,
    );
  }

  /** The program waits for a line; one that ended is started again, a half typed line is erased. */
  async #isReady(terminal: PlainClient, program: Typed, node: HostName): Promise<boolean> {
    if (atPrompt(terminal, program, node)) return true;
    const life = terminal.messages.filter(({ type }) => type === 'exit' || type === 'started');
    if (life.at(-1)?.type === 'exit') terminal.send({ type: 'restart' });
    await sleep(halfLineMs);
    if (!atPrompt(terminal, program, node)) terminal.type(eraseLine);
    return false;
  }

  async #terminal(node: HostName, program: Typed): Promise<PlainClient> {
    const key = `${program}@${node}`;
    const known = this.#terminals.get(key);
    if (known?.socket.readyState === WebSocket.OPEN) return known;
    const query = { node, program, cols: '100', rows: '30' };
    const opened = await PlainClient.open(this.relay.url, this.cookie, query);
    this.#terminals.set(key, opened);
    return opened;
  }

  #closeTerminals(): void {
    for (const terminal of this.#terminals.values()) terminal.socket.terminate();
    this.#terminals.clear();
  }

  #some(ms: number): number {
    return ms * (0.5 + this.#random.below(100) / 100);
  }

  /** Waits, unless the learner is told to leave it. @throws WaitExpired, Halted */
  async #until(
    what: string,
    ask: () => boolean | Promise<boolean>,
    deadlineMs: number,
    everyMs = 50,
  ): Promise<void> {
    const answer = async () => (this.#halting ? 'halted' : (await ask()) && 'done');
    if ((await waitFor(what, answer, { deadlineMs, everyMs })) === 'halted') throw new Halted();
  }
}

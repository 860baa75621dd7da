/** One learner's lab: turned on for whoever looks at it, made anew for a case, and how it stands. */
import { initialState } from '../../labs/cluster.ts';
import type { Case, NodeName } from '../../labs/define.ts';
import type { LabState, LabView } from '../../protocol/lab.ts';
import { now } from '../clock.ts';
import type { RunningLab } from '../driver/driver.ts';
import type { LimitMet } from '../driver/errors.ts';
import { createAttention } from './attention.ts';
import { type CaseBook, firstCase, knownCase } from './case-book.ts';
import { CaseWatch } from './case-watch.ts';
import type { History } from './chronicle.ts';
import { LabUnavailable } from './errors.ts';
import type { LabListeners } from './listeners.ts';
import type { Machine } from './machine.ts';
import { createRevivals } from './revivals.ts';
import { labView } from './view.ts';

/** After the last page has gone the cluster is still watched for this long: a reload, or a failover left to itself. */
const lingerMs = 60_000;

const nothingProven: ReadonlyMap<string, string> = new Map();
const nothingAsked: ReadonlyMap<string, number> = new Map();

export interface LabParts {
  readonly machine: Machine;
  readonly book: CaseBook;
  readonly downAfterMs: number;
}

export class Lab {
  readonly #machine: Machine;
  readonly #book: CaseBook;
  readonly #downAfterMs: number;
  readonly #listeners: LabListeners;
  readonly #watch: CaseWatch;
  readonly #revivals = createRevivals();
  readonly #attention = createAttention(lingerMs, () => this.#watch.stop());
  #state: LabState;
  #error: string | null = null;
  /** Its place among those that are to be made; null while it does not wait. */
  #place: number | null = null;
  /** The limit that the running lab has met. */
  #limit: LimitMet | null = null;
  /** The view that was last told. */
  #told = '';
  #disposed = false;
  /** The start or the remake under way: who comes meanwhile waits for the same. */
  #underWay: Promise<unknown> | null = null;

  constructor({ machine, book, downAfterMs }: LabParts, listeners: LabListeners) {
    this.#machine = machine;
    this.#book = book;
    this.#downAfterMs = downAfterMs;
    this.#listeners = listeners;
    this.#watch = new CaseWatch(machine.id, book, { ...listeners, onLook: () => this.#changed() });
    this.#state = machine.lab ? 'running' : 'stopped';
  }

  get id(): string {
    return this.#machine.id;
  }

  get running(): RunningLab | null {
    return this.#machine.lab;
  }

  /** Whether someone looks at it, or did a moment ago. */
  get watched(): boolean {
    return this.#attention.present;
  }

  /** What was seen of it so far, for who has just come. */
  history(): History {
    return this.#watch.history();
  }

  view(
    proven: ReadonlyMap<string, string>,
    help: ReadonlyMap<string, number> = nothingAsked,
    unsaved: string | null = null,
  ): LabView {
    const { cast, deadEnd, demonstration } = this.#book;
    const { lookout } = this.#watch;
    return labView({
      cast,
      deadEnd,
      demonstration,
      unsaved,
      help,
      state: this.#state,
      error: this.#error ?? (this.#limit ?? this.running?.trouble?.())?.message ?? null,
      place: this.#place,
      currentCase: this.#book.record.currentCase,
      caseSince: this.#book.since,
      cluster: lookout?.view ?? null,
      verdicts: this.#book.verdicts,
      proven,
      downAfterMs: this.#downAfterMs,
      client: lookout?.clientView() ?? null,
    });
  }

  /** Turns it on if it is off, and watches it until the result's `release`; resolves with a first observation made. */
  async watch(): Promise<{ release(): void }> {
    const release = this.#attention.enter();
    try {
      await (this.#underWay ?? this.#during(() => this.#turnOn()));
      const { lookout } = this.#watch;
      if (!lookout?.view) await lookout?.firstLook();
    } catch {
      // The view says what went wrong; whoever watches sees the lab come back too.
    }
    return { release };
  }

  /** A chapter was opened: its case is judged from now on. @throws CaseUnknown */
  visit(caseId: string): void {
    this.#watch.visit(caseId);
  }

  /** Judges on a fresh observation. @throws LabUnavailable */
  async check(): Promise<void> {
    await this.#watch.look();
  }

  /** Cuts a node from the lab's network, or puts its cable back. @throws LabUnavailable, NetworkChangeFailed */
  async setNetwork(node: NodeName, cut: boolean): Promise<void> {
    const { running } = this;
    if (!running) throw new LabUnavailable();
    await (cut ? running.cutNetwork(node) : running.restoreNetwork(node));
    await this.check();
  }

  /** Made anew, as a case starts; `demonstration`: what passes then is nobody's proof. @throws CaseUnknown, LabStartFailed, NotConverged */
  async reset(caseId: string = firstCase(), demonstration = false): Promise<void> {
    const definition = knownCase(caseId);
    await this.#underWay?.catch(() => undefined);
    await this.#during(() => this.#remake(definition, demonstration));
  }

  /** Turned off; its files stay. */
  async suspend(): Promise<void> {
    this.#watch.stop();
    this.#attention.close();
    if (this.#state === 'running') this.#state = 'stopped';
    this.#listeners.onOff();
    await this.#machine.off();
    this.#changed();
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    this.#attention.close();
    this.#watch.stop();
    await this.#machine.off();
  }

  /** Tells of the view, but only when something in it is different. */
  #changed(): void {
    const view = JSON.stringify(this.view(nothingProven));
    if (view === this.#told) return;
    this.#told = view;
    this.#listeners.onChange();
  }

  #begin(lab: RunningLab): void {
    this.#watch.start(lab);
    this.#limit = null;
    lab.onLimit?.((limit) => {
      this.#limit = limit;
      this.#changed();
    });
    lab.onEnd(() => void this.#ended(lab));
  }

  /** It waits in line, at that place. */
  readonly #stand = (place: number): void => {
    this.#place = place;
    this.#changed();
  };

  #during<T>(task: () => Promise<T>): Promise<T> {
    const promise = task().finally(() => {
      this.#place = null;
      if (this.#underWay === promise) this.#underWay = null;
    });
    this.#underWay = promise;
    return promise;
  }

  async #turnOn(): Promise<void> {
    const wasOff = this.#machine.lab === null;
    if (wasOff) this.#state = 'starting';
    this.#changed();
    try {
      const lab = await this.#machine.on(initialState, this.#stand);
      if (wasOff) this.#watch.comingUp();
      this.#state = 'running';
      this.#error = null;
      if (!this.#watch.lookout) this.#begin(lab);
      this.#changed();
    } catch (reason) {
      this.#fail(reason);
      throw reason;
    }
  }

  async #remake(definition: Case, demonstration: boolean): Promise<void> {
    const before = this.#machine.lab;
    this.#state = 'starting';
    this.#error = null;
    this.#changed();
    try {
      const lab = await this.#machine.remake(definition.start, {
        onPlace: this.#stand,
        onOff: () => {
          this.#watch.stop();
          this.#listeners.onOff();
        },
      });
      this.#watch.restart(definition, demonstration);
      this.#state = 'running';
      this.#begin(lab);
      await this.#watch.look();
    } catch (reason) {
      // What could not be written has cost nothing: the lab is on, as it was.
      if (before !== null && this.#machine.lab === before) {
        this.#state = 'running';
        this.#changed();
      } else this.#fail(reason);
      throw reason;
    }
  }

  /** Its hosts ended and nobody had asked for it: while someone looks they are turned on again, with their files. */
  async #ended(lab: RunningLab): Promise<void> {
    if (this.#disposed || this.#state !== 'running' || this.#machine.lab === lab) return;
    this.#watch.stop();
    this.#listeners.onOff();
    // It would meet the same limit again.
    if (this.#limit?.ends) return this.#fail(this.#limit);
    this.#state = 'stopped';
    this.#changed();
    const mayComeBack = this.#revivals.another(now());
    if (this.#attention.watchers === 0) return;
    if (mayComeBack) await this.#during(() => this.#turnOn()).catch(() => undefined);
    else this.#fail(new LabUnavailable());
  }

  #fail(reason: unknown): void {
    this.#state = 'failed';
    this.#error = reason instanceof Error ? reason.message : String(reason);
    this.#changed();
  }
}

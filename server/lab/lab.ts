/** One learner's lab: on while someone looks at it, watched for the case it is in, and what is told of it. */
import type { NodeName } from '../../labs/define.ts';
import type { LabView } from '../../protocol/lab.ts';
import type { RunningLab } from '../driver/driver.ts';
import { createAttention } from './attention.ts';
import { type CaseBook, firstCase, knownCase } from './case-book.ts';
import { CaseWatch } from './case-watch.ts';
import type { History } from './chronicle.ts';
import { LabUnavailable } from './errors.ts';
import type { LabPower } from './lab-power.ts';
import { Lifecycle } from './lifecycle.ts';
import type { LabListeners } from './listeners.ts';
import { restartSentinels } from './restart-sentinels.ts';
import { tilting } from './tilt.ts';
import { labView } from './view.ts';

/** After the last page has gone the cluster is still watched for this long: a reload, or a failover left to itself. */
const lingerMs = 60_000;

const nothingProven: ReadonlyMap<string, string> = new Map();
const nothingAsked: ReadonlyMap<string, number> = new Map();

export interface LabParts {
  readonly power: LabPower;
  readonly book: CaseBook;
  readonly downAfterMs: number;
  /** Of its hosts, until one that is on says its own. */
  readonly timeZone: string;
}

export class Lab {
  readonly id: string;
  readonly #lifecycle: Lifecycle;
  readonly #book: CaseBook;
  readonly #downAfterMs: number;
  #timeZone: string;
  readonly #listeners: LabListeners;
  readonly #watch: CaseWatch;
  readonly #attention = createAttention(lingerMs, () => this.#watch.stop());
  /** The view that was last told. */
  #told = '';

  constructor({ power, book, downAfterMs, timeZone }: LabParts, listeners: LabListeners) {
    this.id = power.id;
    this.#book = book;
    this.#downAfterMs = downAfterMs;
    this.#timeZone = power.lab?.timeZone ?? timeZone;
    this.#listeners = listeners;
    this.#watch = new CaseWatch(power.id, book, { ...listeners, onLook: () => this.#changed() });
    this.#lifecycle = new Lifecycle(power, {
      onChange: () => this.#changed(),
      onResumed: (lab) => {
        this.#watch.comingUp();
        this.#watch.start(lab);
      },
      onOff: () => {
        this.#watch.stop();
        listeners.onOff();
      },
      wanted: () => this.#attention.watchers > 0,
    });
  }

  get running(): RunningLab | null {
    return this.#lifecycle.running;
  }

  /** Of its hosts, by its IANA name: what is on says its own, and it stays. */
  get timeZone(): string {
    this.#timeZone = this.running?.timeZone ?? this.#timeZone;
    return this.#timeZone;
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
      ...this.#lifecycle.standing,
      cast,
      deadEnd,
      demonstration,
      unsaved,
      help,
      currentCase: this.#book.record.currentCase,
      caseSince: this.#book.since,
      cluster: lookout?.view ?? null,
      isOff: (node) => this.running?.isOff(node) ?? false,
      verdicts: this.#book.verdicts,
      proven,
      downAfterMs: this.#downAfterMs,
      timeZone: this.timeZone,
      client: lookout?.clientView() ?? null,
    });
  }

  /** Turns it on if it is off, and watches it until the result's `release`; resolves with a first observation made. */
  async watch(): Promise<{ release(): void }> {
    const release = this.#attention.enter();
    try {
      await this.#lifecycle.on();
      await this.#firstLook();
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

  /** Partitions a node from the lab's network, or heals it. @throws LabUnavailable, NetworkChangeFailed */
  async setNetwork(node: NodeName, cut: boolean): Promise<void> {
    const { running } = this;
    if (!running) throw new LabUnavailable();
    await (cut ? running.cutNetwork(node) : running.restoreNetwork(node));
    await this.check();
  }

  /** Starts the Sentinels that distrust their clocks again. @throws LabUnavailable, SentinelRestartFailed */
  async restartTilting(): Promise<void> {
    const { running } = this;
    const cluster = this.#watch.lookout?.view;
    if (!running || !cluster) throw new LabUnavailable();
    await restartSentinels(running, tilting(cluster));
    await this.check();
  }

  /** Turns a node on that was powered off. @throws LabUnavailable, PowerChangeFailed */
  async powerOn(node: NodeName): Promise<void> {
    const { running } = this;
    if (!running) throw new LabUnavailable();
    await running.powerOn(node);
    await this.check();
  }

  /** Made anew, as a case starts; `demonstration`: what passes then is nobody's proof. @throws CaseUnknown, LabStartFailed, NotConverged */
  async reset(caseId: string = firstCase(), demonstration = false): Promise<void> {
    const definition = knownCase(caseId);
    await this.#lifecycle.remake(definition.start, async (lab) => {
      this.#watch.restart(definition, demonstration);
      this.#watch.start(lab);
      await this.#watch.look();
    });
  }

  /** Turned off; its files stay. */
  async suspend(): Promise<void> {
    this.#attention.close();
    await this.#lifecycle.suspend();
  }

  async dispose(): Promise<void> {
    this.#attention.close();
    this.#watch.stop();
    await this.#lifecycle.dispose();
  }

  /** Also where it was on, and nobody looked; one that is being made anew is watched once it is made. */
  async #firstLook(): Promise<void> {
    const { running, standing } = this.#lifecycle;
    if (running && standing.state === 'running' && !this.#watch.lookout) this.#watch.start(running);
    const { lookout } = this.#watch;
    if (!lookout?.view) await lookout?.firstLook();
  }

  /** Tells of the view, but only when something in it is different. */
  #changed(): void {
    const view = JSON.stringify(this.view(nothingProven));
    if (view === this.#told) return;
    this.#told = view;
    this.#listeners.onChange();
  }
}

/** One learner's lab: on while someone looks at it, watched for the case it is in, and what is told of it. */
import type { NodeName } from '../../labs/define.ts';
import type { LabView } from '../../protocol/lab.ts';
import { type Log, silentLog } from '../base/log.ts';
import type { RunningLab } from '../driver/driver.ts';
import { LabUnavailable } from './errors.ts';
import { CaseJudge } from './judging/case-judge.ts';
import { type CaseProgress, firstCase, knownCase } from './judging/case-progress.ts';
import type { OnLabEvent } from './lab-event.ts';
import type { History } from './monitor/snapshot-history.ts';
import { tilting } from './monitor/tilt.ts';
import type { LabPower } from './power/lab-power.ts';
import { Lifecycle } from './power/lifecycle.ts';
import { restartSentinels } from './power/restart-sentinels.ts';
import { labView } from './view.ts';
import { createViewerCount } from './viewer-count.ts';

/** After the last page has gone the cluster is still watched for this long: a reload, or a failover left to itself. */
const lingerMs = 60_000;

const nothingProven: ReadonlyMap<string, string> = new Map();
const nothingAsked: ReadonlyMap<string, number> = new Map();

export interface LabParts {
  readonly power: LabPower;
  readonly caseProgress: CaseProgress;
  readonly downAfterMs: number;
  /** Of its hosts, until one that is on says its own. */
  readonly timeZone: string;
  readonly log?: Log;
}

export class Lab {
  readonly id: string;
  readonly #lifecycle: Lifecycle;
  readonly #progress: CaseProgress;
  readonly #downAfterMs: number;
  #timeZone: string;
  readonly #tell: OnLabEvent;
  readonly #caseJudge: CaseJudge;
  readonly #log: Log;
  readonly #viewers = createViewerCount(lingerMs, () => this.#caseJudge.stop());
  /** The view that was last told. */
  #told = '';

  constructor({ power, caseProgress, downAfterMs, timeZone, log = silentLog }: LabParts, tell: OnLabEvent) {
    this.id = power.id;
    this.#progress = caseProgress;
    this.#downAfterMs = downAfterMs;
    this.#timeZone = power.lab?.timeZone ?? timeZone;
    this.#tell = tell;
    this.#caseJudge = new CaseJudge(power.id, caseProgress, (event) => {
      if (event.type === 'changed') this.#changed();
      else tell(event);
    });
    this.#log = log;
    this.#lifecycle = new Lifecycle(power, log, {
      onChange: () => this.#changed(),
      onResumed: (lab) => {
        this.#caseJudge.comingUp();
        this.#caseJudge.start(lab);
      },
      onOff: () => {
        this.#caseJudge.stop();
        tell({ type: 'off' });
      },
      wanted: () => this.#viewers.count > 0,
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
    return this.#viewers.present;
  }

  /** What was seen of it so far, for who has just come. */
  history(): History {
    return this.#caseJudge.history();
  }

  view(
    proven: ReadonlyMap<string, string>,
    help: ReadonlyMap<string, number> = nothingAsked,
    unsaved: string | null = null,
  ): LabView {
    const { roles, deadEnd, aborted, demonstration } = this.#progress;
    const { monitor } = this.#caseJudge;
    return labView({
      ...this.#lifecycle.status,
      roles,
      deadEnd,
      aborted,
      demonstration,
      unsaved,
      help,
      currentCase: this.#progress.record.currentCase,
      caseSince: this.#progress.since,
      cluster: monitor?.view ?? null,
      isOff: (node) => this.running?.isOff(node) ?? false,
      verdicts: this.#progress.verdicts,
      proven,
      downAfterMs: this.#downAfterMs,
      timeZone: this.timeZone,
      client: monitor?.clientView() ?? null,
    });
  }

  /** Turns it on if it is off, and watches it until the result's `release`; resolves with a first observation made. */
  async watch(): Promise<{ release(): void }> {
    const release = this.#viewers.add();
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
    this.#caseJudge.visit(caseId);
  }

  /** Judges on a fresh observation. @throws LabUnavailable */
  async check(): Promise<void> {
    await this.#caseJudge.look();
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
    const cluster = this.#caseJudge.monitor?.view;
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
      this.#caseJudge.restart(definition, demonstration);
      this.#caseJudge.start(lab);
      await this.#caseJudge.look();
      this.#log.info({ case: definition.id, demonstration }, 'caso preparado');
    });
  }

  /** Turned off; its files stay. */
  async suspend(): Promise<void> {
    this.#viewers.close();
    await this.#lifecycle.suspend();
  }

  async dispose(): Promise<void> {
    this.#viewers.close();
    this.#caseJudge.stop();
    await this.#lifecycle.dispose();
  }

  /** Also where it was on, and nobody looked; one that is being made anew is watched once it is made. */
  async #firstLook(): Promise<void> {
    const { running, status } = this.#lifecycle;
    if (running && status.state === 'running' && !this.#caseJudge.monitor) this.#caseJudge.start(running);
    const { monitor } = this.#caseJudge;
    if (!monitor?.view) await monitor?.firstLook();
  }

  /** Tells of the view, but only when something in it is different. */
  #changed(): void {
    const view = JSON.stringify(this.view(nothingProven));
    if (view === this.#told) return;
    this.#told = view;
    this.#tell({ type: 'changed' });
  }
}

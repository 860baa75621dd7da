/** Judges a lab that is on by the case it is in: what its monitor sees goes to the snapshot history, to the checks, and on to whoever keeps the lab. */
import type { Case, ClusterView } from '../../../labs/define.ts';
import { now } from '../../base/clock.ts';
import type { RunningLab } from '../../driver/driver.ts';
import { LabUnavailable } from '../errors.ts';
import type { OnLabEvent } from '../lab-event.ts';
import { whole } from '../monitor/converged.ts';
import { type LabMonitor, startLabMonitor } from '../monitor/lab-monitor.ts';
import type { MonitorEvent } from '../monitor/monitor-event.ts';
import { createSnapshotHistory, type History, timelineEvent } from '../monitor/snapshot-history.ts';
import type { CaseProgress } from './case-progress.ts';
import type { LabRecord } from './run.ts';

/** A lab that was turned on again is judged once it is whole, or after this: services that are still starting are not a learner's doing. */
const comingUpMs = 3000;

export class CaseJudge {
  readonly #labId: string;
  readonly #progress: CaseProgress;
  readonly #tell: OnLabEvent;
  readonly #snapshots = createSnapshotHistory();
  #monitor: LabMonitor | null = null;
  /** When what is seen counts, unless the cluster is whole before. */
  #judgedFrom = 0;

  /** `tell` hears `changed` whenever something that the lab's view shows may be different. */
  constructor(labId: string, caseProgress: CaseProgress, tell: OnLabEvent) {
    this.#labId = labId;
    this.#progress = caseProgress;
    this.#tell = tell;
  }

  /** Null while it does not watch. */
  get monitor(): LabMonitor | null {
    return this.#monitor;
  }

  history(): History {
    return { moments: this.#snapshots.moments, events: this.#progress.events.map(timelineEvent) };
  }

  start(lab: RunningLab): void {
    this.stop();
    const watchedKeys = () => this.#progress.watchedKeys;
    this.#monitor = startLabMonitor(lab, (event) => this.#hear(event), watchedKeys);
  }

  stop(): void {
    this.#monitor?.stop();
    this.#monitor = null;
  }

  /** Its services have just been started again. */
  comingUp(): void {
    this.#judgedFrom = now() + comingUpMs;
  }

  /** Judges on a fresh observation. @throws LabUnavailable */
  async look(): Promise<void> {
    if (!this.#monitor) throw new LabUnavailable();
    await this.#monitor.look();
  }

  /** A chapter was opened: its case is judged from now on. @throws CaseUnknown */
  visit(caseId: string): void {
    this.#progress.visit(caseId, now());
    this.#tellRecord();
    if (this.#monitor?.view) this.#judge(this.#monitor.view);
    else this.#tell({ type: 'changed' });
  }

  /** The lab was made anew: what was seen of the old one no longer counts. */
  restart({ id }: Case, demonstration: boolean): void {
    this.#progress.restart(id, now(), demonstration);
    this.#snapshots.forget();
    this.#tell({ type: 'forgotten' });
    this.#tellRecord();
  }

  #tellRecord(): void {
    const record: LabRecord = { labId: this.#labId, ...this.#progress.record };
    this.#tell({ type: 'record', record });
  }

  #hear(heard: MonitorEvent): void {
    if (heard.type === 'event') {
      this.#progress.hear(heard.event);
      this.#tell(heard);
      return;
    }
    const update = this.#snapshots.see(heard.view, now());
    if (update) this.#tell({ type: 'snapshot', update });
    this.#judge(heard.view);
  }

  #judge(seen: ClusterView): void {
    if (now() >= this.#judgedFrom || whole(seen)) {
      const before = JSON.stringify(this.#progress.record);
      const proven = this.#progress.see(seen, this.#monitor?.clientSeen() ?? null, now());
      for (const { check, message } of proven) this.#tell({ type: 'proven', check, evidence: message });
      if (JSON.stringify(this.#progress.record) !== before) this.#tellRecord();
    }
    this.#tell({ type: 'changed' });
  }
}

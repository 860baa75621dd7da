/** Watches a lab that is on for the case it is in: what is seen goes to the chronicle, to the judge, and on to whoever keeps the lab. */
import type { Case, ClusterView } from '../../labs/define.ts';
import { now } from '../clock.ts';
import type { RunningLab } from '../driver/driver.ts';
import type { CaseBook } from './case-book.ts';
import { createChronicle, type History, timelineEvent } from './chronicle.ts';
import { whole } from './converged.ts';
import { LabUnavailable } from './errors.ts';
import type { LabListeners } from './listeners.ts';
import { keepLookout, type Lookout } from './lookout.ts';
import type { LabRecord } from './run.ts';

/** A lab that was turned on again is judged once it is whole, or after this: services that are still starting are not a learner's doing. */
const comingUpMs = 3000;

type WatchListeners = Pick<LabListeners, 'onProven' | 'onRecord' | 'onEvent' | 'onSight' | 'onForget'> & {
  /** Something that the lab's view shows may be different. */
  onLook(): void;
};

export class CaseWatch {
  readonly #labId: string;
  readonly #book: CaseBook;
  readonly #listeners: WatchListeners;
  readonly #chronicle = createChronicle();
  #lookout: Lookout | null = null;
  /** When what is seen counts, unless the cluster is whole before. */
  #judgedFrom = 0;

  constructor(labId: string, book: CaseBook, listeners: WatchListeners) {
    this.#labId = labId;
    this.#book = book;
    this.#listeners = listeners;
  }

  /** Null while it does not watch. */
  get lookout(): Lookout | null {
    return this.#lookout;
  }

  history(): History {
    return { moments: this.#chronicle.moments, events: this.#book.events.map(timelineEvent) };
  }

  start(lab: RunningLab): void {
    this.stop();
    this.#lookout = keepLookout(lab, {
      onView: (seen) => this.#see(seen),
      watchedKeys: () => this.#book.watchedKeys,
      onEvent: (event) => {
        this.#book.hear(event);
        this.#listeners.onEvent(event);
      },
    });
  }

  stop(): void {
    this.#lookout?.stop();
    this.#lookout = null;
  }

  /** Its services have just been started again. */
  comingUp(): void {
    this.#judgedFrom = now() + comingUpMs;
  }

  /** Judges on a fresh observation. @throws LabUnavailable */
  async look(): Promise<void> {
    if (!this.#lookout) throw new LabUnavailable();
    await this.#lookout.look();
  }

  /** A chapter was opened: its case is judged from now on. @throws CaseUnknown */
  visit(caseId: string): void {
    this.#book.visit(caseId, now());
    this.#tellRecord();
    if (this.#lookout?.view) this.#judge(this.#lookout.view);
    else this.#listeners.onLook();
  }

  /** The lab was made anew: what was seen of the old one no longer counts. */
  restart({ id }: Case, demonstration: boolean): void {
    this.#book.restart(id, now(), demonstration);
    this.#chronicle.forget();
    this.#listeners.onForget();
    this.#tellRecord();
  }

  #tellRecord(): void {
    const record: LabRecord = { labId: this.#labId, ...this.#book.record };
    this.#listeners.onRecord(record);
  }

  #see(seen: ClusterView): void {
    const sight = this.#chronicle.see(seen, now());
    if (sight) this.#listeners.onSight(sight);
    this.#judge(seen);
  }

  #judge(seen: ClusterView): void {
    if (now() >= this.#judgedFrom || whole(seen)) {
      const before = JSON.stringify(this.#book.record);
      for (const { check, message } of this.#book.see(seen, this.#lookout?.clientSeen() ?? null, now()))
        this.#listeners.onProven(check, message);
      if (JSON.stringify(this.#book.record) !== before) this.#tellRecord();
    }
    this.#listeners.onLook();
  }
}

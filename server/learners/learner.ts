/** A learner while they are here: their lab, what they have proven, and the pages that show it. */

import { cases } from '../../labs/cases/index.ts';
import type { LabNotice, LabView, Progress } from '../../protocol/lab.ts';
import { now } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { CheckUnknown } from '../lab/errors.ts';
import { mostHelp } from '../lab/help.ts';
import type { Lab } from '../lab/lab.ts';
import type { LabEvent, OnLabEvent } from '../lab/lab-event.ts';
import { timelineEvent } from '../lab/monitor/snapshot-history.ts';
import type { ProgressStore, Proof } from '../progress/store.ts';
import { createSaver } from './saver.ts';

/**
 * What the learner's pages are told: notices of the protocol; `ended` once another learner has this browser; and `asked` when the
 * learner asked to be judged, with what was seen then.
 */
export type LearnerNotice =
  | LabNotice
  | { readonly type: 'ended' }
  | { readonly type: 'asked'; readonly lab: LabView };

export interface Learner {
  readonly id: string;
  readonly lab: Lab;
  view(): LabView;
  progress(): Progress;
  /** Judges the open case now, on a fresh observation, because the learner asks. */
  check(): Promise<void>;
  /** Gives the next help with a check; harmless when all was given. @throws CheckUnknown */
  askHelp(check: string): void;
  subscribe(listener: (notice: LearnerNotice) => void): () => void;
  readonly subscribed: boolean;
}

/** The learner's lab as it is at this moment. */
export const labNotice = ({ view }: Pick<Learner, 'view'>): LabNotice => ({
  type: 'lab',
  lab: view(),
  at: new Date(now()).toISOString(),
});

export interface LearnerParts {
  readonly id: string;
  readonly store: ProgressStore;
  readonly proofs: Map<string, Proof>;
  /** How much help with each check was asked for. */
  readonly help: Map<string, number>;
  readonly log: Log;
  readonly closeTerminals: (labId: string) => void;
  /** A check was proven for the first time. */
  readonly onProven: () => void;
  readonly createLab: (tell: OnLabEvent) => Lab;
}

/** What only who keeps the learners does with one. */
export interface KeptLearner extends Learner {
  /** Tells their pages that another learner has the browser now. */
  endPages(): void;
  close(): Promise<void>;
}

export function createLearner({
  id,
  store,
  proofs,
  help,
  log,
  closeTerminals,
  onProven,
  createLab,
}: LearnerParts): KeptLearner {
  const listeners = new Set<(notice: LearnerNotice) => void>();
  const saver = createSaver(() => tellView(), log);

  const provenAt = () => new Map([...proofs].map(([check, proof]) => [check, proof.at]));
  const view = () => lab.view(provenAt(), help, saver.unsaved);
  const tell = (notice: LearnerNotice) => {
    for (const listener of [...listeners]) listener(notice);
  };
  const tellView = () => tell(labNotice({ view }));
  // Proven is what is kept: what a page shows as proven is still there after any fault.
  const prove = (check: string, proof: Proof) => {
    if (proofs.has(check)) return;
    saver.save(async () => {
      const kept = await store.prove(id, check, proof);
      if (proofs.has(check)) return;
      proofs.set(check, kept);
      onProven();
      log.info({ check }, 'comprobación demostrada');
      tellView();
    });
  };

  const hear = (event: LabEvent): void => {
    switch (event.type) {
      case 'changed':
        tellView();
        break;
      case 'snapshot':
        tell({ type: 'cluster', ...event.update });
        break;
      case 'event':
        saver.save(() => store.addEvent(id, event.event));
        tell({ type: 'event', event: timelineEvent(event.event) });
        break;
      case 'proven':
        prove(event.check, { at: new Date().toISOString(), evidence: event.evidence });
        break;
      case 'record':
        saver.save(() => store.saveLab(id, event.record));
        break;
      case 'forgotten':
        saver.save(() => store.forgetEvents(id));
        tell({ type: 'history', ...lab.history() });
        break;
      case 'off':
        closeTerminals(lab.id);
        break;
    }
  };
  const lab: Lab = createLab(hear);

  return {
    id,
    lab,
    view,
    async check() {
      await lab.check();
      tell({ type: 'asked', lab: view() });
    },
    askHelp(check) {
      if (!cases.some(({ checks }) => checks.some(({ id: known }) => known === check)))
        throw new CheckUnknown(check);
      const given = Math.min(mostHelp, (help.get(check) ?? 0) + 1);
      help.set(check, given);
      saver.save(() => store.saveHelp(id, check, given));
      tellView();
    },
    progress: () => ({
      proven: [...proofs].map(([check, proof]) => ({ check, ...proof })),
      help: [...help].map(([check, given]) => ({ check, given })),
      cases: cases.map((definition) => ({
        id: definition.id,
        title: definition.title,
        proven: definition.checks.filter((check) => proofs.has(check.id)).length,
        checks: definition.checks.length,
      })),
    }),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    get subscribed() {
      return listeners.size > 0;
    },
    endPages() {
      tell({ type: 'ended' });
    },
    async close() {
      await lab.dispose();
      await saver.close();
    },
  };
}

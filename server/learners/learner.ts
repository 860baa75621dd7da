/** A learner while they are here: their lab, what they have proven, and the pages that show it. */

import { cases } from '../../labs/cases/index.ts';
import type { LabView, Progress } from '../../protocol/lab.ts';
import type { TimelineEvent } from '../../protocol/topology.ts';
import { CheckUnknown } from '../lab/errors.ts';
import { mostHelp } from '../lab/help.ts';
import type { LabRecord } from '../lab/judging/run.ts';
import type { Lab } from '../lab/lab.ts';
import type { LabListeners } from '../lab/listeners.ts';
import { type History, type SnapshotUpdate, timelineEvent } from '../lab/monitor/snapshot-history.ts';
import type { ProgressStore, Proof } from '../progress/store.ts';

export interface LearnerListener {
  onView(view: LabView): void;
  onSnapshot(update: SnapshotUpdate): void;
  onEvent(event: TimelineEvent): void;
  /** What was seen and heard before no longer counts; this does. */
  onHistory(history: History): void;
  /** Another learner has this browser now. */
  onEnd(): void;
}

export interface Learner {
  readonly id: string;
  readonly lab: Lab;
  view(): LabView;
  progress(): Progress;
  /** Gives the next help with a check; harmless when all was given. @throws CheckUnknown */
  askHelp(check: string): void;
  subscribe(listener: LearnerListener): () => void;
  readonly subscribed: boolean;
}

/** How soon what could not be saved is tried again. */
const saveAgainMs = 2000;

/** Saves one thing after the other, and again until it is kept: what was done is not lost while Redis is away. */
function createSaver(onChange: () => void) {
  let last: Promise<void> = Promise.resolve();
  let closed = false;
  let unsaved: string | null = null;
  const say = (why: string | null) => {
    if (why === unsaved) return;
    unsaved = why;
    onChange();
  };
  const persist = async (task: () => Promise<unknown>) => {
    while (!closed) {
      try {
        await task();
        say(null);
        return;
      } catch (error) {
        say(`Tu progreso no se está guardando. ${error instanceof Error ? error.message : String(error)}`);
        await new Promise((resolve) => setTimeout(resolve, saveAgainMs));
      }
    }
  };
  return {
    /** Why what was given last is not kept; null while there is no trouble. */
    get unsaved() {
      return unsaved;
    },
    save(task: () => Promise<unknown>) {
      last = last.then(() => persist(task));
    },
    async close() {
      const deadline = new Promise<void>((resolve) => setTimeout(resolve, saveAgainMs).unref());
      await Promise.race([last, deadline]);
      closed = true;
    },
  };
}

export interface LearnerParts {
  readonly id: string;
  readonly store: ProgressStore;
  readonly proofs: Map<string, Proof>;
  /** How much help with each check was asked for. */
  readonly help: Map<string, number>;
  readonly closeTerminals: (labId: string) => void;
  /** A check was proven for the first time. */
  readonly onProven: () => void;
  readonly createLab: (listeners: LabListeners) => Lab;
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
  closeTerminals,
  onProven,
  createLab,
}: LearnerParts): KeptLearner {
  const listeners = new Set<LearnerListener>();
  const saver = createSaver(() => tell());

  const provenAt = () => new Map([...proofs].map(([check, proof]) => [check, proof.at]));
  const view = () => lab.view(provenAt(), help, saver.unsaved);
  const tell = () => {
    const told = view();
    for (const listener of listeners) listener.onView(told);
  };

  const lab: Lab = createLab({
    onChange: tell,
    onProven(check, evidence) {
      if (proofs.has(check)) return;
      const proof: Proof = { at: new Date().toISOString(), evidence };
      // Proven is what is kept: what a page shows as proven is still there after any fault.
      saver.save(async () => {
        const kept = await store.prove(id, check, proof);
        if (proofs.has(check)) return;
        proofs.set(check, kept);
        onProven();
        tell();
      });
    },
    onRecord: (record: LabRecord) => saver.save(() => store.saveLab(id, record)),
    onEvent(event) {
      saver.save(() => store.addEvent(id, event));
      for (const listener of listeners) listener.onEvent(timelineEvent(event));
    },
    onSnapshot(update) {
      for (const listener of listeners) listener.onSnapshot(update);
    },
    onForget() {
      saver.save(() => store.forgetEvents(id));
      for (const listener of listeners) listener.onHistory(lab.history());
    },
    onOff: () => closeTerminals(lab.id),
  });

  return {
    id,
    lab,
    view,
    askHelp(check) {
      if (!cases.some(({ checks }) => checks.some(({ id: known }) => known === check)))
        throw new CheckUnknown(check);
      const given = Math.min(mostHelp, (help.get(check) ?? 0) + 1);
      help.set(check, given);
      saver.save(() => store.saveHelp(id, check, given));
      tell();
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
      for (const listener of [...listeners]) listener.onEnd();
    },
    async close() {
      await lab.dispose();
      await saver.close();
    },
  };
}

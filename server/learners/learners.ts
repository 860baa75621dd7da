/** All learners who are here, each with a lab of their own. */

import type { LabView } from '../../protocol/lab.ts';
import { now } from '../base/clock.ts';
import { type Log, referenceOf, silentLog } from '../base/log.ts';
import type { Driver, LabSettings } from '../driver/driver.ts';
import { ClassroomFull } from '../lab/errors.ts';
import { createCaseProgress } from '../lab/judging/case-progress.ts';
import { notAfter } from '../lab/judging/run.ts';
import { Lab } from '../lab/lab.ts';
import { newLabId } from '../lab/lab-id.ts';
import { createLabPower } from '../lab/power/lab-power.ts';
import type { Pool } from '../lab/power/pool.ts';
import { createStartQueue, type StartQueue } from '../lab/power/start-queue.ts';
import type { ProgressStore } from '../progress/store.ts';
import { createLearner, type Learner } from './learner.ts';
import { createWaitingList } from './waiting-list.ts';

/** How often labs that nobody looks at are looked for. */
const sweepMs = 15_000;

export interface LearnersParts {
  readonly driver: Driver;
  readonly pool: Pool;
  readonly store: ProgressStore;
  readonly settings: LabSettings;
  /** In which labs are made. */
  readonly starts?: StartQueue;
  readonly maxLabs: number;
  readonly idleMs: number;
  readonly closeTerminals: (labId: string) => void;
  /** A check was proven for the first time. */
  readonly onProven?: () => void;
  readonly log?: Log;
}

export interface Learners {
  /** The learner of that id, with their lab and progress as they left them; a new lab is made in `timeZone`. @throws ProgressUnavailable */
  open(id: string, timeZone?: string): Promise<Learner>;
  /** The learner of that id if they are here; null: they are not. */
  here(id: string): Promise<Learner | null>;
  /** Turns the learner's lab on and watches it. @throws ClassroomFull */
  watch(learner: Learner): Promise<{ release(): void }>;
  /** Makes the learner's lab anew, as a case starts. @throws CaseUnknown, ClassroomFull, LabStartFailed, NotConverged */
  reset(learner: Learner, caseId: string | undefined, demonstration?: boolean): Promise<LabView>;
  /** The learner will not come back to this browser: their pages end and their lab is turned off. What is kept of them stays. */
  sendAway(id: string): Promise<void>;
  readonly running: number;
  /** Learners whose lab is on, or was a moment ago. */
  readonly present: number;
  dispose(): Promise<void>;
}

type Present = Awaited<ReturnType<typeof createLearner>>;

export function createLearners(parts: LearnersParts): Learners {
  const { driver, pool, store, settings, starts = createStartQueue(), log = silentLog } = parts;
  const present = new Map<string, Promise<Present>>();
  const settled = new Map<string, { readonly learner: Present; quietSince: number }>();

  const arrive = async (id: string, timeZone: string): Promise<Present> => {
    const [proofs, help, kept] = await Promise.all([store.proofs(id), store.help(id), store.lab(id)]);
    const saved = kept && notAfter(kept, now());
    if (saved && saved !== kept) await store.replaceLab(id, saved);
    // A warm lab is for who has a place: it would let a newcomer in past all who wait.
    const warm = saved || runningLabs() >= parts.maxLabs ? null : await pool.take(timeZone);
    const labId = saved?.record.labId ?? warm?.id ?? newLabId();
    const learnerLog = log.child({ learner: referenceOf(id), lab: labId });
    learnerLog.info({ known: saved !== null, warm: warm !== null }, 'llega un estudiante');
    const power = createLabPower(
      driver,
      labId,
      { ...settings, timeZone },
      { warm: warm?.lab ?? null, starts, log: learnerLog },
    );
    const caseProgress = createCaseProgress(saved, settings.downAfterMs, now());
    // Kept before it is used: nobody would find a lab again that is not known to be theirs, and after days it is removed (orphans.ts).
    if (!saved)
      await store.saveLab(id, { labId, ...caseProgress.record }).catch(async (error: unknown) => {
        // Its files stay: what failed may have been kept all the same.
        await power.powerOff();
        throw error;
      });
    const learner = createLearner({
      id,
      store,
      proofs,
      help,
      log: learnerLog,
      closeTerminals: parts.closeTerminals,
      onProven: parts.onProven ?? (() => undefined),
      createLab: (tell) =>
        new Lab({ power, caseProgress, downAfterMs: settings.downAfterMs, timeZone, log: learnerLog }, tell),
    });
    settled.set(id, { learner, quietSince: performance.now() });
    return learner;
  };

  /** Who comes back meanwhile waits until their lab is off and all is kept: two must not use the same files. */
  const leaving = new Map<string, Promise<void>>();
  const leave = (id: string, learner: Present): Promise<void> => {
    const gone = leaving.get(id);
    if (gone) return gone;
    const wasOn = learner.lab.running !== null;
    present.delete(id);
    const closing = learner.close().finally(() => {
      // Only now: until its lab is off it takes the place of one.
      settled.delete(id);
      leaving.delete(id);
      if (wasOn) waitingList.freed();
    });
    leaving.set(id, closing);
    return closing;
  };
  const comeBack = async (id: string, timeZone: string): Promise<Present> => {
    // Why one could not be turned off was told to whoever asked for it.
    await leaving.get(id)?.catch(() => undefined);
    return arrive(id, timeZone);
  };

  const waitingList = createWaitingList();
  /** Those whose lab is being turned on: it is theirs already. */
  const entering = new Set<Learner>();
  const runningLabs = () =>
    [...settled.values()].filter(({ learner }) => learner.lab.running !== null || entering.has(learner))
      .length;

  const mustHaveRoom = (learner: Learner) => {
    if (learner.lab.running !== null || entering.has(learner)) return;
    const place = waitingList.ask(learner.id, parts.maxLabs - runningLabs());
    if (place > 0) {
      log.info({ learner: referenceOf(learner.id), place }, 'no queda laboratorio libre: espera en la cola');
    }
    if (place > 0) throw new ClassroomFull(parts.maxLabs, place, waitingList.waitMs(place));
  };
  const enter = async <T>(learner: Learner, task: () => Promise<T>): Promise<T> => {
    mustHaveRoom(learner);
    entering.add(learner);
    try {
      return await task();
    } finally {
      entering.delete(learner);
    }
  };

  const sweep = () => {
    const lookedAt = performance.now();
    for (const [id, entry] of settled) {
      if (entry.learner.lab.watched || entry.learner.subscribed) entry.quietSince = lookedAt;
      else if (lookedAt - entry.quietSince > parts.idleMs)
        leave(id, entry.learner).catch((error: unknown) =>
          log.error(
            { err: error, learner: referenceOf(id) },
            'no se ha podido apagar un laboratorio que nadie mira',
          ),
        );
    }
  };
  const timer = setInterval(sweep, sweepMs);

  return {
    open(id, timeZone = settings.timeZone) {
      const here = present.get(id);
      if (here) return here;
      const coming = comeBack(id, timeZone);
      present.set(id, coming);
      // The caller hears why; who comes later begins anew.
      coming.catch(() => present.delete(id));
      return coming;
    },

    // One who could not arrive is not here.
    here: async (id) => (await present.get(id)?.catch(() => null)) ?? null,

    watch: (learner) => enter(learner, () => learner.lab.watch()),

    reset: (learner, caseId, demonstration) =>
      enter(learner, async () => {
        await learner.lab.reset(caseId, demonstration);
        return learner.view();
      }),

    async sendAway(id) {
      // One who could not arrive has nothing to end.
      const learner = await present.get(id)?.catch(() => null);
      if (!learner) return;
      learner.endPages();
      parts.closeTerminals(learner.lab.id);
      await leave(id, learner);
    },

    get present() {
      return settled.size;
    },

    get running() {
      return runningLabs();
    },

    async dispose() {
      clearInterval(timer);
      await Promise.allSettled(leaving.values());
      const all = await Promise.allSettled(present.values());
      await Promise.all(
        all.map((result) => (result.status === 'fulfilled' ? result.value.close() : undefined)),
      );
      present.clear();
      settled.clear();
    },
  };
}

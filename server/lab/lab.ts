/** One learner's lab: its machine, whoever looks at it, and the case it is in. */
import { initialState } from '../../labs/cluster.ts';
import type { Case, SentinelEvent } from '../../labs/define.ts';
import type { LabState, LabView } from '../../protocol/lab.ts';
import type { RunningLab } from '../driver/driver.ts';
import { waitFor } from '../wait.ts';
import { type CaseBook, firstCase, knownCase } from './case-book.ts';
import { LabUnavailable } from './errors.ts';
import type { Machine } from './machine.ts';
import { type ClusterView, type Observer, observe } from './observer.ts';
import type { LabRecord } from './run.ts';
import { labView } from './view.ts';

/** After the last page has gone the cluster is still watched for this long: a reload, or a failover left to itself. */
const lingerMs = 60_000;
/** How long a first look may take once the lab is on. */
const firstLookMs = 5000;
/** A lab that ends by itself this often within a minute stays off until someone acts. */
const mostRevivals = 3;

const nothingProven: ReadonlyMap<string, string> = new Map();

export interface LabListeners {
  /** The view has changed, or may have. */
  onChange(): void;
  onProven(check: string, message: string): void;
  onRecord(record: LabRecord): void;
  onEvent(event: SentinelEvent): void;
  /** The events kept so far no longer count. */
  onForget(): void;
  /** The hosts went off: the terminals on them have ended. */
  onOff(): void;
}

export interface Lab {
  readonly id: string;
  readonly running: RunningLab | null;
  /** Whether someone looks at it, or did a moment ago. */
  readonly watched: boolean;
  view(proven: ReadonlyMap<string, string>): LabView;
  /** Turns it on if it is off, and watches it until `release`; resolves with its first observation made. */
  watch(): Promise<{ release(): void }>;
  visit(caseId: string): void;
  /** Judges on a fresh observation. @throws LabUnavailable */
  check(): Promise<void>;
  /** Made anew, as a case starts. @throws CaseUnknown, LabStartFailed, NotConverged */
  reset(caseId?: string): Promise<void>;
  /** Turned off; its files stay. */
  suspend(): Promise<void>;
  dispose(): Promise<void>;
}

export interface LabParts {
  readonly machine: Machine;
  readonly book: CaseBook;
  readonly downAfterMs: number;
}

export function createLab({ machine, book, downAfterMs }: LabParts, listeners: LabListeners): Lab {
  let state: LabState = machine.lab ? 'running' : 'stopped';
  let error: string | null = null;
  let observer: Observer | null = null;
  let watchers = 0;
  let linger: NodeJS.Timeout | null = null;
  let revivals: number[] = [];
  let sent = '';
  let disposed = false;
  /** The start or the remake under way: who comes meanwhile waits for the same. */
  let underWay: Promise<unknown> | null = null;

  const view = (proven: ReadonlyMap<string, string>): LabView =>
    labView({
      state,
      error,
      currentCase: book.record.currentCase,
      cluster: observer?.view ?? null,
      verdicts: book.verdicts,
      proven,
      downAfterMs,
    });
  const record = (): LabRecord => ({ labId: machine.id, ...book.record });
  const changed = () => {
    // The page is told only when something in it would be different.
    const now = JSON.stringify(view(nothingProven));
    if (now === sent) return;
    sent = now;
    listeners.onChange();
  };

  const judgeNow = (seen: ClusterView) => {
    const before = JSON.stringify(book.record);
    for (const { check, message } of book.see(seen, Date.now())) listeners.onProven(check, message);
    if (JSON.stringify(book.record) !== before) listeners.onRecord(record());
    changed();
  };

  const stopObserving = () => {
    observer?.stop();
    observer = null;
  };
  const startObserving = (lab: RunningLab) => {
    stopObserving();
    observer = observe(lab, {
      onView: judgeNow,
      onEvent: (event) => {
        book.hear(event);
        listeners.onEvent(event);
      },
    });
    lab.onEnd(() => void ended(lab));
  };

  const fail = (reason: unknown) => {
    state = 'failed';
    error = reason instanceof Error ? reason.message : String(reason);
    changed();
  };

  const ended = async (lab: RunningLab) => {
    if (disposed || machine.lab !== null || state !== 'running' || lab === machine.lab) return;
    stopObserving();
    listeners.onOff();
    state = 'stopped';
    changed();
    const now = Date.now();
    revivals = [...revivals.filter((at) => now - at < 60_000), now];
    if (watchers === 0) return;
    if (revivals.length > mostRevivals) fail(new LabUnavailable());
    else await during(turnOn).catch(() => undefined);
  };

  const during = <T>(task: () => Promise<T>): Promise<T> => {
    const promise = task().finally(() => {
      if (underWay === promise) underWay = null;
    });
    underWay = promise;
    return promise;
  };

  const turnOn = async (): Promise<RunningLab> => {
    if (!machine.lab) state = 'starting';
    changed();
    try {
      const lab = await machine.on(initialState);
      state = 'running';
      error = null;
      if (!observer) startObserving(lab);
      changed();
      return lab;
    } catch (reason) {
      fail(reason);
      throw reason;
    }
  };

  const remake = async (definition: Case): Promise<void> => {
    state = 'starting';
    error = null;
    stopObserving();
    changed();
    listeners.onOff();
    try {
      const lab = await machine.remake(definition.start);
      book.restart(definition.id, Date.now());
      listeners.onForget();
      listeners.onRecord(record());
      state = 'running';
      startObserving(lab);
      await observer?.look();
    } catch (reason) {
      fail(reason);
      throw reason;
    }
  };

  const release = () => {
    watchers -= 1;
    if (watchers > 0) return;
    linger = setTimeout(() => {
      linger = null;
      stopObserving();
    }, lingerMs);
  };

  return {
    id: machine.id,
    get running() {
      return machine.lab;
    },
    get watched() {
      return watchers > 0 || linger !== null;
    },
    view,

    async watch() {
      watchers += 1;
      if (linger) clearTimeout(linger);
      linger = null;
      try {
        await (underWay ?? during(turnOn));
        if (observer && !observer.view)
          await waitFor('la primera observación del clúster', () => observer?.view !== null, {
            deadlineMs: firstLookMs,
            everyMs: 10,
          });
      } catch {
        // The view says what went wrong; whoever watches sees the lab come back too.
      }
      return { release };
    },

    visit(caseId) {
      book.visit(caseId, Date.now());
      listeners.onRecord(record());
      if (observer?.view) judgeNow(observer.view);
      else changed();
    },

    async check() {
      if (!observer) throw new LabUnavailable();
      await observer.look();
    },

    async reset(caseId) {
      const definition = knownCase(caseId ?? firstCase());
      await underWay?.catch(() => undefined);
      await during(() => remake(definition));
    },

    async suspend() {
      stopObserving();
      if (linger) clearTimeout(linger);
      linger = null;
      if (state === 'running') state = 'stopped';
      listeners.onOff();
      await machine.off();
      changed();
    },

    async dispose() {
      disposed = true;
      if (linger) clearTimeout(linger);
      stopObserving();
      await machine.off();
    },
  };
}

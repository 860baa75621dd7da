/** How one lab comes and goes: turned on, made anew, brought back when its hosts end; and its status. */
import { initialState } from '../../../labs/cluster.ts';
import type { DeclaredState } from '../../../labs/define.ts';
import type { LabState } from '../../../protocol/lab.ts';
import { now } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { RunningLab } from '../../driver/driver.ts';
import type { LimitMet } from '../../driver/errors.ts';
import { LabUnavailable } from '../errors.ts';
import type { LabPower } from './lab-power.ts';
import { createRestartBudget } from './restart-budget.ts';
import type { StartPlace } from './start-queue.ts';

export interface LifecycleStatus {
  readonly state: LabState;
  /** Why it is not on, or what is wrong with it although it is. */
  readonly error: string | null;
  /** Its place among those that are to be made; null while it does not wait. */
  readonly place: StartPlace | null;
}

interface LifecycleListeners {
  /** Its status may be different. */
  onChange(): void;
  /** It was off and is on again, with the files it had. */
  onResumed(lab: RunningLab): void;
  onOff(): void;
  /** Whether it comes back when its hosts end. */
  wanted(): boolean;
}

export class Lifecycle {
  readonly #power: LabPower;
  readonly #listeners: LifecycleListeners;
  readonly #log: Log;
  readonly #restartBudget = createRestartBudget();
  #state: LabState;
  #error: string | null = null;
  #place: StartPlace | null = null;
  /** The limit that the running lab has met. */
  #limit: LimitMet | null = null;
  /** The lab that is listened to. */
  #heard: RunningLab | null = null;
  /** The start or the remake under way: who comes meanwhile waits for the same. */
  #underWay: Promise<unknown> | null = null;
  #disposed = false;

  constructor(power: LabPower, log: Log, listeners: LifecycleListeners) {
    this.#log = log;
    this.#power = power;
    this.#listeners = listeners;
    this.#state = power.lab ? 'running' : 'stopped';
    if (power.lab) this.#hear(power.lab);
  }

  get running(): RunningLab | null {
    return this.#power.lab;
  }

  get status(): LifecycleStatus {
    const trouble = this.#limit ?? this.running?.trouble?.();
    return { state: this.#state, error: this.#error ?? trouble?.message ?? null, place: this.#place };
  }

  /** Turns it on if it is off, or waits for what is under way. @throws LabStartFailed, NotConverged, LabUnavailable */
  async on(): Promise<void> {
    this.#mustBeKept();
    await (this.#underWay ?? this.#during(() => this.#start()));
  }

  /** Made anew in that state; it is on for its learner once `onMade` has ended. @throws LabStartFailed, NotConverged, LabUnavailable */
  async remake(state: DeclaredState, onMade: (lab: RunningLab) => Promise<void>): Promise<void> {
    // Asked again after each wait: others wait for the same, and one of them may have begun something else.
    while (this.#underWay) await this.#underWay.catch(() => undefined);
    this.#mustBeKept();
    await this.#during(() => this.#makeAnew(state, onMade));
  }

  /** Turned off; its files stay. */
  async suspend(): Promise<void> {
    if (this.#state === 'running') this.#state = 'stopped';
    this.#listeners.onOff();
    await this.#power.powerOff();
    this.#listeners.onChange();
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    await this.#power.powerOff();
  }

  /** Who holds a lab that was let go must not turn it on: the one who has it now may. @throws LabUnavailable */
  #mustBeKept(): void {
    if (this.#disposed) throw new LabUnavailable();
  }

  #hear(lab: RunningLab): void {
    if (this.#heard === lab) return;
    this.#heard = lab;
    this.#limit = null;
    lab.onLimit?.((limit) => {
      this.#limit = limit;
      if (limit) this.#log.warn({ err: limit }, 'el laboratorio ha llegado a un límite');
      this.#listeners.onChange();
    });
    lab.onEnd(() => void this.#ended());
  }

  /** It waits, at that place in the start queue. */
  readonly #waitAt = (place: StartPlace): void => {
    this.#place = place;
    this.#listeners.onChange();
  };

  #during<T>(task: () => Promise<T>): Promise<T> {
    const promise = task().finally(() => {
      this.#place = null;
      if (this.#underWay === promise) this.#underWay = null;
    });
    this.#underWay = promise;
    return promise;
  }

  async #start(): Promise<void> {
    const wasOff = this.running === null;
    if (wasOff) this.#is('starting');
    try {
      const lab = await this.#power.start(initialState, this.#waitAt);
      this.#mustBeKept();
      this.#hear(lab);
      if (wasOff) this.#listeners.onResumed(lab);
      this.#is('running');
    } catch (reason) {
      this.#fail(reason);
      throw reason;
    }
  }

  async #makeAnew(state: DeclaredState, onMade: (lab: RunningLab) => Promise<void>): Promise<void> {
    const before = this.running;
    this.#is('starting');
    try {
      const hooks = { onPlace: this.#waitAt, onOff: () => this.#listeners.onOff() };
      const lab = await this.#power.remake(state, hooks);
      this.#mustBeKept();
      this.#state = 'running';
      this.#hear(lab);
      await onMade(lab);
    } catch (reason) {
      // What could not be written has cost nothing: the lab is on, as it was.
      if (before !== null && this.running === before) this.#is('running');
      else this.#fail(reason);
      throw reason;
    }
  }

  /** Its hosts ended and nobody had asked for it: while someone looks they are turned on again, with their files. */
  async #ended(): Promise<void> {
    if (this.#disposed || this.#state !== 'running' || this.running !== null) return;
    this.#listeners.onOff();
    // It would meet the same limit again.
    if (this.#limit?.ends) return this.#fail(this.#limit);
    this.#log.warn('los hosts del laboratorio se han acabado sin que nadie lo pidiera');
    this.#is('stopped');
    const mayComeBack = this.#restartBudget.spend(now());
    if (!this.#listeners.wanted()) return;
    // Why it cannot be started is in its status, and in the log.
    if (mayComeBack) await this.#during(() => this.#start()).catch(() => undefined);
    else this.#fail(new LabUnavailable());
  }

  #is(state: LabState, error: string | null = null): void {
    this.#state = state;
    this.#error = error;
    this.#listeners.onChange();
  }

  #fail(reason: unknown): void {
    this.#log.error({ err: reason }, 'el laboratorio no está encendido');
    this.#is('failed', reason instanceof Error ? reason.message : String(reason));
  }
}

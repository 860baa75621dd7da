/** Plays a case: goes through its slides, types their commands, and waits on each for its checks. */
import type { RunResult, SessionName } from '../workbench/workbench.ts';

/** The longest that a check may take: the silence before a failover, the election, the old master's conversion; ms. */
const checkDeadlineMs = 120_000;
const pollMs = 100;
/** A slide is read for as many keys' time as this, and a command's answer for a third of it. */
const readingKeys = 60;

export interface Command {
  readonly session: SessionName;
  readonly line: string;
}

/** What the player needs of the page. */
export interface Stage {
  /** How many slides the case has. */
  readonly slides: number;
  /** Shows a slide; false when the learner has gone elsewhere. */
  show(index: number): boolean;
  /** The commands of the shown slide, as its ▶ would run them now. */
  commands(): readonly Command[];
  /** The titles of the shown slide's checks that have not passed. */
  pending(): readonly string[];
  run(command: Command, options: { paceMs: number; signal: AbortSignal }): Promise<RunResult>;
}

export class DemonstrationStopped extends Error {
  override readonly name = 'DemonstrationStopped';
}

export interface PlayOptions {
  /** Between two keys, ms; asked before each, for it may change. */
  readonly pace: () => number;
  readonly signal: AbortSignal;
  readonly onStep: (slide: number, slides: number, doing: string) => void;
}

/** @throws DemonstrationStopped, with what could not be done; nothing is thrown when `signal` ends it */
export async function play(stage: Stage, { pace, signal, onStep }: PlayOptions): Promise<void> {
  const rest = (ms: number) => sleep(ms, signal);
  for (let index = 0; index < stage.slides && !signal.aborted; index += 1) {
    if (!stage.show(index)) throw new DemonstrationStopped('has pasado a otra diapositiva');
    onStep(index + 1, stage.slides, 'leyendo');
    await rest(pace() * readingKeys);
    for (const command of stage.commands()) {
      if (signal.aborted) return;
      onStep(index + 1, stage.slides, `escribiendo en ${command.session.replace('@', ' de ')}`);
      const result = await stage.run(command, { paceMs: pace(), signal });
      if (!result.ok && !signal.aborted) throw new DemonstrationStopped(result.reason);
      await rest((pace() * readingKeys) / 3);
    }
    await whenPassed(stage, signal, (title) => onStep(index + 1, stage.slides, `esperando: ${title}`));
  }
}

async function whenPassed(
  stage: Stage,
  signal: AbortSignal,
  waiting: (title: string) => void,
): Promise<void> {
  const end = performance.now() + checkDeadlineMs;
  for (let [first] = stage.pending(); first !== undefined && !signal.aborted; [first] = stage.pending()) {
    waiting(first);
    if (performance.now() > end)
      throw new DemonstrationStopped(`«${first}» no se ha cumplido en ${checkDeadlineMs / 1000} s`);
    await sleep(pollMs, signal);
  }
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });
}

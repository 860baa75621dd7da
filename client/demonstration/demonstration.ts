/** «Demostración»: asks, prepares the case to be shown, plays it, and stops at any key. */
import type { Deck } from '../deck/deck.ts';
import type { Ask } from '../elements/confirm.ts';
import { closest, element } from '../elements/dom.ts';
import { say as sayIn } from '../elements/say.ts';
import { sessionsIn } from '../elements/sessions.ts';
import { prepareDemonstration } from '../lab/api.ts';
import type { LabSnapshot, Store } from '../lab/store.ts';
import type { RunOptions } from '../workbench/command-runner.ts';
import type { RunResult, SessionName } from '../workbench/workbench.ts';
import { type Command, DemonstrationStopped, play, type Stage } from './player.ts';

export interface DemonstrationParts {
  readonly deck: Deck;
  readonly store: Store<LabSnapshot>;
  readonly ask: Ask;
  run(session: SessionName, line: string, options: RunOptions): Promise<RunResult>;
}

/** Keys that only accompany others. */
const modifiers = ['Shift', 'Control', 'Alt', 'AltGraph', 'Meta'];
const resultMs = 8000;

function commandsOf(slide: HTMLElement): Command[] {
  return [...slide.querySelectorAll<HTMLElement>('[data-run]')].flatMap((button) => {
    const [session] = sessionsIn(button.dataset['run']);
    const line = button.dataset['command'];
    return session === undefined || line === undefined ? [] : [{ session, line }];
  });
}

function stageOf(caseId: string, { deck, store, run }: DemonstrationParts): Stage {
  const slides = [...document.querySelectorAll<HTMLElement>(`.slides section[data-case="${caseId}"]`)];
  let shown: HTMLElement | undefined;
  return {
    slides: slides.length,
    show(index) {
      if (shown && deck.reveal.getCurrentSlide() !== shown) return false;
      shown = slides[index];
      if (!shown) return false;
      const { h, v } = deck.reveal.getIndices(shown);
      deck.reveal.slide(h, v);
      return true;
    },
    commands: () => (shown ? commandsOf(shown) : []),
    pending() {
      const ids = [...(shown?.querySelectorAll<HTMLElement>('[data-check]') ?? [])].map(
        (check) => check.dataset['check'],
      );
      const checks = store.get().lab?.checks ?? [];
      return checks.filter(({ id, state }) => ids.includes(id) && state !== 'pass').map(({ title }) => title);
    },
    run: ({ session, line }, options) => run(session, line, { ...options, unattended: true }),
  };
}

export function setUpDemonstration(parts: DemonstrationParts): void {
  const bar = element('#demonstration', HTMLElement);
  const text = element('[data-demonstration-text]', HTMLElement, bar);
  const pace = element('[data-demonstration-pace]', HTMLSelectElement, bar);
  const stop = element('[data-demonstration-stop]', HTMLButtonElement, bar);
  let running: AbortController | null = null;

  const say = (said: string) => {
    sayIn(text, said);
  };
  const finish = () => {
    running = null;
    stop.hidden = true;
    setTimeout(() => {
      if (!running) bar.hidden = true;
    }, resultMs);
  };

  const start = async (caseId: string) => {
    const yes = await parts.ask({
      title: `Demostración del ${caseId.replace('-', ' ')}`,
      text: 'El clúster se rehace como este caso lo necesita y las órdenes se escriben solas en los terminales. Se para con cualquier tecla. Lo que se cumpla no cuenta en tu progreso.',
      yes: 'Sí, empezar',
    });
    if (!yes || running) return;
    running = new AbortController();
    const { signal } = running;
    bar.hidden = false;
    stop.hidden = false;
    say('Preparando el clúster…');
    try {
      const reply = await prepareDemonstration(parts.store, caseId);
      if (!reply.ok) throw new DemonstrationStopped(reply.message);
      await play(stageOf(caseId, parts), {
        pace: () => Number(pace.value),
        signal,
        onStep: (slide, slides, doing) => say(`Demostración · ${slide} de ${slides} · ${doing}`),
      });
      say(signal.aborted ? 'Demostración parada.' : 'Demostración terminada.');
    } catch (error) {
      const reason = error instanceof DemonstrationStopped ? error.message : 'un fallo de la página';
      say(
        `La demostración se ha parado: ${reason.replace(/\.$/, '')}. Para verla entera, empiézala otra vez.`,
      );
      if (!(error instanceof DemonstrationStopped)) throw error;
    } finally {
      finish();
    }
  };

  document.addEventListener('click', (event) => {
    const button = closest(event, '[data-action="demonstrate"]');
    const caseId = button?.closest<HTMLElement>('[data-case]')?.dataset['case'];
    if (caseId !== undefined) void start(caseId);
  });
  stop.addEventListener('click', () => running?.abort());
  window.addEventListener(
    'keydown',
    (event) => {
      if (!running || modifiers.includes(event.key)) return;
      if (event.target instanceof Node && bar.contains(event.target)) return;
      event.preventDefault();
      event.stopPropagation();
      running.abort();
    },
    { capture: true },
  );
}

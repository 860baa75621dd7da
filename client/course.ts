/** What joins the painted deck: the lab's state, the checks, and the terminals. */
import type { Deck } from './deck/deck.ts';
import { setUpActions } from './elements/actions.ts';
import { createCases } from './elements/cases.ts';
import { createChecks } from './elements/checks.ts';
import { setUpCommands } from './elements/commands.ts';
import { element } from './elements/dom.ts';
import { createNetwork } from './elements/network.ts';
import { sessionsIn } from './elements/sessions.ts';
import type { ModeSwitch } from './frame/mode.ts';
import type { ThemeSwitch } from './frame/theme.ts';
import { connectLab } from './lab/connect.ts';
import { statusOf } from './lab/status.ts';
import { createStore, type LabSnapshot } from './lab/store.ts';
import type { Workbench } from './workbench/workbench.ts';

export interface CourseOptions {
  readonly deck: Deck;
  readonly mode: ModeSwitch;
  readonly theme: ThemeSwitch;
  readonly host: HTMLElement;
  /** Gives the keyboard back to the slides. */
  readonly onLeave: () => void;
}

export interface Course {
  focusTerminals(): void;
}

function labUrl(): string {
  const { protocol, host } = location;
  return `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/ws/lab`;
}

function startLab(deck: Deck): void {
  const store = createStore<LabSnapshot>({ connected: false });
  const line = element('[data-lab-status]', HTMLElement);
  const checks = createChecks(document, deck.refit);
  const cases = createCases(document, deck.refit);
  const network = createNetwork(document);
  store.subscribe((snapshot) => {
    const { health, text } = statusOf(snapshot);
    line.dataset['health'] = health;
    if (line.textContent !== text) line.textContent = text;
    checks.update(snapshot);
    cases.update(snapshot);
    network.update(snapshot);
  });
  const connection = connectLab(labUrl(), store);
  deck.onSlide((slide) => {
    const caseId = slide.dataset['case'];
    if (caseId !== undefined) connection.visit(caseId);
  });
  setUpActions(document);
}

async function openWorkbench({ deck, theme, host, onLeave }: CourseOptions): Promise<Workbench> {
  const { createWorkbench } = await import('./workbench/workbench.ts');
  const workbench = createWorkbench(host, { theme: theme.current(), onLeave });
  theme.onChange((next) => workbench.setTheme(next));
  deck.onSlide((slide) => {
    const sessions = sessionsIn(slide.dataset['terminals']);
    if (sessions.length > 0) workbench.show(sessions);
  });
  return workbench;
}

export function startCourse(options: CourseOptions): Course {
  startLab(options.deck);
  const opening = openWorkbench(options);
  opening.catch(() => {
    options.host.textContent = 'No se han podido cargar los terminales. Recarga la página.';
  });

  setUpCommands(document, async (session, command) => {
    // Nobody should run something and not see what it does.
    if (options.mode.current() === 'slide') options.mode.set('both');
    try {
      return await (await opening).run(session, command);
    } catch {
      return { ok: false, reason: 'Los terminales no están disponibles.' };
    }
  });
  return {
    focusTerminals: () =>
      void opening.then((workbench) => workbench.focus()).catch(() => options.host.focus()),
  };
}

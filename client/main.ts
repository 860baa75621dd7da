/** The page: slides at once, then, when they are on the screen, the lab and the terminals. */
import { createDeck } from './deck/deck.ts';
import { openSpeakerView } from './deck/notes.ts';
import { onSwipe } from './deck/swipe.ts';
import { element } from './elements/dom.ts';
import { setUpTooltips } from './elements/tooltips.ts';
import { keepsCookies } from './frame/cookies.ts';
import { createFullScreen } from './frame/full-screen.ts';
import { createHelp } from './frame/help.ts';
import { setUpMenu } from './frame/menu.ts';
import { createModeSwitch } from './frame/mode.ts';
import { createProjector, projectorFloor } from './frame/projector.ts';
import { setUpFrameSeparator } from './frame/separator.ts';
import { createThemeSwitch } from './frame/theme.ts';
import { explainMissingCookies } from './without-cookies.ts';

function pageKind(search: string): 'course' | 'print' | 'receiver' {
  if (/[?&]print-pdf\b/i.test(search)) return 'print';
  return /[?&]receiver\b/i.test(search) ? 'receiver' : 'course';
}

/** Two frames: the first is asked for before the slide is painted, the second after. */
const painted = () =>
  new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));

async function start(): Promise<void> {
  const kind = pageKind(location.search);
  const root = element('.reveal', HTMLElement);
  if (kind !== 'course') {
    await createDeck({ root, kind, keys: {} });
    return;
  }

  const frame = element('.frame', HTMLElement);
  const pane = element('#deck', HTMLElement);
  const host = element('#workbench', HTMLElement);
  const help = createHelp(element('#help', HTMLDialogElement));
  const theme = createThemeSwitch(element('[data-action="theme"]', HTMLButtonElement));
  const focusDeck = () => {
    if (mode.current() === 'terminals') mode.set('both');
    pane.focus();
  };
  let terminalsWanted = false;
  /** Until they are there it is kept that they were asked for. */
  let focusTerminals = () => {
    terminalsWanted = true;
  };
  const fullScreen = createFullScreen(element('[data-full-screen]', HTMLElement));

  const deck = await createDeck({
    root,
    kind,
    keys: {
      70: fullScreen.toggle,
      82: () => projector.cycle(),
      83: () => void openSpeakerView(deck.reveal),
      84: () => focusTerminals(),
      // Reveal's own help is in English; `createHelp` answers to the character, whatever the keyboard.
      112: help.open,
      191: () => {},
    },
  });
  const mode = createModeSwitch(frame, element('[data-mode-name]', HTMLElement), deck.refit);
  setUpFrameSeparator(frame, element('[role="separator"]', HTMLElement), deck.refit);
  /** A figure has a use for the whole width; on a projector a log too. */
  const widen = () => {
    const needy = projectorFloor() > 0 ? '[data-figure], .log' : '[data-figure]';
    mode.wide(deck.reveal.getCurrentSlide()?.querySelector(needy) != null);
    deck.refit();
  };
  const projector = createProjector(element('[data-projector-name]', HTMLElement), widen);
  element('[data-action="projector"]', HTMLButtonElement).addEventListener('click', projector.cycle);
  setUpTooltips(document);
  setUpMenu(element('#more', HTMLElement), element('[data-action="mode"]', HTMLButtonElement));

  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-nav]')) {
    button.addEventListener('click', () =>
      button.dataset['nav'] === 'next' ? deck.reveal.next() : deck.reveal.prev(),
    );
  }
  onSwipe(root, (forward) => (forward ? deck.reveal.next() : deck.reveal.prev()));
  deck.onSlide((_slide, name) => {
    widen();
    element('[data-place]', HTMLElement).textContent = name;
  });
  element('[data-action="mode"]', HTMLButtonElement).addEventListener('click', mode.cycle);
  element('[data-action="help"]', HTMLButtonElement).addEventListener('click', help.open);
  // Captured on the window, so that it works while a terminal has the keys.
  window.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'F8' || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      event.stopPropagation();
      mode.cycle();
      if (mode.current() === 'slide') pane.focus();
      if (mode.current() === 'terminals') focusTerminals();
    },
    { capture: true },
  );

  await painted();
  const { mountStrip, setUpTour } = await import('./components.ts');
  const strip = mountStrip(element('#strip', HTMLElement), deck, root);
  setUpTour(element('#tour', HTMLElement), deck, () => mode.set('both'));
  deck.onSlide((slide) => {
    if (slide.querySelector('[data-figure]'))
      void import('./figures/bring-to-life.ts').then(({ bringFiguresToLife }) => bringFiguresToLife(slide));
  });
  if (!keepsCookies()) {
    explainMissingCookies(element('[data-lab-status]', HTMLElement), host);
    return;
  }
  const { startCourse } = await import('./course.ts');
  const course = startCourse({ deck, mode, theme, strip, host, onLeave: focusDeck });
  focusTerminals = () => {
    if (mode.current() === 'slide') mode.set('both');
    course.focusTerminals();
  };
  if (terminalsWanted) focusTerminals();
  for (const link of document.querySelectorAll<HTMLAnchorElement>('[data-skip]')) {
    link.addEventListener('click', (event) => {
      event.preventDefault();
      if (link.dataset['skip'] === 'deck') focusDeck();
      else focusTerminals();
    });
  }
  // See before-paint.js, which kept what was pressed until now.
  document.dispatchEvent(new Event('course-ready'));
}

start().catch((cause: unknown) => {
  element('[data-lab-status]', HTMLElement).textContent =
    'No se ha podido cargar la página entera. Recárgala.';
  // For the browser's own console.
  throw cause;
});

/** What joins the painted deck: the lab's state, the checks, and the terminals. */

import type { Membership } from '../protocol/membership.ts';
import type { Deck } from './deck/deck.ts';
import { setUpDemonstration } from './demonstration/demonstration.ts';
import { abortedNotice } from './elements/aborted-notice.ts';
import { setUpActions } from './elements/actions.ts';
import { createCaseEnds } from './elements/case-end.tsx';
import { createCases } from './elements/cases.ts';
import { createChecks } from './elements/checks.ts';
import { setUpCommands } from './elements/commands.ts';
import { createAsk } from './elements/confirm.ts';
import { createCountdownNotice } from './elements/countdown-notice.ts';
import { element } from './elements/dom.ts';
import { createHelpBox } from './elements/help-box.ts';
import { createLive, type Live } from './elements/live.ts';
import { createNetwork } from './elements/network.ts';
import { createOffer } from './elements/offer.ts';
import { createOwnLogs } from './elements/own-log.ts';
import { say } from './elements/say.ts';
import { sessionsIn } from './elements/sessions.ts';
import { tiltNotice } from './elements/tilt-notice.ts';
import type { ModeSwitch } from './frame/mode.ts';
import type { ThemeSwitch } from './frame/theme.ts';
import { type ClusterHistory, emptyHistory } from './lab/cluster-store.ts';
import { connectLab } from './lab/connect.ts';
import { statusOf } from './lab/status.ts';
import { createStore, type LabSnapshot, type Store } from './lab/store.ts';
import { createPlot } from './plot/plot.ts';
import type { StripParts } from './strip/mount.ts';
import type { RunOptions } from './workbench/command-runner.ts';
import type { RunResult, SessionName, Workbench } from './workbench/workbench.ts';

export interface CourseOptions {
  readonly deck: Deck;
  readonly mode: ModeSwitch;
  readonly theme: ThemeSwitch;
  readonly strip: StripParts;
  readonly host: HTMLElement;
  /** Gives the keyboard back to the slides. */
  readonly onLeave: () => void;
}

export interface Course {
  focusTerminals(): void;
}

function labUrl(): URL {
  const url = new URL('/ws/lab', location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url;
}

interface Joined {
  readonly store: Store<LabSnapshot>;
  readonly cluster: Store<ClusterHistory>;
  readonly live: Live;
}

/** A learner's class has a place on the page from when they are in one. */
function showClass(membership: Store<Membership | null>, deck: Deck): void {
  const stop = membership.subscribe((now) => {
    if (now === null) return;
    queueMicrotask(() => stop());
    const place = element('#class', HTMLElement);
    import('./class/mount.ts')
      .then(({ mountClass }) => mountClass(place, membership, deck))
      .catch(() => {
        place.textContent = 'No se ha podido cargar lo de tu clase. Recarga la página.';
        place.hidden = false;
      });
  });
}

function startLab(deck: Deck, strip: StripParts): Joined {
  const store = createStore<LabSnapshot>({ connected: false });
  const cluster = createStore<ClusterHistory>(emptyHistory);
  const line = element('[data-lab-status]', HTMLElement);
  const checks = createChecks(document, deck.refit);
  const cases = createCases(document, deck.refit);
  const network = createNetwork(document);
  const live = createLive(document, deck.refit);
  const offer = createOffer(document);
  const help = createHelpBox(document, offer.seen);
  const plot = createPlot(document, deck.refit);
  const notices = [
    createCountdownNotice(element('#tilt', HTMLElement), tiltNotice, deck.refit),
    createCountdownNotice(element('#aborted', HTMLElement), abortedNotice, deck.refit),
  ];
  store.subscribe((snapshot) => {
    const { health, text } = statusOf(snapshot);
    line.dataset['health'] = health;
    say(line, text);
    checks.update(snapshot);
    cases.update(snapshot);
    network.update(snapshot);
    live.update(snapshot);
    help.update(snapshot);
    offer.update(snapshot);
    plot.update(snapshot);
    for (const notice of notices) notice.update(snapshot);
  });
  const ends = createCaseEnds(document, deck.refit);
  for (const each of [store, cluster])
    each.subscribe(() => {
      strip.update(store.get(), cluster.get());
      ends.update(store.get(), cluster.get());
    });
  const ownLogs = createOwnLogs(
    { lab: store, cluster },
    (slide) => live.said(slide, slide.dataset['terminals']),
    deck.refit,
  );
  const membership = createStore<Membership | null>(null);
  const connection = connectLab(labUrl(), { lab: store, cluster, membership });
  showClass(membership, deck);
  deck.onSlide((slide) => {
    connection.slide(deck.address());
    const caseId = slide.dataset['case'];
    if (caseId !== undefined) connection.visit(caseId);
    offer.slide(slide);
    ownLogs.open(slide);
  });
  return { store, cluster, live };
}

async function openWorkbench(
  { deck, mode, theme, host, onLeave }: CourseOptions,
  { store, cluster, live }: Joined,
): Promise<Workbench> {
  const [{ createWorkbench }, { createPanel }] = await Promise.all([
    import('./workbench/workbench.ts'),
    import('./panel/panel.ts'),
  ]);
  // Before the terminals, which measure the place that is left to them.
  createPanel(host, {
    lab: store,
    cluster,
    onOpen: (session) => {
      if (mode.current() === 'slide') mode.set('both');
      workbench.open(session);
    },
  });
  const workbench = createWorkbench(host, {
    theme: theme.current(),
    hosts: (listener) => store.subscribe(({ lab }) => lab && listener(lab.nodes)),
    onLeave,
  });
  theme.onChange((next) => workbench.setTheme(next));
  let shown: string | undefined;
  const show = (slide: HTMLElement) => {
    shown = live.said(slide, slide.dataset['terminals']);
    const sessions = sessionsIn(shown);
    if (sessions.length > 0) workbench.show(sessions);
  };
  deck.onSlide(show);
  // The slide's nodes may have found others to play their parts since it was opened. Not from under the learner's hands.
  store.subscribe(() => {
    if (host.contains(document.activeElement)) return;
    const slide = deck.reveal.getCurrentSlide();
    if (slide && live.said(slide, slide.dataset['terminals']) !== shown) show(slide);
  });
  return workbench;
}

export function startCourse(options: CourseOptions): Course {
  const { deck, mode } = options;
  const joined = startLab(deck, options.strip);
  const { store } = joined;
  const opening = openWorkbench(options, joined);
  opening.catch(() => {
    options.host.textContent = 'No se han podido cargar los terminales. Recarga la página.';
  });

  const run = async (session: SessionName, command: string, how?: RunOptions): Promise<RunResult> => {
    // Nobody should run something and not see what it does.
    if (mode.current() === 'slide') mode.set('both');
    try {
      return await (await opening).run(session, command, how);
    } catch {
      return { ok: false, reason: 'Los terminales no están disponibles.' };
    }
  };
  const ask = createAsk(element('#confirm', HTMLDialogElement));
  setUpActions(document, store, ask);
  setUpCommands(document, run);
  setUpDemonstration({ deck, store, ask, run });
  return {
    focusTerminals: () =>
      void opening.then((workbench) => workbench.focus()).catch(() => options.host.focus()),
  };
}

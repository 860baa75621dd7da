/** The learner's cluster over the terminals: how it is, or was, and what its Sentinels said. */
import '../timeline/timeline.css';
import './panel.css';
import { h, render as renderInto } from 'preact';
import { say } from '../elements/say.ts';
import { projectorFloor, projectsCluster } from '../frame/projector.ts';
import { recall, remember } from '../frame/storage.ts';
import type { ClusterHistory } from '../lab/cluster-store.ts';
import { labClock } from '../lab/lab-clock.ts';
import type { LabSnapshot, Store } from '../lab/store.ts';
import { createLanesView } from '../timeline/draw.ts';
import { download, jsonOf, pictureFile } from '../timeline/export.ts';
import { lanesOf } from '../timeline/lanes.ts';
import { failoversIn, failoverText } from '../timeline/phases.ts';
import { inOrder, type Stop, snapshotOf, stopsOf } from '../timeline/stops.ts';
import { type Arrangement, inColumns, inRows, leastRows, sceneHeight } from '../topology/arrangement.ts';
import { electionAt } from '../topology/election.ts';
import { ClusterPicture } from '../topology/picture.tsx';
import { sceneOf } from '../topology/scene.ts';
import { captionOf } from '../topology/words.ts';
import { make, makeButton } from '../workbench/dom.ts';
import type { SessionName } from '../workbench/names.ts';
import { createAnnouncer } from './announcer.ts';
import { createPanelBar } from './bar.ts';
import { eventText } from './event-text.ts';
import { createPowerButtons } from './power.ts';

/** The width, in px, at which a unit of the pictures is a pixel; wider, they grow up to half as large again. */
const unitWidth = 600;
const scales = { min: 1, max: 1.5 };
/** Where the picture has the whole pane it is for whoever looks from afar. */
const mostInRows = 2.4;
/** Narrower than this even the hosts' briefest words would meet, as at 400 %: the picture scrolls. */
const leastUnits = 340;
/** On a projector: the smallest text of the pictures, in their units, and the narrowest picture in rows. */
const projected = { text: 12, rowsWidth: 350 };

export interface PanelParts {
  readonly lab: Store<LabSnapshot>;
  readonly cluster: Store<ClusterHistory>;
  readonly onOpen: (session: SessionName) => void;
}

/** With less height than this, px, the terminals need all of it until the learner says otherwise: a laptop zoomed in. */
const leastHeight = 480;

type Tab = 'cluster' | 'timeline';

/** Has its full height at once, so that what comes after it in `host` can measure its place. */
export function createPanel(host: HTMLElement, { lab, cluster, onOpen }: PanelParts): void {
  let tab: Tab = recall('panel.tab') === 'timeline' ? 'timeline' : 'cluster';
  const kept = recall('panel.open');
  let open = kept === null ? host.clientHeight >= leastHeight : kept === 'yes';
  /** The moment that is shown; null is now. */
  let chosen: Stop | null = null;
  let stops: readonly Stop[] = [];
  let again: ReturnType<typeof setTimeout> | undefined;

  const announcer = createAnnouncer();
  const picture = make('div');
  const lanesView = createLanesView((mark) => {
    choose(stops.find(({ event }) => event === mark.event) ?? null);
  });
  const caption = make('p', { class: 'panel-caption' });
  let failoversTold = '';
  const failoverList = make('ul', { class: 'sr-only', 'aria-label': 'Failovers y la duración de sus fases' });
  const clusterView = make('div', {
    class: 'panel-view panel-cluster',
    role: 'tabpanel',
    id: 'panel-cluster',
    'aria-labelledby': 'panel-tab-cluster',
    translate: 'no',
  });
  const power = createPowerButtons();
  clusterView.append(picture, power.element);
  const timelineView = make('div', {
    class: 'panel-view',
    role: 'tabpanel',
    id: 'panel-timeline',
    'aria-labelledby': 'panel-tab-timeline',
    translate: 'no',
  });
  const exports = make('span', { class: 'panel-exports' });
  timelineView.append(lanesView.element, failoverList);

  const bar = createPanelBar({
    onTab: (next) => {
      tab = next;
      open = true;
      remember('panel.tab', tab);
      remember('panel.open', 'yes');
      render();
    },
    onToggle: () => {
      open = !open;
      remember('panel.open', open ? 'yes' : 'no');
      render();
    },
    onStop: (index) => choose(stops[index] ?? null),
  });
  const save = (kind: 'JSON' | 'SVG') => {
    const history = cluster.get();
    if (kind === 'JSON')
      download(
        'linea-de-tiempo.json',
        'application/json',
        jsonOf(history, history.now, lab.get().lab?.timeZone),
      );
    else download('linea-de-tiempo.svg', 'image/svg+xml', pictureFile(lanesView.parts));
  };
  for (const kind of ['JSON', 'SVG'] as const)
    exports.append(
      makeButton({ 'aria-label': `Descargar la línea de tiempo en ${kind}` }, `↓ ${kind}`, () => save(kind)),
    );
  const foot = make('div', { class: 'panel-foot' });
  foot.append(caption, exports);
  const element = make('section', { class: 'panel', 'aria-label': 'Tu clúster' });
  element.append(bar.element, clusterView, timelineView, foot, announcer.element);

  const choose = (stop: Stop | null) => {
    chosen = stop;
    render();
    lanesView.reveal();
  };

  const namesOff = () =>
    new Set<string>((lab.get().lab?.nodes ?? []).filter(({ off }) => off).map(({ name }) => name));

  const clockOfLab = () => labClock(lab.get().lab?.timeZone);

  /** With no terminal open the picture has their room too. */
  const hasPane = () =>
    (host.dataset['terminals'] === 'none' || projectsCluster()) &&
    clusterView.clientHeight > sceneHeight * 1.5;

  /** How the hosts stand, and how many px a unit of the picture has. */
  const arrange = (count: number): { readonly arrangement: Arrangement; readonly scale: number } => {
    const { units, scale } = measure();
    if (!hasPane()) return { arrangement: inColumns(count, units), scale };
    const [width, height] = [clusterView.clientWidth, clusterView.clientHeight];
    const least = projectsCluster() ? projected.rowsWidth : leastRows.width;
    const larger = Math.min(mostInRows, width / least, height / leastRows.height);
    if (larger < scale) return { arrangement: inColumns(count, units), scale };
    return { arrangement: inRows(count, width / larger, height / larger), scale: larger };
  };

  /** How wide a picture is in its own units, and how many px a unit has. */
  const measure = () => {
    const width = element.clientWidth;
    const least = Math.max(scales.min, projectorFloor() / projected.text);
    const scale = Math.max(least, Math.min(scales.max, width / unitWidth));
    element.style.setProperty('--unit', `${scale}px`);
    return { units: Math.max(leastUnits, width / scale), scale };
  };

  const renderCluster = (history: ClusterHistory) => {
    const nodes = chosen ? snapshotOf(history, chosen) : history.now;
    const { arrangement, scale } = arrange(nodes.length);
    const at = chosen?.at ?? Date.now() + (lab.get().ahead ?? 0);
    const election = electionAt(history.events, nodes, at);
    const scene = sceneOf(nodes, election, arrangement);
    const width = `${arrangement.width * scale}px`;
    renderInto(h(ClusterPicture, { id: 'tp', name: 'Tu clúster', scene, width, onOpen }), picture);
    power.show(scene.hosts, chosen ? new Set() : namesOff(), scale);
    clearTimeout(again);
    // What is shown of an election goes by itself.
    if (election && !chosen) again = setTimeout(render, election.until - at + 50);
    return captionOf(nodes, election);
  };

  const renderTimeline = (history: ClusterHistory, scale: number) => {
    const events = inOrder(history.events);
    const failovers = failoversIn(events);
    const nodes = chosen ? snapshotOf(history, chosen) : history.now;
    const names = history.now.map(({ name }) => name);
    const lanes = lanesOf(events, failovers, names, clockOfLab());
    const mark = lanes.marks.find(({ event }) => event === chosen?.event) ?? null;
    lanesView.show(lanes, nodes, mark, { scale, place: clockOfLab().place });
    const texts = failovers.map(failoverText);
    if (failoversTold !== texts.join('\n')) {
      failoversTold = texts.join('\n');
      failoverList.replaceChildren(...texts.map((text) => make('li', {}, text)));
    }
    if (!chosen) lanesView.reveal();
    return texts.at(-1);
  };

  const render = () => {
    const history = cluster.get();
    stops = stopsOf(history);
    // The lab was made anew: that moment is of a cluster that is gone.
    if (chosen && !stops.some((stop) => stop.at === chosen?.at && stop.event?.name === chosen.event?.name))
      chosen = null;
    else chosen = stops.find((stop) => stop.at === chosen?.at && stop.event === chosen.event) ?? chosen;
    const last = stops.findLast(({ event }) => event !== null);
    const clock = clockOfLab();
    bar.show({ tab, open, stops, chosen, clock });
    element.dataset['open'] = String(open);
    element.dataset['past'] = String(chosen !== null);
    clusterView.hidden = !open || tab !== 'cluster';
    timelineView.hidden = !open || tab !== 'timeline';
    foot.hidden = !open;
    exports.hidden = tab !== 'timeline';
    if (!open) return;
    const { scale } = measure();
    const running = lab.get().lab?.state === 'running';
    element.dataset['running'] = String(running);
    let text = '';
    if (tab === 'cluster') {
      text = renderCluster(history);
      if (chosen) text = `${eventText(chosen, 'short', clock)} ${text}`;
      else if (!running && history.now.length > 0)
        text = `El laboratorio no está en marcha. Así se vio por última vez: ${text}`;
    } else {
      const story = renderTimeline(history, scale);
      if (chosen) text = eventText(chosen, 'long', clock);
      else if (story) text = `${story}.`;
      else
        text = last
          ? eventText(last, 'long', clock)
          : 'Una caída o un failover dejan aquí su historia, nodo a nodo.';
    }
    say(caption, text);
  };

  host.append(element);
  cluster.subscribe((history) => {
    render();
    announcer.see(history.now);
  });
  let shown = '';
  lab.subscribe(({ lab: view }) => {
    const now = [view?.state, view?.timeZone, ...namesOff()].join();
    if (now === shown) return;
    shown = now;
    render();
  });
  const sizes = new ResizeObserver(render);
  for (const each of [element, clusterView]) sizes.observe(each);
}

/** The panel's own line: its two tabs, the slider through time, and the button that folds it. */
import type { LabClock } from '../lab/lab-clock.ts';
import type { Stop } from '../timeline/stops.ts';
import { make, makeButton } from '../workbench/dom.ts';
import { eventText } from './event-text.ts';

const tabs = [
  { id: 'cluster', name: 'Clúster' },
  { id: 'timeline', name: 'Línea de tiempo' },
] as const;
type Tab = (typeof tabs)[number]['id'];

export interface BarState {
  readonly tab: Tab;
  readonly open: boolean;
  readonly stops: readonly Stop[];
  /** Null: now. */
  readonly chosen: Stop | null;
  readonly clock: LabClock;
}

export interface PanelBar {
  readonly element: HTMLElement;
  show(state: BarState): void;
}

export interface PanelBarParts {
  readonly onTab: (tab: Tab) => void;
  readonly onToggle: () => void;
  /** Past the last stop is now. */
  readonly onStop: (index: number) => void;
}

function createTabs(onTab: (tab: Tab) => void) {
  const element = make('div', {
    class: 'panel-tabs',
    role: 'tablist',
    'aria-label': 'Qué se ve del clúster',
  });
  const buttons = tabs.map(({ id, name }) =>
    makeButton({ role: 'tab', id: `panel-tab-${id}`, 'aria-controls': `panel-${id}` }, name, () => onTab(id)),
  );
  element.append(...buttons);
  element.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    const at = buttons.findIndex((button) => button.matches(':focus'));
    const next = (at + 1) % tabs.length;
    const tab = tabs[next];
    if (at < 0 || !tab) return;
    event.preventDefault();
    onTab(tab.id);
    buttons[next]?.focus();
  });
  return {
    element,
    show(tab: Tab) {
      for (const [index, button] of buttons.entries()) {
        const selected = tabs[index]?.id === tab;
        button.setAttribute('aria-selected', String(selected));
        button.tabIndex = selected ? 0 : -1;
      }
    },
  };
}

export function createPanelBar({ onTab, onToggle, onStop }: PanelBarParts): PanelBar {
  const tablist = createTabs(onTab);
  const slider = make('input', {
    type: 'range',
    class: 'panel-slider',
    min: '0',
    step: '1',
    'aria-label': 'Momento que se muestra',
  });
  slider.addEventListener('input', () => onStop(Number(slider.value)));
  const when = make('span', { class: 'panel-when' });
  const live = makeButton({ class: 'panel-live' }, 'Volver al directo', () => {
    onStop(Number.POSITIVE_INFINITY);
    slider.focus();
  });
  const fold = makeButton({ class: 'panel-fold' }, '', onToggle);
  const element = make('div', { class: 'panel-bar' }, tablist.element, slider, when, live, fold);

  return {
    element,
    show({ tab, open, stops, chosen, clock }) {
      tablist.show(tab);
      const at = chosen ? stops.indexOf(chosen) : stops.length;
      slider.max = String(stops.length);
      slider.value = String(at);
      slider.disabled = stops.length === 0;
      slider.setAttribute('aria-valuetext', chosen ? eventText(chosen, 'long', clock) : 'En directo');
      when.textContent = chosen ? clock.time(chosen.at) : 'En directo';
      live.hidden = chosen === null;
      when.hidden = chosen !== null && element.clientWidth < 560;
      for (const part of [slider, when]) part.classList.toggle('panel-unseen', !open);
      fold.textContent = open ? '▴' : '▾';
      fold.setAttribute('aria-expanded', String(open));
      fold.setAttribute('aria-label', open ? 'Plegar el clúster' : 'Desplegar el clúster');
    },
  };
}

/** The row of tabs: one for each open terminal, with the arrow keys moving between them. */
import { make } from './dom.ts';
import { type SessionName, tabName } from './names.ts';

export interface TabEvents {
  readonly onSelect: (session: SessionName) => void;
  readonly onClose: (session: SessionName) => void;
  /** `before`: the tab it was dropped on, or null for the end. */
  readonly onMove: (session: SessionName, before: SessionName | null) => void;
}

export interface TabsState {
  readonly open: readonly SessionName[];
  readonly shown: readonly SessionName[];
  readonly active: SessionName | null;
}

export interface Tabs {
  readonly element: HTMLElement;
  render(state: TabsState): void;
  mark(session: SessionName, unread: boolean): void;
  focus(session: SessionName): void;
}

export function createTabs(events: TabEvents): Tabs {
  // Two terminals may be in front at once.
  const element = make('div', {
    class: 'wb-tabs',
    translate: 'no',
    role: 'tablist',
    'aria-label': 'Terminales abiertos',
    'aria-multiselectable': 'true',
  });
  const tabs = new Map<SessionName, HTMLElement>();
  let dragged: SessionName | null = null;

  const create = (session: SessionName): HTMLElement => {
    const tab = make(
      'button',
      {
        type: 'button',
        role: 'tab',
        class: 'wb-tab',
        draggable: 'true',
        title: `${tabName(session)} (Supr: cerrar · Ctrl+Mayús+←/→: mover)`,
      },
      tabName(session),
    );
    tab.addEventListener('click', () => events.onSelect(session));
    tab.addEventListener('auxclick', (event) => {
      if (event.button === 1) events.onClose(session);
    });
    tab.addEventListener('dragstart', () => {
      dragged = session;
    });
    tab.addEventListener('dragover', (event) => event.preventDefault());
    tab.addEventListener('drop', (event) => {
      event.preventDefault();
      if (dragged && dragged !== session)
        events.onMove(dragged, tabPlaceAfterDrop([...tabs.keys()], dragged, session));
      dragged = null;
    });
    return tab;
  };

  // A row that is too long for its place moves with the wheel, which only turns up and down.
  element.addEventListener('wheel', (event) => element.scrollBy({ left: event.deltaY + event.deltaX }), {
    passive: true,
  });
  element.addEventListener('keydown', (event) => {
    const order = [...tabs.keys()];
    const at = order.findIndex((session) => tabs.get(session) === document.activeElement);
    const session = order[at];
    if (!session) return;
    if (event.key === 'Delete') events.onClose(session);
    else if (event.ctrlKey && event.shiftKey && event.key === 'ArrowLeft') {
      const before = order[at - 1];
      if (before) events.onMove(session, before);
      tabs.get(session)?.focus();
    } else if (event.ctrlKey && event.shiftKey && event.key === 'ArrowRight') {
      events.onMove(session, order[at + 2] ?? null);
      tabs.get(session)?.focus();
    } else {
      const next = tabAfterKey(at, order.length, event.key);
      const target = next === null ? undefined : order[next];
      if (!target) return;
      tabs.get(target)?.focus();
    }
    event.preventDefault();
    event.stopPropagation();
  });

  return {
    element,
    render({ open, shown, active }) {
      for (const [session, tab] of tabs) {
        if (open.includes(session)) continue;
        tab.remove();
        tabs.delete(session);
      }
      const kept = new Map(tabs);
      tabs.clear();
      for (const [index, session] of open.entries()) {
        const tab = kept.get(session) ?? create(session);
        tabs.set(session, tab);
        tab.setAttribute('aria-selected', String(shown.includes(session)));
        tab.classList.toggle('wb-active', session === active);
        tab.tabIndex = session === active || (active === null && index === 0) ? 0 : -1;
        if (element.children[index] !== tab) element.insertBefore(tab, element.children[index] ?? null);
      }
      const front = active && tabs.get(active);
      if (front) bringIntoRow(element, front);
    },
    mark(session, unread) {
      const tab = tabs.get(session);
      tab?.classList.toggle('wb-unread', unread);
      if (unread) tab?.setAttribute('aria-description', 'Tiene salida nueva');
      else tab?.removeAttribute('aria-description');
    },
    focus(session) {
      tabs.get(session)?.focus();
    },
  };
}

/** Moves the row alone: where the page scrolls too, it stays where its reader has it. */
function bringIntoRow(row: HTMLElement, tab: HTMLElement): void {
  const left = tab.offsetLeft - row.offsetLeft;
  const least = left + tab.offsetWidth - row.clientWidth;
  row.scrollLeft = Math.min(left, Math.max(least, row.scrollLeft));
}

/** Before which tab the dragged one goes, null for the end: dropped on another, it takes that one's place. */
export function tabPlaceAfterDrop<T>(order: readonly T[], dragged: T, target: T): T | null {
  const at = order.indexOf(target);
  return order.indexOf(dragged) < at ? (order[at + 1] ?? null) : target;
}

export function tabAfterKey(at: number, count: number, key: string): number | null {
  switch (key) {
    case 'ArrowRight':
      return (at + 1) % count;
    case 'ArrowLeft':
      return (at - 1 + count) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}

/** A button with a menu, as WAI-ARIA's menu button pattern has it. */
import { make, makeButton } from './dom.ts';

export interface MenuItem {
  readonly label: string;
  readonly run: () => void;
  /** Present in an item that is on or off. */
  readonly checked?: () => boolean;
  /** On or off as one of its group. */
  readonly oneOf?: true;
}

export interface MenuGroup {
  readonly label: string;
  readonly items: readonly MenuItem[];
}

export interface Menu {
  readonly element: HTMLElement;
  readonly button: HTMLButtonElement;
  readonly list: HTMLElement;
  close(): void;
}

let menus = 0;

export function createMenu(label: string, content: string, groups: readonly MenuGroup[]): Menu {
  menus += 1;
  const id = `wb-menu-${menus}`;
  const list = make('div', { id, class: 'wb-menu', role: 'menu', 'aria-label': label });
  list.hidden = true;
  const button = makeButton(
    {
      class: 'wb-button',
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      'aria-controls': id,
      'aria-label': label,
    },
    content,
    () => (list.hidden ? open() : close(true)),
  );
  const element = make('div', { class: 'wb-menu-box' }, button, list);
  const items: HTMLElement[] = [];

  const open = (last = false) => {
    for (const refresh of refreshers) refresh();
    list.hidden = false;
    button.setAttribute('aria-expanded', 'true');
    items.at(last ? -1 : 0)?.focus();
  };
  const close = (giveBackFocus: boolean) => {
    list.hidden = true;
    button.setAttribute('aria-expanded', 'false');
    if (giveBackFocus) button.focus();
  };

  const refreshers: (() => void)[] = [];
  for (const group of groups) {
    const box = make('div', { class: 'wb-menu-group', role: 'group', 'aria-label': group.label });
    box.append(make('div', { class: 'wb-menu-title', 'aria-hidden': 'true' }, group.label));
    for (const item of group.items) {
      const { checked } = item;
      const role = checked ? (item.oneOf ? 'menuitemradio' : 'menuitemcheckbox') : 'menuitem';
      const row = makeButton({ role, tabindex: '-1', class: 'wb-menu-item' }, item.label, () => {
        close(true);
        item.run();
      });
      if (checked) refreshers.push(() => row.setAttribute('aria-checked', String(checked())));
      items.push(row);
      box.append(row);
    }
    list.append(box);
  }
  for (const refresh of refreshers) refresh();

  const perGroup = groups[0]?.items.length ?? 1;
  button.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    open(event.key === 'ArrowUp');
  });
  list.addEventListener('keydown', (event) => {
    const at = items.findIndex((item) => item.matches(':focus'));
    if (event.key === 'Escape') close(true);
    else if (event.key === 'Tab') close(false);
    else {
      const next = itemAfterKey(at, items.length, perGroup, event.key);
      if (next === null) return;
      items[next]?.focus();
    }
    if (event.key !== 'Tab') event.preventDefault();
    event.stopPropagation();
  });
  element.addEventListener('focusout', (event) => {
    if (!(event.relatedTarget instanceof Node && element.contains(event.relatedTarget))) close(false);
  });
  return { element, button, list, close: () => close(false) };
}

/** Up and down go through all items, left and right from group to group; null when the key is not the menu's. */
export function itemAfterKey(at: number, count: number, perGroup: number, key: string): number | null {
  switch (key) {
    case 'ArrowDown':
      return (at + 1) % count;
    case 'ArrowUp':
      return (at - 1 + count) % count;
    case 'ArrowRight':
      return (at + perGroup) % count;
    case 'ArrowLeft':
      return (at - perGroup + count) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}

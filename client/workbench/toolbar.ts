/** The row over the terminals: tabs, the menu that opens terminals, and what is done with those in front. */
import { type CopyKeys, copyKeyCaps, copyKeyChoices, copyStyleOf, ownSystem } from './copy-keys.ts';
import { make, makeButton } from './dom.ts';
import { type Layout, visible } from './layout.ts';
import { createMenu, type MenuItem } from './menu.ts';
import { type SessionName, sessionsByHost, tabName } from './names.ts';
import { type Arrangement, arrangements, resized, type Settings } from './settings.ts';

export interface ToolbarEvents {
  readonly settings: () => Settings;
  readonly onSettings: (change: Partial<Settings>) => void;
  readonly onOpen: (session: SessionName) => void;
  readonly onSplit: () => void;
  readonly onMaximise: () => void;
  readonly onClose: () => void;
}

export interface Toolbar {
  readonly element: HTMLElement;
  render(layout: Layout): void;
  focus(): void;
}

const arrangementLabels: Readonly<Record<Arrangement, string>> = {
  auto: 'Según el espacio',
  stacked: 'Uno sobre otro',
  'side-by-side': 'Uno junto al otro',
};

/** `Ctrl+C y Ctrl+V`; for those of this system, which these are. */
function copyKeysLabel(copyKeys: CopyKeys): string {
  const keys = copyKeyCaps[copyStyleOf({ copyKeys }, ownSystem())].map((caps) => caps.join('+')).join(' y ');
  return copyKeys === 'own' ? `Las de este sistema: ${keys}` : keys;
}

export function createToolbar(tabs: HTMLElement, events: ToolbarEvents): Toolbar {
  const open = createMenu(
    'Abrir terminal',
    'Abrir terminal',
    sessionsByHost.map(({ host, sessions }) => ({
      label: host,
      items: sessions.map((session) => ({ label: tabName(session), run: () => events.onOpen(session) })),
    })),
  );
  // Names of hosts and programs.
  open.list.translate = false;
  const split = makeButton({ class: 'wb-button wb-icon wb-icon-split' }, '', events.onSplit);
  const maximise = makeButton(
    { class: 'wb-button wb-icon wb-icon-maximise', 'aria-keyshortcuts': 'Control+Shift+Enter' },
    '',
    events.onMaximise,
  );
  const close = makeButton({ class: 'wb-button wb-icon wb-icon-close' }, '', events.onClose);
  name(close, 'Cerrar el terminal activo', 'su programa sigue en marcha y vuelve al abrirlo');
  const resize = (change: number) => () =>
    events.onSettings({ fontSize: resized(events.settings(), change, window.innerWidth) });
  const smaller = makeButton({ class: 'wb-button' }, 'A−', resize(-1));
  const larger = makeButton({ class: 'wb-button' }, 'A+', resize(1));
  name(smaller, 'A−: letra más pequeña');
  name(larger, 'A+: letra más grande');
  const tools = make(
    'div',
    { class: 'wb-tools' },
    open.element,
    split,
    maximise,
    smaller,
    larger,
    settingsMenu(events),
    close,
  );
  return {
    element: make('div', { class: 'wb-toolbar' }, tabs, tools),
    render(layout) {
      const two = layout.shown.length > 1;
      const isMaximised = two && visible(layout).length === 1;
      name(split, two ? 'Un solo terminal' : 'Dos terminales a la vez');
      name(maximise, isMaximised ? 'Volver a ver los dos terminales' : 'Maximizar el terminal activo');
      maximise.setAttribute('aria-pressed', String(isMaximised));
      split.disabled = layout.open.length < 2;
      maximise.disabled = !two;
      close.disabled = layout.active === null;
    },
    focus: () => open.button.focus(),
  };
}

function name(button: HTMLButtonElement, label: string, more?: string): void {
  button.setAttribute('aria-label', label);
  button.title = more ? `${label}: ${more}` : label;
}

type Toggle = 'screenReader' | 'copyOnSelect' | 'rightClickPastes' | 'optionIsMeta';

function settingsMenu({ settings, onSettings }: ToolbarEvents): HTMLElement {
  const toggle = (label: string, key: Toggle): MenuItem => ({
    label,
    checked: () => settings()[key],
    run: () => onSettings({ [key]: !settings()[key] }),
  });
  const menu = createMenu('Ajustes de los terminales', '', [
    {
      label: 'Ratón y lectura',
      items: [
        toggle('Copiar al seleccionar', 'copyOnSelect'),
        toggle('El botón derecho copia o pega', 'rightClickPastes'),
        toggle('Modo para lector de pantalla', 'screenReader'),
        ...(ownSystem() === 'mac' ? [toggle('Option (⌥) es Meta, y no escribe', 'optionIsMeta')] : []),
      ],
    },
    {
      label: 'Dos terminales',
      items: arrangements.map((arrangement) => ({
        label: arrangementLabels[arrangement],
        oneOf: true,
        checked: () => settings().arrangement === arrangement,
        run: () => onSettings({ arrangement }),
      })),
    },
    {
      label: 'Copiar y pegar',
      items: copyKeyChoices.map((copyKeys) => ({
        label: copyKeysLabel(copyKeys),
        oneOf: true,
        checked: () => settings().copyKeys === copyKeys,
        run: () => onSettings({ copyKeys }),
      })),
    },
  ]);
  menu.button.classList.add('wb-icon', 'wb-icon-settings');
  menu.button.title = 'Ajustes de los terminales';
  return menu.element;
}

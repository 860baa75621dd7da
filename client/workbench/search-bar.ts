/** Finds text in a terminal: a small bar over its upper right corner. */
import type { SearchAddon } from '@xterm/addon-search';
import { make, makeButton } from './dom.ts';

const decorations = {
  matchBackground: '#7a5c00',
  matchOverviewRuler: '#b58900',
  activeMatchBackground: '#b5541c',
  activeMatchColorOverviewRuler: '#e06c1f',
};

export interface SearchBar {
  readonly element: HTMLElement;
  open(): void;
}

export function createSearchBar(search: SearchAddon, onClose: () => void): SearchBar {
  const input = make('input', {
    type: 'search',
    'aria-label': 'Buscar en el terminal',
    placeholder: 'Buscar',
  });
  const count = make('span', { class: 'wb-search-count', role: 'status' });
  const find = (forwards: boolean, incremental = false) => {
    const found = forwards
      ? search.findNext(input.value, { decorations, incremental })
      : search.findPrevious(input.value, { decorations });
    if (input.value === '' || !found) count.textContent = input.value === '' ? '' : 'Nada';
  };
  const close = () => {
    element.hidden = true;
    search.clearDecorations();
    onClose();
  };
  search.onDidChangeResults(({ resultIndex, resultCount }) => {
    count.textContent = resultCount === 0 ? 'Nada' : `${resultIndex + 1}/${resultCount}`;
  });
  input.addEventListener('input', () => find(true, true));
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') find(!event.shiftKey);
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
  });
  const element = make(
    'div',
    { class: 'wb-search', role: 'search' },
    input,
    count,
    makeButton({ 'aria-label': 'Anterior' }, '↑', () => find(false)),
    makeButton({ 'aria-label': 'Siguiente' }, '↓', () => find(true)),
    makeButton({ 'aria-label': 'Cerrar la búsqueda' }, '×', close),
  );
  element.hidden = true;
  return {
    element,
    open() {
      element.hidden = false;
      input.focus();
      input.select();
    },
  };
}

/** @jsxRuntime automatic @jsxImportSource preact */
/** The pages of who teaches: the classes, a class's board, and what the wall of a room shows. */
import { render } from 'preact';
import { element } from '../elements/dom.ts';
import { onSystemTheme } from '../frame/theme.ts';
import { BoardPage } from './board-page.tsx';
import { connectBoard } from './board-store.ts';
import { ClassesPage } from './classes-page.tsx';
import { placeOf } from './places.ts';
import { ProjectorPage } from './projector-page.tsx';

onSystemTheme((theme) => {
  document.documentElement.dataset['theme'] = theme;
});
const page = element('#page', HTMLElement);
const place = placeOf(location.pathname);

switch (place.page) {
  case 'classes':
    render(<ClassesPage />, page);
    break;
  case 'board':
    render(<BoardPage id={place.id} connection={connectBoard(place.id, 'board')} />, page);
    break;
  case 'projector':
    render(<ProjectorPage connection={connectBoard(place.id, 'projector')} />, page);
    break;
}

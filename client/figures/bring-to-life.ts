/** The figures that the build has drawn into the slides begin to answer. */
import { h, hydrate } from 'preact';
import { figures } from './figures.ts';

export function bringFiguresToLife(root: ParentNode): void {
  for (const place of root.querySelectorAll<HTMLElement>('[data-figure]')) {
    const figure = figures[place.dataset['figure'] ?? ''];
    if (figure) hydrate(h(figure, {}), place);
  }
}

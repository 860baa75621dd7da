/** The figures that the build has drawn into the slides begin to answer. */
import { h, hydrate } from 'preact';
import { comeAlive } from '../elements/come-alive.ts';
import { figures } from './figures.ts';

/** Those of a slide that is shown. */
export function bringFiguresToLife(slide: ParentNode): void {
  for (const place of slide.querySelectorAll<HTMLElement>('[data-figure]')) {
    const figure = figures[place.dataset['figure'] ?? ''];
    if (!figure || 'alive' in place.dataset) continue;
    hydrate(h(figure, {}), place);
    comeAlive(place);
  }
}

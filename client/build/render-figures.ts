/** The figures of the slides, as they stand before anyone has touched them: read without a script, and in print. */
import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { figures } from '../figures/figures.ts';

/** `<!-- figura: quorum -->`, alone on its line. */
export const figureLine = /^<!--\s*figura:\s*(\S+)\s*-->$/;
const inHtml = new RegExp(figureLine.source, 'gm');

export const figureNames: readonly string[] = Object.keys(figures);

export function drawFigures(html: string): string {
  return html.replace(inHtml, (_all, name: string) => {
    const figure = figures[name];
    return figure
      ? `<div class="figure-place" data-figure="${name}">${renderToString(h(figure, {}))}</div>`
      : '';
  });
}

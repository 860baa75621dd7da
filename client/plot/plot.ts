/** Draws the application's writes, as they happen, in every `[data-plot]` of the slides. */
import type { ClientView } from '../../protocol/lab.ts';
import { svg } from '../elements/svg.ts';
import type { LabSnapshot } from '../lab/store.ts';
import { barsOf, bracketsOf, countsOf, describe, kinds, nameOf, outagesOf, picture } from './shape.ts';

function text(x: number, y: number, className: string, words: string): SVGElement {
  return svg('text', { x, y, class: className }, words);
}

/** Each writer's line of the picture: its name and counts, and its bars about an axis. */
function row(view: ClientView, index: number): SVGElement[] {
  const writer = view.writers[index];
  if (!writer) return [];
  const top = index * picture.rowHeight;
  const axis = top + 24 + picture.barHeight;
  return [
    text(picture.left, top + 14, 'plot-name', nameOf(writer)),
    ...kinds.map((kind) => svg('path', { class: `plot-${kind}`, d: barsOf(writer, kind, axis) })),
    svg('path', { class: 'plot-axis', d: `M${picture.left} ${axis}H${picture.right}` }),
  ];
}

/** A bracket over each time without service, and how long it was. */
function brackets(view: ClientView): SVGElement[] {
  return bracketsOf(view).flatMap(({ start, end, secondsAt, lasted }) => {
    const bracket = svg('path', { class: 'plot-outage', d: `M${start} 26v-5H${end}v5` });
    return secondsAt === null ? [bracket] : [bracket, text(secondsAt, 15, 'plot-seconds', lasted)];
  });
}

function draw(figure: HTMLElement, view: ClientView): void {
  const height = view.writers.length * picture.rowHeight;
  const image = svg(
    'svg',
    { viewBox: `0 0 ${picture.width} ${height}`, role: 'img', 'aria-label': describe(view) },
    ...view.writers.flatMap((_, index) => row(view, index)),
    ...brackets(view),
  );
  const caption = document.createElement('figcaption');
  for (const writer of view.writers) {
    const line = document.createElement('p');
    const name = document.createElement('strong');
    name.textContent = nameOf(writer);
    line.append(name, `: ${countsOf(writer)}`);
    caption.append(line);
  }
  const last = document.createElement('p');
  last.textContent = `${outagesOf(view)}${view.running ? '' : ' El programa está parado.'}`;
  const legend = document.createElement('p');
  legend.textContent = 'Hacia arriba, lo confirmado (en hueco, lo perdido); hacia abajo, lo que no lo fue.';
  caption.append(last, legend);
  figure.replaceChildren(image, caption);
}

export function createPlot(root: ParentNode, onResize: () => void): { update(snapshot: LabSnapshot): void } {
  const figures = [...root.querySelectorAll<HTMLElement>('[data-plot]')];
  const empty = figures.map((figure) => [...figure.childNodes]);
  let shown = '';
  return {
    update({ lab }) {
      const view = lab?.client ?? null;
      const now = JSON.stringify(view);
      if (now === shown) return;
      const resized = (shown === '' || shown === 'null') !== (view === null);
      shown = now;
      for (const [index, figure] of figures.entries()) {
        if (view) draw(figure, view);
        else figure.replaceChildren(...(empty[index] ?? []));
      }
      if (resized) onResize();
    },
  };
}

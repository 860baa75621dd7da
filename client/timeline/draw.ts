/** Puts the lanes on the page: who the nodes were at their left, and what they said in a part that scrolls. */
import type { Node } from '../../protocol/names.ts';
import type { NodeSnapshot } from '../../protocol/topology.ts';
import { createKeyed, set, svg, write } from '../elements/svg.ts';
import { called } from '../topology/words.ts';
import { make } from '../workbench/dom.ts';
import { meaningOf } from './kinds.ts';
import { type Bracket, type Lanes, laneHeight, lanesTop, type Mark, timesY, type Words } from './lanes.ts';

const headWidth = 126;

/** A shape for each kind: they are told apart without colour. */
const shapes: Readonly<Record<Mark['kind'], string>> = {
  down: 'M-5 -4 H5 L0 5 Z',
  up: 'M-5 4 H5 L0 -5 Z',
  vote: 'M0 -4.5 A4.5 4.5 0 1 1 0 4.5 A4.5 4.5 0 1 1 0 -4.5 Z',
  failover: 'M0 -5.2 L5.2 0 L0 5.2 L-5.2 0 Z',
  switch: 'M0 -7 L1.9 -2.3 L6.8 -2.2 L2.9 0.9 L4.3 5.6 L0 2.8 L-4.3 5.6 L-2.9 0.9 L-6.8 -2.2 L-1.9 -2.3 Z',
  other: 'M-3 -3 H3 V3 H-3 Z',
};

const makeMark = ({ kind, event }: Mark) => {
  const meaning = meaningOf(event.name);
  const title = svg('title', {}, meaning === '' ? event.name : `${event.name}: ${meaning}`);
  return svg('path', { class: 'tl-mark', d: shapes[kind], 'data-kind': kind }, title);
};
const place = (element: Element, { x, y }: { x: number; y: number }) =>
  set(element, { transform: `translate(${Math.round(x * 10) / 10} ${y})` });

const makeBracket = () => svg('g', { class: 'tl-bracket' }, svg('path'), svg('text', { y: 20 }));
function updateBracket(element: Element, { from, to, text }: Bracket): void {
  const [path, words] = [element.querySelector('path'), element.querySelector('text')];
  if (path) set(path, { d: `M${from + 1} 29 V24 H${to - 1} V29` });
  if (!words) return;
  set(words, { x: (from + to) / 2 });
  write(words, text);
}

function wordsIn(parent: Element, className: string) {
  return createKeyed<Words, SVGTextElement>(
    parent,
    () => svg('text', { class: className }),
    (element, { x, y, text }) => {
      set(element, { x, y });
      write(element, text);
    },
  );
}

function createHead() {
  const lanes = svg('g');
  const zone = svg('text', { class: 'tl-belief', x: 4, y: timesY });
  const element = svg('svg', { class: 'tl-head', 'aria-hidden': 'true' }, lanes, zone);
  const rows = createKeyed<NodeSnapshot & { key: string; lines: readonly [string, string] }, SVGGElement>(
    lanes,
    () => svg('g', {}, svg('text', { class: 'tl-node' }), svg('text', { class: 'tl-belief' })),
    (row, { lines, redis }) => {
      set(row, { 'data-tone': redis.up ? (redis.role ?? '') : 'down' });
      for (const [index, text] of [...row.children].entries()) write(text, lines[index] ?? '');
    },
  );
  return {
    element,
    show(nodes: readonly NodeSnapshot[], height: number, place: string) {
      write(zone, place === 'UTC' ? 'hora UTC' : `hora de ${place}`);
      set(element, { viewBox: `0 0 ${headWidth} ${height}` });
      rows(
        nodes.map((node) => {
          const state = node.redis.up ? (node.redis.role === 'master' ? '★ maestro' : 'réplica') : '✕ parado';
          const belief = node.sentinel.up
            ? `cree en ${called(nodes, node.sentinel.master)}`
            : '✕ sin Sentinel';
          return { ...node, key: node.name, lines: [`${node.name} · ${state}`, belief] as const };
        }),
      );
      for (const [index, row] of [...lanes.children].entries())
        for (const [line, text] of [...row.children].entries())
          set(text, { x: 4, y: lanesTop + index * laneHeight + 13 + line * 12 });
    },
  };
}

export interface LanesStyle {
  /** How many px a unit has. */
  readonly scale: number;
  /** Whose time the axis has. */
  readonly place: string;
}

export interface LanesView {
  readonly element: HTMLElement;
  show(lanes: Lanes, nodes: readonly NodeSnapshot[], chosen: Mark | null, how: LanesStyle): void;
  /** Brings the chosen event, or without one the newest, into view. */
  reveal(): void;
  /** The two parts, for a picture of the whole. */
  readonly parts: readonly [SVGSVGElement, SVGSVGElement];
}

/** `onChoose`: a pointer went over the lanes with its button down, nearest to that event. */
export function createLanesView(onChoose: (mark: Mark) => void): LanesView {
  const head = createHead();
  const [rows, words, marks] = [svg('g'), svg('g'), svg('g')];
  const cursor = svg('line', { class: 'tl-cursor', y1: lanesTop - 4 });
  const empty = svg('text', { class: 'tl-empty', x: 12, y: lanesTop + 1.5 * laneHeight });
  const body = svg('svg', { class: 'tl', 'aria-hidden': 'true' }, rows, cursor, words, marks, empty);
  // The slider has the keys and the words; this part is for eyes and pointers.
  const scroller = make('div', {
    class: 'tl-scroll',
    tabindex: '0',
    role: 'group',
    'aria-label': 'Eventos por nodo',
  });
  scroller.append(body);
  scroller.addEventListener('scroll', () =>
    scroller.classList.toggle('tl-scrolled', scroller.scrollLeft > 0),
  );
  const element = make('div', { class: 'tl-box' });
  element.append(head.element, scroller);

  const showMarks = createKeyed(marks, makeMark, place);
  const showBrackets = createKeyed(words, makeBracket, updateBracket);
  const showTitles = wordsIn(words, 'tl-title');
  const showNames = wordsIn(words, 'tl-name');
  const showWaits = wordsIn(words, 'tl-wait');
  const showTimes = wordsIn(words, 'tl-time');
  const showRows = createKeyed<{ key: Node; y: number; width: number }, SVGLineElement>(
    rows,
    () => svg('line', { class: 'tl-lane', x1: 0 }),
    (line, { y, width }) => set(line, { y1: y, y2: y, x2: width }),
  );
  let shown: { lanes: Lanes; scale: number; chosen: Mark | null } | null = null;

  const choose = (event: PointerEvent) => {
    if (!shown) return;
    const x = (event.clientX - body.getBoundingClientRect().left) / shown.scale;
    const near = shown.lanes.marks.toSorted((a, b) => Math.abs(a.x - x) - Math.abs(b.x - x))[0];
    if (near) onChoose(near);
  };
  body.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    body.setPointerCapture(event.pointerId);
    choose(event);
  });
  body.addEventListener('pointermove', (event) => {
    if (body.hasPointerCapture(event.pointerId)) choose(event);
  });

  return {
    element,
    parts: [head.element, body],
    show(lanes, nodes, chosen, { scale, place }) {
      shown = { lanes, scale, chosen };
      head.show(nodes, lanes.height, place);
      head.element.style.width = `${headWidth * scale}px`;
      const width = Math.max(lanes.width, (scroller.clientWidth - 1) / scale);
      set(body, { viewBox: `0 0 ${Math.round(width)} ${lanes.height}` });
      body.style.width = `${width * scale}px`;
      showRows(nodes.map(({ name }, index) => ({ key: name, y: lanesTop + index * laneHeight + 21, width })));
      showMarks(lanes.marks);
      showBrackets(lanes.brackets);
      showTitles(lanes.titles);
      showNames(lanes.names);
      showWaits(lanes.waits);
      showTimes(lanes.times);
      write(
        empty,
        lanes.marks.length > 0
          ? ''
          : 'Todavía no ha hablado ningún Sentinel. Lo que digan sale aquí en cuanto lo publiquen.',
      );
      cursor.toggleAttribute('hidden', chosen === null);
      if (chosen) set(cursor, { x1: chosen.x, x2: chosen.x, y2: lanesTop + 3 * laneHeight });
    },
    reveal() {
      if (!shown) return;
      const { lanes, scale, chosen } = shown;
      const x = (chosen?.x ?? lanes.width) * scale;
      const from = scroller.scrollLeft;
      const inside = chosen && x > from + 30 && x < from + scroller.clientWidth - 60;
      if (!inside) scroller.scrollLeft = chosen ? x - scroller.clientWidth / 2 : x;
    },
  };
}

/** Puts a scene on the page, and changes only what is different from the one before. */

import type { LinkState } from '../../protocol/topology.ts';
import { createKeyed, fitWithin, set, svg, write } from '../elements/svg.ts';
import type { SessionName } from '../workbench/names.ts';
import type { HostShape, LinkShape, Scene, ServiceShape, Target } from './scene.ts';

/** How long a shape that changed stays marked; `topology.css` does it, and not where motion is unwanted. */
const markMs = 1200;
const lineStep = 13;

/** A master has pointed sides and no other shape has: it is told apart without colour. */
function outline({ x, y, width, height, tone }: ServiceShape): string {
  const [right, bottom] = [x + width, y + height];
  if (tone !== 'master') {
    const r = tone === 'replica' ? 4 : 12;
    return `M${x + r} ${y} H${right - r} Q${right} ${y} ${right} ${y + r} V${bottom - r} Q${right} ${bottom} ${right - r} ${bottom} H${x + r} Q${x} ${bottom} ${x} ${bottom - r} V${y + r} Q${x} ${y} ${x + r} ${y} Z`;
  }
  const middle = y + height / 2;
  return `M${x + 9} ${y} H${right - 9} L${right} ${middle} L${right - 9} ${bottom} H${x + 9} L${x} ${middle} Z`;
}

function makeTarget(className: string, session: SessionName, ...children: (Element | string)[]): SVGGElement {
  return svg('g', { class: className, role: 'button', tabindex: 0, 'data-session': session }, ...children);
}

function frame(element: Element, { x, y, width, height }: Target): void {
  const ring = element.querySelector('.tp-focus');
  if (ring) set(ring, { x: x + 1, y: y + 1, width: width - 2, height: height - 2, rx: 5 });
}

const makeHost = ({ session }: HostShape) =>
  makeTarget(
    'tp-host',
    session,
    svg('rect', { class: 'tp-card', rx: 7 }),
    svg('rect', { class: 'tp-focus' }),
    svg('text', { class: 'tp-name' }, svg('tspan'), ' ', svg('tspan', { class: 'tp-address', dx: 4 })),
  );

function updateHost(element: SVGGElement, host: HostShape): void {
  const { card } = host;
  set(element, { 'aria-label': host.label, 'data-cut': String(host.cut) });
  frame(element, host);
  const text = element.querySelector('text');
  const [name, address] = ['tspan', '.tp-address'].map((part) => element.querySelector(part));
  const rect = element.querySelector('.tp-card');
  if (rect) set(rect, { x: card.x, y: card.y, width: card.width, height: card.height });
  if (text) set(text, { x: card.x + 9, y: card.y + 15 });
  if (name) write(name, host.name);
  if (address) write(address, host.address);
  if (text) fitWithin(text, card.width - 14);
}

const makeService = ({ session, key }: ServiceShape) =>
  makeTarget(
    `tp-service tp-${key.split('@')[0]}`,
    session,
    svg('path', { class: 'tp-shape' }),
    svg('rect', { class: 'tp-focus' }),
    ...[' ', svg('text'), ' ', svg('text'), ' ', svg('text')],
  );

function updateService(element: SVGGElement, service: ServiceShape): void {
  const changed = element.dataset['essence'] !== undefined && element.dataset['essence'] !== service.essence;
  set(element, {
    'aria-label': service.label,
    'data-tone': service.tone,
    'data-essence': service.essence,
  });
  frame(element, service);
  const shape = element.querySelector('.tp-shape');
  if (shape) set(shape, { d: outline(service) });
  for (const [index, text] of [...element.querySelectorAll('text')].entries()) {
    const top = service.y + (service.height - 3 * lineStep) / 2;
    set(text, { x: service.x + 12, y: top + 10.5 + index * lineStep });
    write(text, service.lines[index] ?? '');
    fitWithin(text, service.width - 24);
  }
  if (changed) mark(element);
}

function mark(element: Element): void {
  element.classList.add('tp-changed');
  setTimeout(() => element.classList.remove('tp-changed'), markMs);
}

/** One for each state, for a marker takes the colour of its line (`context-stroke`) in some engines only. */
const makeHead = (state: LinkState) =>
  svg(
    'marker',
    {
      id: `tp-head-${state}`,
      viewBox: '0 0 8 8',
      refX: 5,
      refY: 4,
      markerWidth: 7,
      markerHeight: 7,
      orient: 'auto',
    },
    svg('path', { class: 'tp-head', 'data-state': state, d: 'M0 0 L8 4 L0 8 Z' }),
  );

const makeLink = () => svg('g', { class: 'tp-link' }, svg('path'), svg('text'));

function updateLink(element: SVGGElement, link: LinkShape): void {
  set(element, { 'data-state': link.state });
  const [path, text] = [element.querySelector('path'), element.querySelector('text')];
  if (path) set(path, { d: link.path, 'marker-end': `url(#tp-head-${link.state})` });
  if (text) {
    set(text, link.labelAt);
    write(text, link.label);
  }
}

export interface Drawing {
  readonly element: SVGSVGElement;
  show(scene: Scene): void;
}

/** `onOpen`: a host or a service was pressed, with a pointer or a key. */
export function createDrawing(onOpen: (session: SessionName) => void): Drawing {
  const heads = (['online', 'syncing', 'broken'] as const satisfies readonly LinkState[]).map(makeHead);
  const [links, hosts] = [svg('g', { 'aria-hidden': 'true' }), svg('g')];
  const element = svg(
    'svg',
    { class: 'tp', role: 'group', 'aria-label': 'Tu clúster' },
    svg('defs', {}, ...heads),
    links,
    hosts,
  );
  const sessions = new WeakMap<Element, SessionName>();

  const knowing =
    <T extends Target>(make: (item: T) => SVGGElement) =>
    (item: T) => {
      const made = make(item);
      sessions.set(made, item.session);
      return made;
    };
  const showHosts = createKeyed(hosts, knowing(makeHost), updateHost);
  const showServices = createKeyed(hosts, knowing(makeService), updateService);
  const showLinks = createKeyed(links, makeLink, updateLink);

  const press = (event: Event) => {
    const target = event.target instanceof Element ? event.target.closest('[role="button"]') : null;
    const session = target ? sessions.get(target) : undefined;
    if (session === undefined) return;
    event.preventDefault();
    onOpen(session);
  };
  element.addEventListener('click', press);
  element.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' || event.key === ' ') press(event);
  });

  return {
    element,
    show(scene) {
      set(element, { viewBox: `0 0 ${Math.round(scene.width)} ${scene.height}` });
      showHosts(scene.hosts);
      showServices(scene.services);
      showLinks(scene.links);
    },
  };
}

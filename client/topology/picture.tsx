/** @jsxRuntime automatic @jsxImportSource preact */
/** A cluster as an SVG picture: the panel's live one, and those of the figures. What it shows is a `Scene`. */
import { Fragment } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { LinkState } from '../../protocol/topology.ts';
import { fitWithin } from '../elements/svg.ts';
import type { SessionName } from '../workbench/names.ts';
import type { HostShape, LinkShape, Scene, ServiceShape, Target } from './scene.ts';

/** How long a shape that changed stays marked; `topology.css` does it, and not where motion is unwanted. */
const markMs = 1200;
const lineStep = 13;
const linkStates = ['online', 'syncing', 'broken'] as const satisfies readonly LinkState[];

/** A host or a service was pressed, with a pointer or a key. */
type OnOpen = (session: SessionName) => void;

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

/** What makes a group a button; nothing where the picture is only looked at. */
function pressed({ session, label }: Target, onOpen: OnOpen | undefined) {
  if (!onOpen) return { role: 'img' as const, 'aria-label': label };
  return {
    role: 'button' as const,
    tabindex: 0,
    'aria-label': label,
    'data-session': session,
    onClick: () => onOpen(session),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      onOpen(session);
    },
  };
}

const FocusRing = ({ x, y, width, height }: Target) => (
  <rect class="tp-focus" x={x + 1} y={y + 1} width={width - 2} height={height - 2} rx={5} />
);

function Host({ host, onOpen }: { readonly host: HostShape; readonly onOpen: OnOpen | undefined }) {
  const { card, name, address } = host;
  const text = useRef<SVGTextElement>(null);
  useLayoutEffect(() => {
    if (text.current) fitWithin(text.current, card.width - 14);
  });
  return (
    <g class="tp-host" data-cut={String(host.cut)} {...pressed(host, onOpen)}>
      <rect class="tp-card" rx={7} x={card.x} y={card.y} width={card.width} height={card.height} />
      <FocusRing {...host} />
      <text class="tp-name" ref={text} x={card.x + 9} y={card.y + 15}>
        <tspan>{name}</tspan>{' '}
        <tspan class="tp-address" dx={4}>
          {address}
        </tspan>
      </text>
    </g>
  );
}

/** A line of text, drawn narrower where it would be wider than its place. */
export function FittedText(props: {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly anchor?: 'middle';
}) {
  const { text, x, y, width, anchor } = props;
  const element = useRef<SVGTextElement>(null);
  useLayoutEffect(() => {
    if (element.current) fitWithin(element.current, width);
  });
  return (
    <text ref={element} x={x} y={y} {...(anchor === undefined ? {} : { 'text-anchor': anchor })}>
      {text}
    </text>
  );
}

function Service({
  service,
  onOpen,
}: {
  readonly service: ServiceShape;
  readonly onOpen: OnOpen | undefined;
}) {
  const { key, tone, essence, lines, x, y, width, height } = service;
  const group = useRef<SVGGElement>(null);
  const before = useRef(essence);
  useEffect(() => {
    if (before.current === essence) return;
    before.current = essence;
    const { classList } = group.current ?? {};
    classList?.add('tp-changed');
    const timer = setTimeout(() => classList?.remove('tp-changed'), markMs);
    return () => clearTimeout(timer);
  }, [essence]);
  const top = y + (height - 3 * lineStep) / 2;
  return (
    <g
      ref={group}
      class={`tp-service tp-${key.split('@')[0]}`}
      data-tone={tone}
      {...pressed(service, onOpen)}
    >
      <path class="tp-shape" d={outline(service)} />
      <FocusRing {...service} />
      {[0, 1, 2].map((row) => (
        <Fragment key={row}>
          {' '}
          <FittedText text={lines[row] ?? ''} x={x + 12} y={top + 10.5 + row * lineStep} width={width - 24} />
        </Fragment>
      ))}
    </g>
  );
}

/** One for each state, for a marker takes the colour of its line (`context-stroke`) in some engines only. */
const Head = ({ id, state }: { readonly id: string; readonly state: LinkState }) => (
  <marker
    id={`${id}-${state}`}
    viewBox="0 0 8 8"
    refX={5}
    refY={4}
    markerWidth={7}
    markerHeight={7}
    orient="auto"
  >
    <path class="tp-head" data-state={state} d="M0 0 L8 4 L0 8 Z" />
  </marker>
);

const Link = ({ link, heads }: { readonly link: LinkShape; readonly heads: string }) => (
  <g class="tp-link" data-state={link.state}>
    <path d={link.path} marker-end={`url(#${heads}-${link.state})`} />
    <text x={link.labelAt.x} y={link.labelAt.y}>
      {link.label}
    </text>
  </g>
);

/** `name`: what the picture is called, and by its id where a page has several. */
export function ClusterPicture(props: {
  readonly id: string;
  readonly name: string;
  readonly scene: Scene;
  readonly width?: string;
  readonly onOpen?: OnOpen;
}) {
  const { id, name, scene, width, onOpen } = props;
  return (
    // biome-ignore lint/a11y/useSemanticElements: SVG has no fieldset.
    <svg
      class="tp"
      role="group"
      aria-label={name}
      viewBox={`0 0 ${Math.round(scene.width)} ${scene.height}`}
      {...(width === undefined ? {} : { style: { width } })}
    >
      <defs>
        {linkStates.map((state) => (
          <Head key={state} id={`${id}-head`} state={state} />
        ))}
      </defs>
      {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: a group of shapes takes no focus. */}
      <g aria-hidden="true">
        {scene.links.map((link) => (
          <Link key={link.key} link={link} heads={`${id}-head`} />
        ))}
      </g>
      <g>
        {scene.hosts.map((host) => (
          <Host key={host.key} host={host} onOpen={onOpen} />
        ))}
        {scene.services.map((service) => (
          <Service key={service.key} service={service} onOpen={onOpen} />
        ))}
      </g>
    </svg>
  );
}

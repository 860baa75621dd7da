/** The timeline as a file: its data, or its picture with the colours that it has on the page. */
import type { NodeSnapshot } from '../../protocol/topology.ts';
import { set, svg } from '../elements/svg.ts';
import type { ClusterHistory } from '../lab/cluster-store.ts';
import { durationOf, failoversIn, totalOf } from './phases.ts';
import { inOrder } from './stops.ts';

const painted = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
] as const;

/** Everything that the page knows, in words that a spreadsheet or a script can read. `timeZone`: that of `nodeTime`. */
export function jsonOf(
  { events, moments }: ClusterHistory,
  nodes: readonly NodeSnapshot[],
  timeZone: string | undefined,
): string {
  const ordered = inOrder(events);
  const failovers = failoversIn(ordered).map((failover) => ({
    leader: failover.leader,
    asked: failover.asked,
    outcome: failover.outcome,
    totalMs: totalOf(failover),
    phases: failover.phases.map((phase) => ({
      name: phase.name,
      from: new Date(phase.from.at).toISOString(),
      ms: durationOf(phase),
    })),
  }));
  const stamped = ordered.map((event) => ({ ...event, at: new Date(event.at).toISOString() }));
  const seen = moments.map((moment) => ({ ...moment, at: new Date(moment.at).toISOString() }));
  const hosts = nodes.map(({ name, address }) => ({ name, address }));
  return `${JSON.stringify({ hosts, timeZone, failovers, events: stamped, moments: seen }, null, 2)}\n`;
}

/** A copy that needs no style sheet. */
function withStyles(element: SVGSVGElement): SVGSVGElement {
  const copy = svg('svg');
  copy.append(...[...element.childNodes].map((node) => node.cloneNode(true)));
  const [from, to] = [element.querySelectorAll('*'), copy.querySelectorAll('*')];
  for (const [index, source] of [...from].entries()) {
    const style = getComputedStyle(source);
    const values = painted.map((name) => [name, style.getPropertyValue(name)] as const);
    const target = to[index];
    if (target) set(target, Object.fromEntries(values));
  }
  return copy;
}

/** The parts beside one another, on the page's paper. */
export function pictureFile(parts: readonly SVGSVGElement[]): string {
  const sizes = parts.map((part) => part.viewBox.baseVal);
  const width = sizes.reduce((sum, size) => sum + size.width, 0);
  const height = Math.max(...sizes.map((size) => size.height));
  const paper = getComputedStyle(document.body).backgroundColor;
  const whole = svg(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, width: width * 2, height: height * 2 },
    svg('rect', { width, height, fill: paper }),
  );
  let x = 0;
  for (const [index, part] of parts.entries()) {
    const size = sizes[index];
    const copy = withStyles(part);
    set(copy, { x, width: size?.width ?? 0, height });
    whole.append(copy);
    x += size?.width ?? 0;
  }
  return new XMLSerializer().serializeToString(whole);
}

export function download(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

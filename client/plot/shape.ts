/** The application's writes as shapes and words. Pure: what the page draws is tested without one. */
import type { ClientView } from '../../protocol/lab.ts';

export type Writer = ClientView['writers'][number];

/** Which of a bar's four numbers a shape shows, in the order in which the protocol has them. */
export const kinds = ['ok', 'failed', 'unconfirmed', 'lost'] as const;
export type Kind = (typeof kinds)[number];

/** The picture's measures, in its own units. */
export const picture = {
  width: 720,
  left: 8,
  right: 712,
  rowHeight: 96,
  barHeight: 34,
  mostWrites: 6,
} as const;

const barWidth = (count: number): number => (picture.right - picture.left) / count;
const heightOf = (writes: number): number =>
  (Math.min(Math.max(writes, -picture.mostWrites), picture.mostWrites) / picture.mostWrites) *
  picture.barHeight;
const rect = (x: number, y: number, width: number, height: number): string =>
  `M${x.toFixed(1)} ${y.toFixed(1)}h${width.toFixed(1)}v${height.toFixed(1)}h-${width.toFixed(1)}z`;

/** How far a kind begins from the line, and how far it reaches, in writes; upwards is positive. */
const spans: Readonly<Record<Kind, (bucket: readonly number[]) => readonly [number, number]>> = {
  ok: ([ok = 0]) => [0, ok],
  lost: ([ok = 0, , , lost = 0]) => [ok, ok + lost],
  failed: ([, failed = 0]) => [0, -failed],
  unconfirmed: ([, failed = 0, unconfirmed = 0]) => [-failed, -failed - unconfirmed],
};

/** One path for all bars of a kind. What went well stands above the line at `axis`, what did not hangs below it. */
export function barsOf(writer: Writer, kind: Kind, axis: number): string {
  const width = barWidth(writer.buckets.length);
  const bars = writer.buckets.map((bucket, index) => {
    const [from, to] = spans[kind](bucket);
    if (from === to) return '';
    const [top, bottom] = [axis - heightOf(Math.max(from, to)), axis - heightOf(Math.min(from, to))];
    return rect(picture.left + index * width, top, width * 0.8, bottom - top);
  });
  return bars.join('');
}

/** Where a moment stands on the picture; null when it is not on it. */
export function placeOf(at: number, { end, bucketMs, writers }: ClientView): number | null {
  const count = writers[0]?.buckets.length ?? 0;
  const index = count - (end - at) / bucketMs;
  return count === 0 || index < 0 ? null : picture.left + index * barWidth(count);
}

/** `6,4 s` */
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1).replace('.', ',')} s`;

/** The first writer's name stands at the left, where no duration may cover it. */
const nameWidth = 190;
const halfOfSeconds = 24;

export interface Bracket {
  readonly start: number;
  readonly end: number;
  /** Where the middle of its seconds stands; null where they would stand beside it: the caption has them too. */
  readonly secondsAt: number | null;
  readonly lasted: string;
}

/** The times without service that are on the picture. */
export function bracketsOf(view: ClientView): readonly Bracket[] {
  return view.outages.flatMap(({ from, to }) => {
    const [start, end] = [placeOf(from, view), placeOf(to, view)];
    if (start === null || end === null) return [];
    const middle = (start + end) / 2;
    const free = Math.min(Math.max(middle, picture.left + nameWidth), picture.right - halfOfSeconds);
    const beside = Math.abs(free - middle) > Math.max((end - start) / 2, halfOfSeconds);
    return [{ start, end, secondsAt: beside ? null : free, lasted: seconds(to - from) }];
  });
}

const writerNames: Readonly<Record<Writer['name'], string>> = {
  directo: 'Sin esperar a nadie',
  wait: 'Con WAIT 1',
};
export const nameOf = (writer: Writer): string => writerNames[writer.name];

export function countsOf({ acked, failed, unconfirmed, lost }: Writer): string {
  const words = [`${acked} confirmadas`, `${failed} fallidas`];
  if (unconfirmed > 0) words.push(`${unconfirmed} sin copia a tiempo`);
  words.push(lost === 1 ? '1 perdida' : `${lost} perdidas`);
  return words.join(' · ');
}

/** The times without service, the latest last. */
export function outagesOf({ outages }: ClientView): string {
  if (outages.length === 0) return 'Sin cortes de servicio.';
  const spans = outages.slice(-4).map(({ from, to }) => seconds(to - from));
  return `${spans.length === 1 ? 'Un corte' : 'Cortes'} de servicio: ${spans.join(', ')}.`;
}

/** The whole picture in words, for who does not see it. */
export function describe(view: ClientView): string {
  const writers = view.writers.map((writer) => `${nameOf(writer)}: ${countsOf(writer)}.`);
  return [...writers, outagesOf(view)].join(' ');
}

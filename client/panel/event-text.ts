/** A moment of the timeline in words: when it was by both clocks, where, the event as Redis writes it, and what it means. */
import type { LabClock } from '../lab/lab-clock.ts';
import { meaningOf } from '../timeline/kinds.ts';
import type { Stop } from '../timeline/stops.ts';

export function eventText({ at, event }: Stop, length: 'short' | 'long', clock: LabClock): string {
  if (!event) return `${clock.time(at)} · Cambio observado, sin evento de Sentinel.`;
  const { node, name, nodeTime } = event;
  if (length === 'short') return `${clock.time(at)} · ${node}: ${name}.`;
  const own = nodeTime === null ? 'su log no dice la hora' : `en su log, ${nodeTime}`;
  const meaning = meaningOf(name);
  return `${clock.time(at)} (${own}) · ${node} · ${name}${meaning === '' ? '' : `: ${meaning}`}`;
}

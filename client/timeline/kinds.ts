/** What kind of event it is, which gives it its mark; and what it means. Pure. */
import { glossary } from '../deck/glossary.ts';

export type Kind = 'down' | 'up' | 'vote' | 'failover' | 'switch' | 'other';

export function kindOf(name: string): Kind {
  if (/^\+[so]down$|^-failover-abort|^\+tilt$/.test(name)) return 'down';
  if (/^-[so]down$|^\+reboot$|^-tilt$/.test(name)) return 'up';
  if (/vote|^\+elected-leader$|^\+new-epoch$/.test(name)) return 'vote';
  if (name === '+switch-master') return 'switch';
  return /failover|FAILOVER|slave-reconf|selected-slave|promoted-slave/.test(name) ? 'failover' : 'other';
}

/** The same explanation as on the slides; an event that they do not know says nothing. */
export const meaningOf = (name: string): string => glossary[name] ?? '';

/** Those whose names are written first where there is not place for all. */
const telling: readonly string[] = [
  '+switch-master',
  '+odown',
  '+elected-leader',
  '+sdown',
  '+promoted-slave',
  'Executing user requested FAILOVER',
  '+try-failover',
  '+vote-for-leader',
  '+convert-to-slave',
  '-sdown',
  '+failover-end',
];

/** Smaller is written first. */
export function rankOf(name: string): number {
  const rank = telling.indexOf(name);
  return rank < 0 ? telling.length : rank;
}

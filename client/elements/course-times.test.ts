/** The course's own times, read from the logs that its slides show. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { TimelineEvent } from '../../protocol/topology.ts';
import { parseLogLine } from '../deck/sentinel-log.ts';
import { durationOf, failoversIn } from '../timeline/phases.ts';
import { courseMs } from './course-times.ts';

const slides = new URL('../../slides/', import.meta.url);

/** What one Sentinel of a slide file logged: the one with that process id. */
function logged(file: string, pid: number): readonly TimelineEvent[] {
  const lines = readFileSync(new URL(file, slides), 'utf8').split('\n');
  return lines.flatMap((line): TimelineEvent[] => {
    const parsed = line.startsWith(`${pid}:X `) ? parseLogLine(line) : undefined;
    if (!parsed) return [];
    const { time, event, args } = parsed;
    const at = Date.parse(`2020-02-28T${time}Z`);
    return [{ node: 'replica1', at, nodeTime: time, name: event, args: args.join(' ') }];
  });
}

it.each([
  ['caso-1', '11-caso-1.md', 4869],
  ['caso-2', '12-caso-2.md', 4953],
] as const)('%s: as its leader logged them', (id, file, pid) => {
  const [failover] = failoversIn(logged(file, pid));
  const told = failover?.phases.map((phase) => [phase.name, durationOf(phase)]) ?? [];
  expect(Object.fromEntries(told)).toEqual(courseMs[id]);
});

/** What was measured, for each server, and whether this one keeps its promises. */
import { median } from '../figure.ts';
import { type RivalName, rivalNames } from './rivals.ts';

export type Samples = ReadonlyMap<RivalName, readonly number[]>;

export interface Measure {
  readonly what: string;
  readonly unit: string;
  readonly digits: number;
  /** Whether the aim is met by this course's median, given the naive server's; and how it reads. */
  readonly aim?: { readonly text: string; readonly met: (ours: number, naive: number) => boolean };
}

const written = (value: number, digits: number): string => value.toFixed(digits).replace('.', ',');

function cell(samples: readonly number[] | undefined, digits: number): string {
  if (!samples || samples.length === 0) return '–';
  const middle = written(median(samples), digits);
  const [least, most] = [Math.min(...samples), Math.max(...samples)].map((value) => written(value, digits));
  return samples.length === 1 || least === most ? middle : `${middle} (${least}–${most})`;
}

function verdict({ aim }: Measure, samples: Samples): string {
  const ours = samples.get('este curso');
  if (!aim || !ours || ours.length === 0) return '–';
  const naive = samples.get('ws + node-pty');
  const met = aim.met(median(ours), naive && naive.length > 0 ? median(naive) : Number.NaN);
  return `${aim.text}: ${met ? 'sí' : '**no**'}`;
}

/** A Markdown table: median, and least to most of the runs. */
export function table(results: ReadonlyMap<Measure, Samples>): string {
  const heading = ['medida', ...rivalNames, 'objetivo'];
  const measured = [...results].filter(([, samples]) => samples.size > 0);
  const rows = measured.map(([measure, samples]) => [
    `${measure.what}, ${measure.unit}`,
    ...rivalNames.map((name) => cell(samples.get(name), measure.digits)),
    verdict(measure, samples),
  ]);
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(heading), line(heading.map(() => '---')), ...rows.map(line)].join('\n');
}

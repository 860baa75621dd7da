/** A measured quantity with what it should be, and how it reads in a table. */

export interface Figure {
  readonly what: string;
  readonly unit: 's' | 'ms' | 'MB' | 'kB' | '% de un núcleo';
  readonly samples: readonly number[];
  /** The most it should be; null where nothing was aimed at. */
  readonly aim: number | null;
  /** Which of the samples' values counts against the aim. */
  readonly by?: 'median' | 'p95';
}

const digits: Readonly<Record<Figure['unit'], number>> = {
  s: 2,
  ms: 0,
  MB: 1,
  kB: 1,
  '% de un núcleo': 2,
};

/** The sample below which that share of them lies, by nearest rank. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new RangeError('no samples');
  return value;
}

export function median(samples: readonly number[]): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const [lower, upper] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  if (lower === undefined || upper === undefined) throw new RangeError('no samples');
  return (lower + upper) / 2;
}

function written(value: number, unit: Figure['unit']): string {
  return value.toFixed(digits[unit]).replace('.', ',');
}

export interface Row {
  readonly what: string;
  readonly typical: string;
  readonly range: string;
  readonly count: string;
  readonly aim: string;
  readonly met: string;
}

function rowOf({ what, unit, samples, aim, by = 'median' }: Figure): Row {
  const middle = median(samples);
  const judged = by === 'median' ? middle : percentile(samples, 0.95);
  const [least, most] = [Math.min(...samples), Math.max(...samples)];
  const constant = samples.length === 1;
  const p95 = by === 'p95' ? ` (p95 ${written(judged, unit)})` : '';
  return {
    what,
    typical: `${written(middle, unit)} ${unit}${p95}`,
    range: constant ? '–' : `${written(least, unit)}–${written(most, unit)}`,
    count: constant ? '–' : String(samples.length),
    aim: aim === null ? '–' : `≤ ${String(aim).replace('.', ',')} ${unit}`,
    met: aim === null ? '–' : judged <= aim ? 'sí' : '**no**',
  };
}

const heading: Row = {
  what: 'medida',
  typical: 'mediana',
  range: 'mín.–máx.',
  count: 'veces',
  aim: 'objetivo',
  met: 'cumplido',
};

const cells = (row: Row): readonly string[] => [
  row.what,
  row.typical,
  row.range,
  row.count,
  row.aim,
  row.met,
];

/** A Markdown table whose columns also line up in a terminal. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = [heading, ...figures.map(rowOf)].map(cells);
  const widths = cells(heading).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [first = [], ...rest] = rows;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(first), rule, ...rest.map(line)].join('\n');
}

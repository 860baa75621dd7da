/** The rows of the table, in order, with what each should be. */
import type { Measure } from './results.ts';

const most = (limit: number, text: string) => ({ text, met: (ours: number) => ours <= limit });
const share = (factor: number, text: string) => ({
  text,
  met: (ours: number, naive: number) => ours <= naive * factor,
});
const atLeast = (factor: number, text: string) => ({
  text,
  met: (ours: number, naive: number) => ours >= naive * factor,
});

export const measures = {
  cat: { what: '`cat` de 100 MB', unit: 'MB/s', digits: 1, aim: atLeast(0.9, '≥ 0,9 × ws') },
  parsed: {
    what: 'lo mismo, leído por el intérprete de xterm.js',
    unit: 'MB/s',
    digits: 1,
    aim: atLeast(0.9, '≥ 0,9 × ws'),
  },
  lost: { what: 'bytes perdidos', unit: 'bytes', digits: 0, aim: most(0, '0') },
  cpu: { what: 'CPU de quien lee', unit: 'ms/MB', digits: 1 },
  echo50: { what: 'eco de una tecla, p50', unit: 'ms', digits: 2, aim: share(1, '≤ ws') },
  echo99: { what: 'eco de una tecla, p99', unit: 'ms', digits: 2, aim: share(1.2, '≤ 1,2 × ws') },
  floodedEcho50: {
    what: 'eco con otro terminal inundado, p50',
    unit: 'ms',
    digits: 2,
    aim: share(1, '≤ ws'),
  },
  floodedEcho99: {
    what: 'eco con otro terminal inundado, p99',
    unit: 'ms',
    digits: 2,
    aim: share(1.2, '≤ 1,2 × ws'),
  },
  growth: {
    what: 'memoria que crece con un lector parado 10 s',
    unit: 'MiB',
    digits: 1,
    aim: most(1, '< 1 MiB'),
  },
  stalledInterrupt: {
    what: 'y después, de Ctrl-C al prompt',
    unit: 'ms',
    digits: 0,
    aim: most(50, '< 50 ms'),
  },
  interrupt: {
    what: 'de Ctrl-C al prompt en una inundación',
    unit: 'ms',
    digits: 0,
    aim: most(50, '< 50 ms'),
  },
  idle: { what: 'un terminal en reposo', unit: 'KiB', digits: 0, aim: most(40, '≤ 40 KiB') },
  many: { what: '200 abiertos a la vez, p99', unit: 'ms', digits: 0, aim: share(1.1, '≤ 1,1 × ws') },
  paste: {
    what: 'CPU del servidor con un pegado que nadie lee',
    unit: '%',
    digits: 0,
    aim: most(10, '< 10 %'),
  },
  restore: {
    what: 'pantalla recuperada tras un corte',
    unit: 'ms',
    digits: 0,
    aim: most(50, '< 50 ms'),
  },
} as const satisfies Readonly<Record<string, Measure>>;

export type MeasureName = keyof typeof measures;

/**
 * `npm run bench:terminal`: these terminals beside others, same work, in turns, on this machine. With words after `--`, only what
 * has one of them in its name: `npm run bench:terminal -- eco 100`.
 */
import { availableParallelism, loadavg } from 'node:os';
import { measureEcho } from './measure-echo.ts';
import { measureInterrupt, measureStall } from './measure-interrupt.ts';
import { measureMany } from './measure-many.ts';
import { makeBigFile, measureOutput } from './measure-output.ts';
import { measureStalledPaste } from './measure-paste.ts';
import { measureRestore } from './measure-restore.ts';
import { type MeasureName, measures } from './measures.ts';
import { type Measure, type Samples, table } from './results.ts';
import { type Rival, type RivalName, startRivals } from './rivals.ts';

const runs = 5;
/** A second each, and the first two of a server that is not warm yet are a third slower. */
const catRuns = 11;
const asked = process.argv.slice(2);
const isWanted = (name: string): boolean => asked.length === 0 || asked.some((word) => name.includes(word));

class Results {
  readonly #samples = new Map<MeasureName, Map<RivalName, number[]>>();

  add(measure: MeasureName, rival: Rival, ...values: readonly number[]): void {
    const row = this.#samples.get(measure) ?? new Map<RivalName, number[]>();
    row.set(rival.name, [...(row.get(rival.name) ?? []), ...values]);
    this.#samples.set(measure, row);
  }

  inOrder(): ReadonlyMap<Measure, Samples> {
    const names = Object.keys(measures).filter((name): name is MeasureName => name in measures);
    return new Map(names.map((name) => [measures[name], this.#samples.get(name) ?? new Map()]));
  }
}

type Step = (rival: Rival, results: Results) => Promise<void>;

const steps: readonly { readonly name: string; readonly times: number; readonly run: Step }[] = [
  {
    // First: while no server has grown by other work.
    name: 'muchos terminales',
    times: runs,
    async run(rival, results) {
      const { p99Ms, idleKiB } = await measureMany(rival);
      results.add('many', rival, p99Ms);
      results.add('idle', rival, idleKiB);
    },
  },
  {
    name: 'eco',
    times: runs,
    async run(rival, results) {
      const alone = await measureEcho(rival, false);
      results.add('echo50', rival, alone.p50);
      results.add('echo99', rival, alone.p99);
      const flooded = await measureEcho(rival, true);
      results.add('floodedEcho50', rival, flooded.p50);
      results.add('floodedEcho99', rival, flooded.p99);
    },
  },
  {
    name: 'Ctrl-C en una inundación',
    times: runs,
    run: async (rival, results) => results.add('interrupt', rival, await measureInterrupt(rival)),
  },
  {
    name: 'lector parado',
    times: 1,
    async run(rival, results) {
      const { growthMiB, interruptMs } = await measureStall(rival);
      results.add('growth', rival, growthMiB);
      if (interruptMs !== null) results.add('stalledInterrupt', rival, interruptMs);
    },
  },
  {
    name: 'pegado que nadie lee',
    times: 1,
    run: async (rival, results) => results.add('paste', rival, await measureStalledPaste(rival)),
  },
  {
    name: 'corte',
    times: 1,
    async run(rival, results) {
      // The others lose the shell with the socket.
      if (rival.name === 'este curso') results.add('restore', rival, ...(await measureRestore(rival)));
    },
  },
];

async function inTurns(
  rivals: readonly Rival[],
  name: string,
  times: number,
  run: (rival: Rival) => Promise<void>,
) {
  if (!isWanted(name)) return;
  const start = performance.now();
  for (let turn = 0; turn < times; turn += 1) {
    // Each begins once: who is first pays for a reader that is not warm yet, in this process.
    const begins = turn % rivals.length;
    for (const rival of [...rivals.slice(begins), ...rivals.slice(0, begins)]) {
      await run(rival).catch((error: unknown) => console.error(`[medidas] ${name}, ${rival.name}: ${error}`));
    }
  }
  console.error(`[medidas] ${name}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

async function measureAll(rivals: readonly Rival[]): Promise<Results> {
  const results = new Results();
  for (const { name, times, run } of steps)
    await inTurns(rivals, name, times, (rival) => run(rival, results));
  await using file = await makeBigFile();
  for (const parses of [false, true]) {
    const [name, times] = parses ? ['100 MB por xterm.js', runs] : ['100 MB', catRuns];
    await inTurns(rivals, name, times, async (rival) => {
      const { megabytesPerSecond, lostBytes, cpuMsPerMegabyte } = await measureOutput(rival, file, parses);
      results.add(parses ? 'parsed' : 'cat', rival, megabytesPerSecond);
      results.add('lost', rival, lostBytes);
      if (!parses) results.add('cpu', rival, cpuMsPerMegabyte);
    });
  }
  return results;
}

const load = loadavg()[0] ?? 0;
const rivals = await startRivals((name, reason) =>
  console.error(`[medidas] sin ${name}: ${reason.split('\n')[0]}`),
);
const stopAll = () => Promise.all(rivals.map((rival) => rival.server.stop()));
// The servers are processes of their own, that would go on.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void stopAll().finally(() => process.exit(1)));
try {
  const results = await measureAll(rivals);
  console.log(`\n${table(results.inOrder())}\n`);
  console.log(
    `Mediana (mín.–máx.). ${availableParallelism()} núcleos, Node ${process.versions.node}, carga al empezar ${load.toFixed(1).replace('.', ',')}.`,
  );
} finally {
  await stopAll();
}

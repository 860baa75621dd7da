/**
 * `npm run load -- [learners] [case…]`: that many virtual learners (20) on one server, typing those cases (the five of the
 * course) at a person's pace. Needs the machine to itself: some 25 MB and 3 % of a core for each.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { caseOf, fiveCases } from '../../labs/cases/index.ts';
import { startServer } from '../../tests/e2e/server.ts';
import { percentile } from '../figure.ts';
import { loadNow } from '../machine.ts';
import { type Felt, VirtualLearner } from './learner.ts';
import { watchServer } from './watch.ts';

const [, , countText = '20', ...caseIds] = process.argv;
const count = Number(countText);
const played = caseIds.length === 0 ? fiveCases : caseIds.flatMap((id) => caseOf(id) ?? []);
/** A class does not press the key in the same instant. */
const arrivalMs = 600;

const felt: Felt = { arrival: [], start: [], echo: [], check: [], told: [], errors: [] };

async function sit(url: string): Promise<void> {
  let learner: VirtualLearner | null = null;
  try {
    learner = await VirtualLearner.arrive(url, felt);
    for (const definition of played) await learner.play(definition);
  } catch (error) {
    felt.errors.push(error instanceof Error ? error.message : String(error));
  } finally {
    learner?.leave();
  }
}

function row(what: string, samples: readonly number[]): string {
  if (samples.length === 0) return `| ${what} | – | – | – | 0 |`;
  const ms = (share: number) => `${percentile(samples, share).toFixed(0)} ms`;
  return `| ${what} | ${ms(0.5)} | ${ms(0.95)} | ${ms(0.99)} | ${samples.length} |`;
}

function told(shares: readonly number[]): string {
  if (shares.length === 0) return 'Nadie tuvo que esperar 5 s o más a su laboratorio.';
  const good = shares.filter((share) => share > 2 / 3 && share < 4 / 3).length;
  return `Lo que se dijo de la espera, en veces lo que fue: p5 ${percentile(shares, 0.05).toFixed(2)}, p50 ${percentile(shares, 0.5).toFixed(2)}, p95 ${percentile(shares, 0.95).toFixed(2)}; dentro de un tercio, ${good} de ${shares.length}.`;
}

const load = loadNow();
/** As a class's server is, without its class code: see `niceness` in server/config.ts. */
const env = { CURSO_POOL: '1', CURSO_NICE: '15', CURSO_MAX_LABS: String(count) };
/** In a session of its own, as a service is: the kernel shares the CPU out by session, and the learners are elsewhere. It ends with this process. */
const through = ['setpriv', '--pdeathsig', 'TERM', '--', 'setsid'];
await using server = await startServer({ env, through });
const began = performance.now();
const stopWatching = watchServer(server);
const learners: Promise<void>[] = [];
for (let place = 0; place < count; place += 1) {
  learners.push(sit(server.url));
  await sleep(arrivalMs);
}
await Promise.all(learners);
const seen = stopWatching();

console.log(`${count} estudiantes, ${played.map(({ id }) => id).join(', ')}, ${((performance.now() - began) / 1000).toFixed(0)} s

| | p50 | p95 | p99 | veces |
| --- | --- | --- | --- | --- |
${row('laboratorio de quien llega, convergido', felt.arrival)}
${row('caso preparado, convergido', felt.start)}
${row('eco de una tecla', felt.echo)}
${row('de lo último que pasó a la comprobación en verde', felt.check)}

${told(felt.told)}
Servidor: ${(seen.memoryBytes / 1e6).toFixed(0)} MB como mucho y ${seen.serverCpu.toFixed(0)} % de un núcleo; llegó hasta ${seen.serverLateMs.toFixed(0)} ms tarde (p99 de cada rato).
Máquina: ${seen.machineCpu.toFixed(0)} % de un núcleo en total y ${seen.processes} procesos más. Quien mide llegó ${seen.ownLateMs.toFixed(0)} ms tarde (p99).
Errores: ${felt.errors.length}.
${[...new Set(felt.errors)].slice(0, 10).join('\n')}

Carga de la máquina al empezar: ${load.toFixed(1)}.`);

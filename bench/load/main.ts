/**
 * `npm run load -- [learners] [case…]`: that many virtual learners (20) on one server, typing those cases (the five of the
 * course) at a person's pace. Needs the machine to itself: some 25 MB and 3 % of a core for each.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { caseOf, fiveCases } from '../../labs/cases/index.ts';
import { startServer } from '../../tests/e2e/server.ts';
import { percentile } from '../figure.ts';
import { loadNow } from '../machine.ts';
import { cpuSeconds, descendantsOf } from '../processes.ts';
import { type Felt, VirtualLearner } from './learner.ts';

const [, , countText = '20', ...caseIds] = process.argv;
const count = Number(countText);
const played = caseIds.length === 0 ? fiveCases : caseIds.flatMap((id) => caseOf(id) ?? []);
/** A class does not press the key in the same instant. */
const arrivalMs = 600;

const felt: Felt = { start: [], echo: [], check: [], errors: [] };

async function sit(url: string): Promise<void> {
  const learner = await VirtualLearner.arrive(url, felt);
  try {
    for (const definition of played) await learner.play(definition);
  } catch (error) {
    felt.errors.push(error instanceof Error ? error.message : String(error));
  } finally {
    learner.leave();
  }
}

function row(what: string, samples: readonly number[]): string {
  if (samples.length === 0) return `| ${what} | – | – | – | 0 |`;
  const ms = (share: number) => `${percentile(samples, share).toFixed(0)} ms`;
  return `| ${what} | ${ms(0.5)} | ${ms(0.95)} | ${ms(0.99)} | ${samples.length} |`;
}

const load = loadNow();
await using server = await startServer({ env: { CURSO_POOL: '1', CURSO_MAX_LABS: String(count) } });
const began = performance.now();
const learners: Promise<void>[] = [];
for (let place = 0; place < count; place += 1) {
  learners.push(sit(server.url));
  await sleep(arrivalMs);
}
const [cpuBefore, clock] = [cpuSeconds({ pid: server.pid }), performance.now()];
let mostMemory = 0;
let mostProcesses = 0;
const watcher = setInterval(async () => {
  const text = await (await fetch(`${server.url}/api/metrics`)).text();
  mostMemory = Math.max(mostMemory, Number(/^process_resident_memory_bytes (\S+)$/m.exec(text)?.[1] ?? 0));
  mostProcesses = Math.max(mostProcesses, descendantsOf(server.pid).length);
}, 2000);
await Promise.all(learners);
clearInterval(watcher);
const cpu = ((cpuSeconds({ pid: server.pid }) - cpuBefore) / ((performance.now() - clock) / 1000)) * 100;

console.log(`${count} estudiantes, ${played.map(({ id }) => id).join(', ')}, ${((performance.now() - began) / 1000).toFixed(0)} s

| | p50 | p95 | p99 | veces |
| --- | --- | --- | --- | --- |
${row('laboratorio preparado y convergido', felt.start)}
${row('eco de una tecla', felt.echo)}
${row('de lo último que pasó a la comprobación en verde', felt.check)}

Servidor: ${(mostMemory / 1e6).toFixed(0)} MB como mucho, ${cpu.toFixed(0)} % de un núcleo; ${mostProcesses} procesos en total. Errores: ${felt.errors.length}.
${[...new Set(felt.errors)].slice(0, 10).join('\n')}

Carga de la máquina al empezar: ${load.toFixed(1)}.`);

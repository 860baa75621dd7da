/**
 * `npm run soak -- [learners] [faults] [--seed N]`: that many virtual learners (20) play cases on one server while that many things
 * (200) break around them. Ends with 1, and a line for each promise that was broken. A seed plays the same faults again.
 */
import { parseArgs } from 'node:util';
import { soak } from '../../tests/soak/soak.ts';

const { values, positionals } = parseArgs({ options: { seed: { type: 'string' } }, allowPositionals: true });
const [learners = 20, faults = 200] = positionals.map(Number);
const seed = values.seed === undefined ? Date.now() % 1_000_000 : Number(values.seed);
if (![learners, faults, seed].every((value) => Number.isSafeInteger(value) && value > 0)) {
  console.error('Uso: npm run soak -- [ESTUDIANTES] [FALLOS] [--seed SEMILLA]');
  process.exit(1);
}
/** The longest that something is away, ms: a network that is back before its connections are given up. */
const longestMs = 15_000;

const began = performance.now();
const elapsed = () => `${((performance.now() - began) / 1000).toFixed(0)} s`.padStart(6);
console.log(`${learners} estudiantes, ${faults} fallos, semilla ${seed}`);
const { broken, played, begunAgain, proven } = await soak({
  learners,
  faults,
  seed,
  longestMs,
  say: (line) => console.log(`${elapsed()}  ${line}`),
});
console.log(
  `${elapsed()}  casos acabados: ${played}; empezados otra vez: ${begunAgain}; comprobaciones demostradas: ${proven}`,
);
for (const line of broken) console.error(`PROMESA ROTA  ${line}`);
if (broken.length === 0) console.log('Todas las promesas se han cumplido.');
process.exitCode = broken.length === 0 ? 0 : 1;

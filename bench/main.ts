/** `npm run bench`: measures the course on this machine, prints the table, and writes it into the README. */
import { launchBrowser } from '../tests/e2e/browser.ts';
import { measureBundles } from './bundles.ts';
import { measureCheckGreen } from './check-green.ts';
import { measureColdStart } from './cold-start.ts';
import { type Figure, tableOf } from './figure.ts';
import { measureFirstSlide } from './first-slide.ts';
import { describeMachine, loadNow } from './machine.ts';
import { measureMachines } from './machines.ts';
import { measureMemory } from './memory.ts';
import { measureObserved } from './observed.ts';
import { measurePicture } from './picture.ts';
import { writeIntoReadme } from './readme.ts';
import { measureWarmLab } from './warm-lab.ts';

async function step<T>(name: string, measure: () => Promise<T> | T): Promise<T> {
  const start = performance.now();
  process.stderr.write(`[medidas] ${name}… `);
  const result = await measure();
  process.stderr.write(`${((performance.now() - start) / 1000).toFixed(1)} s\n`);
  return result;
}

async function main(): Promise<void> {
  const load = loadNow();
  // Before there is a browser or a server: what memory is counted is all that this process has started.
  const memory = await step('memoria de un laboratorio', measureMemory);
  const cold = await step('laboratorio en frío', measureColdStart);
  const machines = await step('el mismo laboratorio en contenedores', measureMachines);
  const observed = await step('laboratorio observado', measureObserved);
  const warm = await step('laboratorio de la reserva', measureWarmLab);
  const browser = await launchBrowser();
  try {
    const first = await step('primera diapositiva', () => measureFirstSlide(browser));
    const green = await step('comprobación en verde', () => measureCheckGreen(browser));
    const picture = await step('dibujo del clúster', () => measurePicture(browser));
    const figures: readonly Figure[] = [
      ...cold,
      ...warm,
      ...memory,
      ...machines,
      ...green,
      ...picture,
      ...observed,
      ...first.figures,
      ...measureBundles(),
    ];
    const order = first.beforeTerminals ? 'sí, en todas las visitas' : '**no siempre**';
    const text = [
      tableOf(figures),
      `La primera diapositiva está a la vista antes de pedir el código de los terminales: ${order}.`,
      `Medido en ${describeMachine(browser.version(), load)}.`,
    ].join('\n\n');
    console.log(`\n${text}`);
    writeIntoReadme(text);
  } finally {
    await browser.close();
  }
}

await main();

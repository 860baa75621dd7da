/** Learners who play cases while one thing after another breaks; at the end nothing is left behind, nothing proven is lost, and all go on. */
import { setTimeout as sleep } from 'node:timers/promises';
import { waitFor } from '../../server/base/wait.ts';
import { processesOf } from '../lab-processes.ts';
import { befall, type FaultName, faultNames, lastingFaults, type Scene } from './faults.ts';
import { type Inventory, inWords, leaks, takeInventory } from './inventory.ts';
import { SoakLearner } from './learner.ts';
import { createSeededRandom, type SeededRandom } from './seeded-random.ts';
import { createStand, type Stand } from './stand.ts';

export interface SoakOptions {
  readonly learners: number;
  readonly faults: number;
  readonly seed: number;
  /** The longest that something is away, ms. */
  readonly longestMs: number;
  readonly say: (line: string) => void;
}

interface Endured {
  /** A line for each promise that was broken. */
  readonly broken: readonly string[];
  /** Before the faults, before the last third of them (where there are enough), and at the end. */
  readonly inventories: readonly Inventory[];
}

export interface SoakResult extends Endured {
  readonly played: number;
  readonly begunAgain: number;
  readonly proven: number;
}

/** Between two faults, ms. */
const [leastQuietMs, mostQuietMs] = [500, 2500];
const endDeadlineMs = 10_000;
/** It is tried again after twice as long each time, and the disk is away for up to 15 s. */
const reserveDeadlineMs = 40_000;

/** Every fault in turn, in another order each time; the last third without those that end the server. */
function schedule(count: number, random: SeededRandom): FaultName[] {
  const order: FaultName[] = [];
  while (order.length < count) {
    const rest = order.length >= faultNames.length && order.length >= (count * 2) / 3;
    order.push(...random.shuffled(rest ? lastingFaults : faultNames));
  }
  return order.slice(0, count);
}

const everyone = <T>(learners: readonly SoakLearner[], task: (learner: SoakLearner) => Promise<T>) =>
  Promise.all(learners.map(task));

/** Everyone at the beginning of the first case, without a terminal: what is there then can be counted. */
async function rollCall(stand: Stand, learners: readonly SoakLearner[]): Promise<Inventory> {
  await everyone(learners, (learner) => learner.halt());
  await stand.healthy();
  await everyone(learners, (learner) => learner.prepare('caso-1'));
  await waitFor('el laboratorio de reserva', stand.reserved, { deadlineMs: reserveDeadlineMs }).catch(
    () => undefined,
  );
  let last = await takeInventory(stand);
  // What was ended takes a moment to be gone, and a lab that is being made to be whole.
  await waitFor(
    'nada cambia de un recuento a otro',
    async () => {
      const before = last;
      last = await takeInventory(stand);
      return before.processes === last.processes && before.descriptors === last.descriptors;
    },
    { deadlineMs: endDeadlineMs, everyMs: 1000 },
  ).catch(() => undefined);
  return last;
}

/** @returns what was promised of the end, and is not so */
async function end(stand: Stand, learners: readonly SoakLearner[]): Promise<string[]> {
  const failures = await everyone(learners, (learner) =>
    learner.goOn().then(
      () => [],
      (error: Error) => [`${learner.name} no puede seguir: ${error.message}`],
    ),
  );
  await everyone(learners, (learner) => learner.compareProofs());
  await everyone(learners, (learner) => learner.leave());
  const { volume } = stand;
  await stand.server.kill('SIGTERM');
  // But for what holds the disk.
  const left = async () =>
    (await processesOf(volume.folder)).filter(
      (line) => !line.startsWith(`${volume.keeper} `) && !/^\d+ cat /.test(line),
    );
  await waitFor('no queda ningún proceso', async () => (await left()).length === 0, {
    deadlineMs: endDeadlineMs,
  }).catch(() => undefined);
  const rest = await left();
  const folders = await stand.labs();
  return [
    ...failures.flat(),
    ...rest.map((process) => `fuga: queda el proceso ${process}`),
    ...(folders.length > learners.length ? [`fuga: quedan las carpetas ${folders.join(' ')}`] : []),
  ];
}

/** One fault after the other. @returns what could not be done, and the counts before the last third and after it */
async function endure(scene: Scene, faults: number, say: (line: string) => void): Promise<Endured> {
  const { stand, learners, random } = scene;
  const broken: string[] = [];
  const count = async (when: string) => {
    const counted = await rollCall(stand, learners);
    say(`${when}: ${inWords(counted)}`);
    if (counted.folders <= learners.length) broken.push(`${when}: no ha vuelto el laboratorio de reserva`);
    return counted;
  };
  const lastThird = faults > 2 * faultNames.length ? Math.ceil((faults * 2) / 3) : 0;
  let [before, life] = [await count('al empezar'), stand.server.pid];
  const first = before;
  for (const learner of learners) learner.live();
  for (const [index, name] of schedule(faults, random).entries()) {
    if (index > 0 && index === lastThird) {
      [before, life] = [await count('antes del último tercio'), stand.server.pid];
      for (const learner of learners) learner.live();
    }
    await sleep(random.between(leastQuietMs, mostQuietMs));
    const began = performance.now();
    const whom = await befall(name, scene).catch((error: Error) => {
      broken.push(`${name}: ${error.message}`);
      return error.message;
    });
    say(`${index + 1}/${faults} ${name}: ${whom} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
  }
  const after = await count('al acabar');
  // Against the beginning too, for what leaks little by little; but for memory, which is of one life of the server.
  broken.push(
    ...new Set([...leaks(first, after, false), ...leaks(before, after, stand.server.pid === life)]),
  );
  return { broken, inventories: [first, before, after] };
}

export async function soak({
  learners: count,
  faults,
  seed,
  longestMs,
  say,
}: SoakOptions): Promise<SoakResult> {
  const random = createSeededRandom(seed);
  await using stand = await createStand(count);
  const learners: SoakLearner[] = [];
  for (let place = 1; place <= count; place += 1)
    learners.push(
      await SoakLearner.arrive(`estudiante ${place}`, stand.url, createSeededRandom(seed + place)),
    );
  const { broken, inventories } = await endure({ stand, learners, random, longestMs }, faults, say);
  const left = await end(stand, learners);
  const sum = (of: (learner: SoakLearner) => number) =>
    learners.reduce((total, learner) => total + of(learner), 0);
  return {
    broken: [...broken, ...left, ...learners.flatMap((learner) => learner.broken)],
    played: sum(({ played }) => played),
    begunAgain: sum(({ begunAgain }) => begunAgain),
    proven: sum(({ proven }) => proven.size),
    inventories,
  };
}

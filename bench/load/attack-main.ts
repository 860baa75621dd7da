/**
 * `npm run load:attack -- [seconds]`: five learners type and ask for checks, alone and then beside a lab that does all it can; how
 * much longer each takes. Needs the machine to itself.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { startServer } from '../../tests/e2e/server.ts';
import type { PlainClient } from '../../tests/terminals/plain-client.ts';
import { percentile } from '../figure.ts';
import { loadNow } from '../machine.ts';
import { type Attack, attacks } from './attacks.ts';
import { arrive, type Felt, livesOn, openTerminal, type Person, prepare } from './neighbour.ts';

const neighbours = 5;
const spanMs = Number(process.argv[2] ?? 10) * 1000;
/** What was typed is at work by then. */
const underWayMs = 1000;

async function attack(villain: Person, { lines }: Attack): Promise<readonly PlainClient[]> {
  return Promise.all(
    lines.map(async ({ on, type }) => {
      const shell = await openTerminal(villain, on, 'shell');
      await shell.shows(`(${on}) > `);
      shell.type(`${type}\r`);
      return shell;
    }),
  );
}

const both = (felt: readonly Felt[], which: keyof Felt): readonly number[] =>
  felt.flatMap((one) => one[which]);

function cells(felt: readonly Felt[], idle: readonly Felt[]): string {
  return (['echo', 'check'] as const)
    .flatMap((which) => {
      const [now, then] = [both(felt, which), both(idle, which)];
      const p95 = percentile(now, 0.95);
      return [
        percentile(now, 0.5).toFixed(1),
        p95.toFixed(1),
        (p95 / percentile(then, 0.95)).toFixed(1).replace('.', ','),
      ];
    })
    .join(' | ');
}

const load = loadNow();
await using server = await startServer({ env: { CURSO_POOL: '0', CURSO_NICE: '15' } });
const people: { readonly person: Person; readonly shell: PlainClient }[] = [];
for (let place = 0; place < neighbours; place += 1) {
  const person = await arrive(server.url);
  const shell = await openTerminal(person, 'replica1', 'shell');
  await shell.shows('(replica1) > ');
  people.push({ person, shell });
}
const villain = await arrive(server.url);
const felt = () => Promise.all(people.map(({ person, shell }) => livesOn(person, shell, spanMs)));

await sleep(underWayMs);
const idle = await felt();
console.log(`| | eco p50, ms | p95 | veces | comprobación p50, ms | p95 | veces | se le dice a quien ataca |
| --- | --- | --- | --- | --- | --- | --- | --- |
| nadie ataca | ${cells(idle, idle)} | – |`);
for (const one of attacks) {
  const shells = await attack(villain, one);
  await sleep(underWayMs);
  console.log(`| ${one.what} | ${cells(await felt(), idle)} | ${[...villain.told].join(' ') || '–'} |`);
  for (const shell of shells) shell.socket.terminate();
  await prepare(villain);
}
console.log(
  `\n${neighbours} vecinos, ${spanMs / 1000} s cada vez. Carga de la máquina al empezar: ${load.toFixed(1)}.`,
);
for (const { person, shell } of people) {
  shell.socket.terminate();
  person.lab.terminate();
}
villain.lab.terminate();

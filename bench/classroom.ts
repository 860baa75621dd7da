/**
 * A classroom that looks: `node dist/bench/classroom.js [labs]` (100 without a number). Not part of `npm run bench`, for it
 * needs the machine to itself: some 25 MB of memory and 2 to 3 % of a core for each lab.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Value } from 'typebox/value';
import { WebSocket } from 'ws';
import { LabNotice } from '../protocol/lab.ts';
import { waitFor } from '../server/base/wait.ts';
import { startServer } from '../tests/e2e/server.ts';
import { type Figure, tableOf } from './figure.ts';
import { newestLab, tell } from './from-outside.ts';
import { loadNow } from './machine.ts';
import { cpuSeconds, descendantsOf } from './processes.ts';

const count = Number(process.argv[2] ?? 100);
const convergedMs = 60_000;
const restMs = 15_000;
const spanMs = 20_000;
const times = 20;

interface Pupil {
  readonly socket: WebSocket;
  converged: boolean;
  readonly lab: string;
  /** Calls back with each notice of an event. */
  onEvent: (name: string) => void;
}

async function arrive(url: string, labOf: () => Promise<string>): Promise<Pupil> {
  const first = await fetch(url);
  await first.text();
  const cookie = first.headers.get('set-cookie')?.split(';')[0] ?? randomUUID();
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws/lab`, { headers: { cookie, origin: url } });
  const lab = await labOf();
  const pupil: Pupil = { socket, lab, converged: false, onEvent: () => undefined };
  socket.on('message', (data) => {
    const notice: unknown = JSON.parse(String(data));
    if (!Value.Check(LabNotice, notice)) return;
    if (notice.type === 'lab') pupil.converged = notice.lab.converged;
    if (notice.type === 'event') pupil.onEvent(notice.event.name);
  });
  return pupil;
}

/** From a Sentinel's answer to the notice of its event, ms. */
async function latency(pupil: Pupil): Promise<number> {
  const heard = new Promise<number>((resolve) => {
    pupil.onEvent = (name) => name === '+set' && resolve(Date.now());
  });
  const said = await tell(pupil.lab, 'replica1', 'sentinel', 'SENTINEL SET cursoredis parallel-syncs 1');
  return (await heard) - said;
}

const load = loadNow();
await using server = await startServer({ env: { CURSO_POOL: '0', CURSO_MAX_LABS: String(count) } });
const pupils: Pupil[] = [];
const known = new Set<string>();
for (let place = 0; place < count; place += 1) {
  const pupil = await arrive(server.url, () => newestLab(server, known));
  known.add(pupil.lab);
  pupils.push(pupil);
  await waitFor(`el laboratorio ${place + 1} converge`, () => pupil.converged, { deadlineMs: convergedMs });
}
await sleep(restMs);
const labs = descendantsOf(server.pid);
const cpuOf = () =>
  [cpuSeconds({ pid: server.pid }), labs.reduce((sum, one) => sum + cpuSeconds(one), 0)] as const;
const [before, clock] = [cpuOf(), performance.now()];
await sleep(spanMs);
const [after, spent] = [cpuOf(), (performance.now() - clock) / 1000];
const events: number[] = [];
for (let time = 0; time < times; time += 1) {
  const pupil = pupils[(time * 7) % pupils.length];
  if (pupil) events.push(await latency(pupil));
}
const share = (index: 0 | 1) => [((after[index] - before[index]) / spent) * 100];
const figures: readonly Figure[] = [
  {
    what: `${count} laboratorios observados: CPU del servidor`,
    unit: '% de un núcleo',
    samples: share(0),
    aim: null,
  },
  {
    what: `${count} laboratorios observados: CPU de los laboratorios`,
    unit: '% de un núcleo',
    samples: share(1),
    aim: null,
  },
  {
    what: 'de un evento de Sentinel a su aviso en la página',
    unit: 'ms',
    samples: events,
    aim: 200,
    by: 'p95',
  },
];
console.log(`${tableOf(figures)}\n\nCarga de la máquina al empezar: ${load.toFixed(1)}.`);
for (const { socket } of pupils) socket.terminate();

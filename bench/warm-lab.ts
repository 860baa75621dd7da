/** How long a newcomer waits for a lab of the pool: from the first request to an answer that says that it has converged. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Value } from 'typebox/value';
import { LabView } from '../protocol/lab.ts';
import { waitFor } from '../server/base/wait.ts';
import { startServer } from '../tests/e2e/server.ts';
import type { Figure } from './figure.ts';

const times = 5;
const poolSize = 3;
const deadlineMs = 20_000;
/** The pool is filled one lab after the other: the newest may still be starting when its folder is there. */
const settleMs = 2000;

/** Asks as someone without a cookie does, and again with the cookie that came, until the lab has converged. */
async function arrive(url: string): Promise<number> {
  const start = performance.now();
  let cookie = '';
  return waitFor(
    'un laboratorio convergido',
    async () => {
      const response = await fetch(`${url}/api/lab`, { headers: cookie ? { cookie } : {} });
      cookie ||= response.headers.get('set-cookie')?.split(';')[0] ?? '';
      return Value.Parse(LabView, await response.json()).converged && performance.now() - start;
    },
    { deadlineMs, everyMs: 5 },
  );
}

export async function measureWarmLab(): Promise<readonly Figure[]> {
  await using server = await startServer({ env: { CURSO_POOL: String(poolSize) } });
  // The asking program's own first connection is not what is measured.
  await (await fetch(`${server.url}/api/health`)).json();
  const labs = join(server.dataFolder, 'labs');
  const samples: number[] = [];
  for (let taken = 0; taken < times; taken += 1) {
    await waitFor(
      'la reserva de laboratorios está llena',
      async () => (await readdir(labs)).filter((name) => !name.includes('.')).length >= taken + poolSize,
      { deadlineMs },
    );
    await sleep(settleMs);
    samples.push(await arrive(server.url));
  }
  return [
    {
      what: 'laboratorio de la reserva, de la primera petición al clúster convergido',
      unit: 'ms',
      samples,
      aim: 100,
    },
  ];
}

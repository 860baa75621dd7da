/**
 * `npm run load:enrolled -- [learners]`: what so many known learners (1000) cost whose labs are off: the start of the server, its memory,
 * their files; and how long one of them waits for the lab that they left half-way in a case.
 */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { WebSocket } from 'ws';
import { fiveCases } from '../../labs/cases/index.ts';
import { cluster, initialState } from '../../labs/cluster.ts';
import { projectFolder } from '../../server/base/project-folder.ts';
import { waitFor } from '../../server/base/wait.ts';
import { createSandboxDriver } from '../../server/driver/sandbox/sandbox.ts';
import { beginRun } from '../../server/lab/judging/run.ts';
import { createProgressStore } from '../../server/progress/store.ts';
import { type RunningServer, startServer } from '../../tests/e2e/server.ts';

const count = Number(process.argv[2] ?? 1000);
const dataFolder = await mkdtemp(join(tmpdir(), 'curso-matricula-'));
const env = { CURSO_POOL: '0' };

/** Writes what `server` keeps of learners who did two cases and left. */
async function enrol(learners: number): Promise<void> {
  const client = new Redis({ path: join(dataFolder, 'progreso/redis.sock') });
  const store = createProgressStore(client);
  const driver = createSandboxDriver({
    labsFolder: join(dataFolder, 'labs'),
    projectFolder: projectFolder(),
  });
  const proof = { at: new Date().toISOString(), evidence: 'replica2 es el maestro.' };
  const checks = fiveCases.slice(0, 2).flatMap((definition) => definition.checks);
  for (let n = 0; n < learners; n += 1) {
    const [id, labId] = [`matricula-${n}`, `lab-matricula-${n}`];
    await driver.create(labId, initialState, {
      downAfterMs: cluster.defaultDownAfterMs,
      timeZone: 'UTC',
    });
    await store.saveLab(id, { labId, currentCase: 'caso-3', runs: { 'caso-3': beginRun(Date.now()) } });
    for (const check of checks) await store.prove(id, check.id, proof);
  }
  client.disconnect();
}

async function reading(server: RunningServer, name: string): Promise<number> {
  const text = await (await fetch(`${server.url}/api/metrics`)).text();
  return Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${name} `))
      ?.slice(name.length + 1),
  );
}

/** Milliseconds until the page of that learner hears of a whole cluster. */
async function comesBack(server: RunningServer, cookie: string): Promise<number> {
  const began = performance.now();
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws/lab`, { headers: { cookie } });
  let whole = false;
  socket.on('message', (data) => {
    whole ||= /"converged":true/.test(String(data));
  });
  await waitFor('el clúster completo', () => whole, { deadlineMs: 30_000, everyMs: 10 });
  socket.terminate();
  return performance.now() - began;
}

try {
  const first = await startServer({ env, dataFolder });
  const page = await fetch(first.url);
  const cookie = page.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  await page.text();
  await comesBack(first, cookie);
  const empty = await reading(first, 'process_resident_memory_bytes');
  await enrol(count);
  await first.kill('SIGTERM');

  const began = performance.now();
  await using server = await startServer({ env, dataFolder });
  const started = performance.now() - began;
  const memory = await reading(server, 'process_resident_memory_bytes');
  const paused = await reading(server, 'curso_laboratorios{estado="pausa"}');
  const back = await comesBack(server, cookie);
  const disk = execFileSync('du', ['-sm', join(dataFolder, 'labs')], { encoding: 'utf8' }).split('\t')[0];
  console.log(`${count} matriculados: ${paused} laboratorios en pausa, ${disk} MB de disco.
El servidor está listo en ${(started / 1000).toFixed(2)} s con ${(memory / 1e6).toFixed(0)} MB (con uno solo y un rato en marcha, ${(empty / 1e6).toFixed(0)} MB).
Quien vuelve tiene su clúster completo en ${(back / 1000).toFixed(2)} s.`);
} finally {
  await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 });
}

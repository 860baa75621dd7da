/** The service in the test's own process, with real labs and a real Redis: for tests that must see inside. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from '../server/app.ts';
import { silentLog } from '../server/base/log.ts';
import { projectFolder } from '../server/base/project-folder.ts';
import { createClasses } from '../server/classes/classes.ts';
import { createSandboxDriver } from '../server/driver/sandbox/sandbox.ts';
import { findPrograms } from '../server/driver/sandbox/tools/programs.ts';
import { instructorKey } from '../server/instructor-key.ts';
import { createPool } from '../server/lab/power/pool.ts';
import { createReserve } from '../server/lab/power/reserve.ts';
import { createLearners, type Learners } from '../server/learners/learners.ts';
import { createMetrics } from '../server/metrics.ts';
import { startOwnRedis } from '../server/progress/own-redis.ts';
import { createReturnCodes } from '../server/progress/return-codes.ts';
import { createProgressStore } from '../server/progress/store.ts';
import { createTerminalSessions, terminalsPerLab } from '../server/terminal/sessions.ts';

export interface Service extends AsyncDisposable {
  readonly app: Awaited<ReturnType<typeof buildApp>>;
  readonly learners: Learners;
  readonly url: string;
  readonly labsFolder: string;
  /** The cookie of a new learner. */
  newcomer(): Promise<string>;
}

/** `rateLimitFactor`: how many times the usual number of requests is admitted. */
export async function startService({ rateLimitFactor = 1, log = silentLog } = {}): Promise<Service> {
  const folder = await mkdtemp(join(tmpdir(), 'curso-servicio-'));
  const labsFolder = join(folder, 'labs');
  const driver = createSandboxDriver({ labsFolder, projectFolder: projectFolder() });
  const redis = await startOwnRedis(join(folder, 'progreso'), findPrograms().servers['redis-server']);
  const store = createProgressStore(redis.client);
  const terminals = createTerminalSessions({
    maxPerLab: terminalsPerLab,
    idleMs: 60_000,
    log,
  });
  const settings = { downAfterMs: 5000, timeZone: 'UTC' };
  const reserve = createReserve(join(folder, 'reserva'));
  const pool = createPool({ driver, reserve, size: 0, settings, log });
  const metrics = createMetrics({
    running: () => learners.running,
    warm: () => pool.size,
    existing: async () => (await store.labIds()).size + pool.size,
    learners: () => learners.present,
    terminals: () => terminals.size,
    startsWaiting: () => 0,
    startsAtOnce: () => 1,
  });
  const learners = createLearners({
    driver,
    pool,
    store,
    settings,
    maxLabs: 4,
    idleMs: 600_000,
    log,
    closeTerminals: terminals.closeLab,
    onProven: () => metrics.proven(),
  });
  const classes = createClasses(redis.client, log);
  const key = instructorKey(folder, null);
  const app = await buildApp({
    learners,
    classes,
    returnCodes: createReturnCodes(redis.client),
    instructorKey: () => key,
    addresses: () => [],
    terminals,
    store,
    metrics,
    driverName: driver.name,
    secrets: ['s'.repeat(64)],
    classCode: null,
    hostNames: [],
    clientFolder: join(projectFolder(), 'dist/client'),
    log,
    rateLimitFactor,
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    app,
    learners,
    url,
    labsFolder,
    async newcomer() {
      const { headers } = await app.inject({ url: '/', headers: { host: 'localhost' } });
      return String(headers['set-cookie']).split(';')[0] ?? '';
    },
    async [Symbol.asyncDispose]() {
      await app.close();
      classes.close();
      await learners.dispose();
      await pool.dispose();
      terminals.dispose();
      await redis.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

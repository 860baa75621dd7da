/** The composition root: names the concrete driver and store, listens, and closes what it opened. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { pageAddresses, readyText } from './addresses.ts';
import { type App, buildApp } from './app.ts';
import { now } from './base/clock.ts';
import { projectFolder } from './base/project-folder.ts';
import { watchForStandstills } from './base/standstill.ts';
import { ownTimeZone } from './base/time-zone.ts';
import { type Config, readConfig } from './config.ts';
import { type DataFolder, openDataFolder } from './data-folder.ts';
import type { Driver } from './driver/driver.ts';
import { createHostsDriver } from './driver/hosts/hosts.ts';
import { readHostsFile } from './driver/hosts/hosts-file.ts';
import { type Delegation, takeDelegation } from './driver/sandbox/limits/delegation.ts';
import { createSandboxDriver } from './driver/sandbox/sandbox.ts';
import { findPrograms } from './driver/sandbox/tools/programs.ts';
import { AddressUnavailable, PortInUse } from './errors.ts';
import { startLabThread } from './lab/monitor/lab-thread.ts';
import { createPool } from './lab/power/pool.ts';
import { createReserve } from './lab/power/reserve.ts';
import { createStartPace } from './lab/power/start-pace.ts';
import { createStartQueue } from './lab/power/start-queue.ts';
import { createLearners } from './learners/learners.ts';
import { countEachHour, type LabKeepers, noneKnownText, sweepLabs } from './learners/orphans.ts';
import { createMetrics } from './metrics.ts';
import { startOwnRedis } from './progress/own-redis.ts';
import { createProgressStore } from './progress/store.ts';
import { createTerminalSessions, terminalsPerLab } from './terminal/sessions.ts';
import { warmUpHeadlessTerminal } from './terminal/warm-up.ts';

const terminalIdleMs = 30 * 60_000;
/** A close that takes longer than this is not going to end. */
const closeDeadlineMs = 10_000;

async function openProgress(config: Config, folder: string) {
  if (config.redisUrl) {
    const client = new Redis(config.redisUrl, { maxRetriesPerRequest: 1, commandTimeout: 5000 });
    client.on('error', () => undefined); // Each command that fails says so itself.
    return { client, stop: async () => client.disconnect() };
  }
  return startOwnRedis(folder, findPrograms().servers['redis-server']);
}

/** Where they are not there, or of no use, the course goes on without. */
function takeControlGroups(closers: Closers): Delegation | null {
  try {
    const delegation = takeDelegation();
    if (delegation === null) return null;
    closers.add(delegation.release);
    const held = delegation.controllers.join(', ') || 'sin límites';
    process.stdout.write(`Cada laboratorio va en un grupo de control (cgroup): ${held}\n`);
    return delegation;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return null;
  }
}

/** Machines that exist already, where a file says which; sandboxes on this one, where none does. */
function createDriver(config: Config, labsFolder: string, closers: Closers): Driver {
  const { hostsFile, projectFolder, niceness } = config;
  if (hostsFile === null) {
    const thread = startLabThread();
    closers.add(thread.stop);
    const delegation = takeControlGroups(closers);
    return createSandboxDriver({ labsFolder, projectFolder, niceness, delegation, thread });
  }
  const file = readHostsFile(hostsFile);
  const socketsFolder = mkdtempSync(join(tmpdir(), 'curso-ssh-'));
  closers.add(() => rmSync(socketsFolder, { recursive: true, force: true }));
  const onTrouble = (error: unknown) =>
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  return createHostsDriver({ file, projectFolder, socketsFolder, onTrouble });
}

/** Removes what no learner can own, and says so where the progress does not know whose the labs are. */
async function tidyLabs(keepers: LabKeepers, config: Config, data: DataFolder, closers: Closers) {
  const orphans = await sweepLabs(keepers, Date.now());
  const progress = config.redisUrl ? 'El Redis de REDIS_URL' : `El progreso de ${data.progress}`;
  if (orphans.noneKnown) process.stderr.write(noneKnownText(orphans, data.labs, progress));
  closers.add(countEachHour(keepers, orphans));
}

async function listen(app: App, { host, port }: Config): Promise<number> {
  try {
    await app.listen({ host, port });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'EADDRINUSE') throw new PortInUse(port, { cause });
    throw new AddressUnavailable(host, port, { cause });
  }
  const address = app.server.address();
  return typeof address === 'object' && address ? address.port : port;
}

/** Runs the closers, last opened first, each whatever the others do. */
function createClosers() {
  const closers: (() => Promise<void> | void)[] = [];
  return {
    add(close: () => Promise<void> | void) {
      closers.push(close);
    },
    async close() {
      for (const close of closers.splice(0).reverse())
        await Promise.resolve()
          .then(close)
          .catch(() => undefined);
    },
  };
}

type Closers = ReturnType<typeof createClosers>;

async function start(): Promise<void> {
  const closers = createClosers();
  let closing = false;
  const stop = (code: number) => {
    if (closing) return;
    closing = true;
    setTimeout(() => process.exit(1), closeDeadlineMs).unref();
    void closers.close().then(() => process.exit(code));
  };
  process.on('SIGINT', () => stop(0));
  process.on('SIGTERM', () => stop(0));
  process.on('SIGHUP', () => stop(0));

  try {
    const config = readConfig(process.env, projectFolder());
    closers.add(watchForStandstills(now));
    const data = await openDataFolder(config.dataFolder);
    closers.add(data.release);
    const driver = createDriver(config, data.labs, closers);
    await driver.verify();
    const progress = await openProgress(config, data.progress);
    closers.add(progress.stop);
    const store = createProgressStore(progress.client);
    const reserve = createReserve(data.reserve);
    await tidyLabs({ driver, store, reserve, countFile: data.orphans }, config, data, closers);

    const terminals = createTerminalSessions({
      maxPerLab: terminalsPerLab,
      idleMs: terminalIdleMs,
      onError: (error, which) => app.log.error({ err: error, ...which }, 'screen not drawn'),
    });
    closers.add(terminals.dispose);
    // What fails here fails again, and is told, when a screen is drawn.
    warmUpHeadlessTerminal().catch(() => undefined);
    const settings = { downAfterMs: config.downAfterMs, timeZone: ownTimeZone() };
    // Where there are only so many labs, none waits for a learner who may not come.
    const size = driver.capacity === undefined ? config.poolSize : 0;
    const starts = createStartQueue(createStartPace(), (crowd) =>
      app.log.warn(crowd, 'labs wait for their turn to start'),
    );
    const onError = (error: unknown) => app.log.error({ err: error }, 'warm lab failed');
    const pool = createPool({ driver, reserve, size, settings, onError, starts });
    closers.add(pool.dispose);
    const metrics = createMetrics({
      running: () => learners.running,
      warm: () => pool.size,
      existing: async () => (await store.labIds()).size + pool.size,
      learners: () => learners.present,
      terminals: () => terminals.size,
      startsWaiting: () => starts.waiting,
      startsAtOnce: () => starts.atOnce,
    });
    const learners = createLearners({
      driver,
      pool,
      store,
      settings,
      starts,
      maxLabs: Math.min(config.maxLabs, driver.capacity ?? config.maxLabs),
      idleMs: config.idleMs,
      closeTerminals: terminals.closeLab,
      onProven: () => metrics.proven(),
      onError: (error) => app.log.error({ err: error }, 'lab not turned off'),
    });
    closers.add(learners.dispose);
    closers.add(starts.close);
    const app = await buildApp({
      learners,
      terminals,
      store,
      metrics,
      driverName: driver.name,
      secrets: data.secrets,
      classCode: config.classCode,
      hostNames: config.hostNames,
      clientFolder: join(config.projectFolder, 'dist/client'),
      printFrom: config.logLevel,
    });
    closers.add(() => app.close());
    const port = await listen(app, config);
    const addresses = await pageAddresses({ ...config, port, names: config.hostNames });
    process.stdout.write(readyText(addresses, config.classCode));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    stop(1);
  }
}

await start();

/** The composition root: names the concrete driver and store, listens, and closes what it opened. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pageAddresses, readyText } from './addresses.ts';
import { type App, buildApp } from './app.ts';
import { now } from './base/clock.ts';
import { createLog, type Log } from './base/log.ts';
import { projectFolder } from './base/project-folder.ts';
import { watchForStandstills } from './base/standstill.ts';
import { ownTimeZone } from './base/time-zone.ts';
import { createClasses } from './classes/classes.ts';
import { type Config, readConfig } from './config.ts';
import { type DataFolder, openDataFolder } from './data-folder.ts';
import type { Driver } from './driver/driver.ts';
import { createHostsDriver } from './driver/hosts/hosts.ts';
import { readHostsFile } from './driver/hosts/hosts-file.ts';
import { type Delegation, takeDelegation } from './driver/sandbox/limits/delegation.ts';
import { createSandboxDriver } from './driver/sandbox/sandbox.ts';
import { findPrograms } from './driver/sandbox/tools/programs.ts';
import { AddressUnavailable, PortInUse } from './errors.ts';
import { instructorKey, instructorLinks } from './instructor-key.ts';
import { startLabThread } from './lab/monitor/lab-thread.ts';
import { createPool } from './lab/power/pool.ts';
import { createReserve } from './lab/power/reserve.ts';
import { createStartPace } from './lab/power/start-pace.ts';
import { createStartQueue } from './lab/power/start-queue.ts';
import { createLearners } from './learners/learners.ts';
import { countEachHour, type LabKeepers, noneKnownText, sweepLabs } from './learners/orphans.ts';
import { createMetrics } from './metrics.ts';
import { openProgress } from './progress/open-progress.ts';
import { createReturnCodes } from './progress/return-codes.ts';
import { createProgressStore } from './progress/store.ts';
import { createTerminalSessions, terminalsPerLab } from './terminal/sessions.ts';
import { warmUpHeadlessTerminal } from './terminal/warm-up.ts';

const terminalIdleMs = 30 * 60_000;
/** A close that takes longer than this is not going to end. */
const closeDeadlineMs = 10_000;

/** Where they are not there, or of no use, the course goes on without. */
function takeControlGroups(closers: Closers, log: Log): Delegation | null {
  try {
    const delegation = takeDelegation();
    if (delegation === null) return null;
    closers.add(delegation.release);
    const held = delegation.controllers.join(', ') || 'sin límites';
    log.info(`Cada laboratorio va en un grupo de control (cgroup): ${held}`);
    return delegation;
  } catch (error) {
    log.warn(error instanceof Error ? error.message : String(error));
    return null;
  }
}

/** Machines that exist already, where a file says which; sandboxes on this one, where none does. */
function createDriver(config: Config, labsFolder: string, closers: Closers, log: Log): Driver {
  const { hostsFile, projectFolder, niceness } = config;
  if (hostsFile === null) {
    const thread = startLabThread();
    closers.add(thread.stop);
    const delegation = takeControlGroups(closers, log);
    return createSandboxDriver({ labsFolder, projectFolder, niceness, delegation, thread });
  }
  const file = readHostsFile(hostsFile);
  const socketsFolder = mkdtempSync(join(tmpdir(), 'curso-ssh-'));
  closers.add(() => rmSync(socketsFolder, { recursive: true, force: true }));
  const onTrouble = (error: unknown) => log.warn({ err: error }, 'una máquina no responde');
  return createHostsDriver({ file, projectFolder, socketsFolder, onTrouble });
}

/** Removes what no learner can own, and says so where the progress does not know whose the labs are. */
async function tidyLabs(keepers: LabKeepers, config: Config, data: DataFolder, closers: Closers, log: Log) {
  const orphans = await sweepLabs(keepers, Date.now());
  const progress = config.redisUrl ? 'El Redis de REDIS_URL' : `El progreso de ${data.progress}`;
  if (orphans.noneKnown) log.warn(noneKnownText(orphans, data.labs, progress));
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
function createClosers(log: Log) {
  const closers: (() => Promise<void> | void)[] = [];
  return {
    add(close: () => Promise<void> | void) {
      closers.push(close);
    },
    async close() {
      for (const close of closers.splice(0).reverse())
        await Promise.resolve()
          .then(close)
          .catch((error: unknown) => log.error({ err: error }, 'algo no se ha podido cerrar'));
    },
  };
}

type Closers = ReturnType<typeof createClosers>;

async function start(config: Config): Promise<void> {
  const began = performance.now();
  const log = createLog(config.logLevel);
  const closers = createClosers(log);
  let closing = false;
  const stop = (code: number) => {
    if (closing) return;
    closing = true;
    setTimeout(() => process.exit(1), closeDeadlineMs).unref();
    void closers.close().then(() => process.exit(code));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      log.info({ signal }, 'el servidor se para');
      stop(0);
    });

  try {
    closers.add(watchForStandstills(now));
    const data = await openDataFolder(config.dataFolder);
    closers.add(data.release);
    const driver = createDriver(config, data.labs, closers, log);
    await driver.verify();
    const progress = await openProgress(
      config.redisUrl,
      data.progress,
      () => findPrograms().servers['redis-server'],
      log,
    );
    closers.add(progress.stop);
    const store = createProgressStore(progress.client, log);
    const reserve = createReserve(data.reserve);
    await tidyLabs({ driver, store, reserve, countFile: data.orphans }, config, data, closers, log);

    const terminals = createTerminalSessions({
      maxPerLab: terminalsPerLab,
      idleMs: terminalIdleMs,
      log,
    });
    closers.add(terminals.dispose);
    // What fails here fails again, and is told, when a screen is drawn.
    warmUpHeadlessTerminal().catch(() => undefined);
    const settings = { downAfterMs: config.downAfterMs, timeZone: ownTimeZone() };
    // Where there are only so many labs, none waits for a learner who may not come.
    const size = driver.capacity === undefined ? config.poolSize : 0;
    const starts = createStartQueue(createStartPace(), (crowd) =>
      log.warn(crowd, 'hay laboratorios que esperan su turno para encenderse'),
    );
    const pool = createPool({ driver, reserve, size, settings, log, starts });
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
      log,
    });
    closers.add(learners.dispose);
    closers.add(starts.close);
    const classes = createClasses(progress.client, log);
    closers.add(classes.close);
    let addresses: readonly string[] = [];
    const keyNow = () => instructorKey(config.dataFolder, config.instructorKey);
    const app = await buildApp({
      learners,
      classes,
      returnCodes: createReturnCodes(progress.client),
      instructorKey: keyNow,
      addresses: () => addresses,
      terminals,
      store,
      metrics,
      driverName: driver.name,
      secrets: data.secrets,
      classCode: config.classCode,
      hostNames: config.hostNames,
      clientFolder: join(config.projectFolder, 'dist/client'),
      log,
    });
    closers.add(() => app.close());
    const port = await listen(app, config);
    addresses = await pageAddresses({ ...config, port, names: config.hostNames });
    log.info(
      {
        port,
        host: config.host,
        driver: driver.name,
        node: process.version,
        ms: Math.round(performance.now() - began),
      },
      'servidor en marcha',
    );
    data.tellAddresses(addresses);
    // Only where a person reads it: what is kept of a service's output is read by others.
    const links = config.teaches && process.stdout.isTTY ? instructorLinks(addresses, keyNow()) : [];
    process.stdout.write(readyText(addresses, config.classCode, links));
  } catch (error) {
    // The line that says why is the last.
    log.level = 'silent';
    sayWhy(error);
    stop(1);
  }
}

/** What keeps the server from starting, for the person who starts it: one line, whatever the log's level. */
function sayWhy(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
}

try {
  await start(readConfig(process.env, projectFolder()));
} catch (error) {
  sayWhy(error);
  process.exitCode = 1;
}

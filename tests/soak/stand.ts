/** What the soak breaks: a server as it runs, with a disk and a clock of its own, started again whenever it was killed. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectFolder } from '../../server/base/project-folder.ts';
import { waitFor } from '../../server/base/wait.ts';
import { type RunningServer, startServer } from '../e2e/server.ts';
import { childrenNamed } from '../lab-processes.ts';
import { createVolume, type Volume } from '../volume.ts';

const healthyDeadlineMs = 30_000;

export interface Stand extends AsyncDisposable {
  readonly url: string;
  readonly server: RunningServer;
  readonly volume: Volume;
  /** The ids of the folders of labs. */
  labs(): Promise<string[]>;
  killProgress(): Promise<void>;
  /** Kills the server, does something, and starts it again where it was. */
  restart(meanwhile?: () => Promise<void>): Promise<void>;
  /** The server's clock shows so many ms more than the machine's. */
  setClock(aheadMs: number): Promise<void>;
  /** Whether the server's lab in reserve is whole: while one is made, the server has connections to it that go. */
  reserved(): Promise<boolean>;
  /** Waits until the server can do its work. @throws WaitExpired */
  healthy(): Promise<void>;
}

export async function createStand(learners: number): Promise<Stand> {
  // A lab has 2 MB of files, and twice that while it is made anew.
  const volume = await createVolume(96 + 8 * learners);
  const clockFolder = await mkdtemp(join(tmpdir(), 'curso-reloj-'));
  const clock = join(clockFolder, 'adelanto');
  const start = (port: string) =>
    startServer({
      dataFolder: volume.folder,
      // It ends with this process, however that ends.
      through: [...volume.through, 'setpriv', '--pdeathsig', 'TERM', '--'],
      before: join(projectFolder(), 'tests/movable-clock.mjs'),
      env: { PORT: port, CURSO_POOL: '1', CURSO_MAX_LABS: String(learners), CURSO_PRUEBA_RELOJ: clock },
    });
  let server = await start('0');
  const { port } = new URL(server.url);

  return {
    url: server.url,
    get server() {
      return server;
    },
    volume,
    labs: () => readdir(join(volume.seen, 'labs')),
    async killProgress() {
      for (const name of ['redis-server', 'valkey-server'])
        for (const pid of await childrenNamed(server.pid, name)) process.kill(pid, 'SIGKILL');
    },
    async restart(meanwhile) {
      await server.kill('SIGKILL');
      await meanwhile?.();
      server = await start(port);
    },
    async setClock(aheadMs) {
      await writeFile(clock, String(aheadMs));
      process.kill(server.pid, 'SIGUSR2');
    },
    async reserved() {
      const metrics = await (await fetch(`${server.url}/api/metrics`)).text();
      return /^curso_laboratorios\{estado="reserva"\} 1$/m.test(metrics);
    },
    async healthy() {
      const ask = async () => (await fetch(`${server.url}/api/health`)).ok;
      await waitFor('el servidor está sano', ask, { deadlineMs: healthyDeadlineMs, everyMs: 100 });
    },
    async [Symbol.asyncDispose]() {
      await server.kill('SIGTERM');
      await volume[Symbol.asyncDispose]();
      await rm(clockFolder, { recursive: true });
    },
  };
}

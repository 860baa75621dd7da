/** The disk of the data folder fills up, or becomes read-only, in the middle of a case: the learner is told, goes on, and keeps what was proven. */
import { describe, it } from 'vitest';
import { childrenNamed } from '../lab-processes.ts';
import { createVolume, type Volume } from '../volume.ts';
import { openCourse } from './course-page.ts';
import { type RunningServer, runServer, startServer } from './server.ts';

const megabytes = 64;
/** A command of the server to its Redis is given up after 5 s, and tried again 2 s later. */
const toldDeadlineMs = 20_000;

/** Ends the server's Redis, which has its file open for writing. */
async function endProgress({ pid }: RunningServer): Promise<void> {
  for (const name of ['redis-server', 'valkey-server'])
    for (const child of await childrenNamed(pid, name)) process.kill(child, 'SIGKILL');
}

const troubles = {
  llena: {
    begin: (volume: Volume) => volume.fill(),
    end: (volume: Volume) => volume.relieve(),
    reason: 'no queda espacio en el disco del servidor',
  },
  'de solo lectura': {
    begin: (volume: Volume, server: RunningServer) => volume.makeReadOnly(() => endProgress(server)),
    end: (volume: Volume) => volume.makeWritable(),
    reason: 'el disco del servidor es de solo lectura',
  },
} as const;

describe.concurrent('a data folder that', () => {
  it.for(Object.entries(troubles))(
    'comes to be %s costs nothing, and is said',
    async ([, trouble], { expect }) => {
      await using volume = await createVolume(megabytes);
      const options = { dataFolder: volume.folder, through: volume.through };
      let server = await startServer({ ...options, env: { CURSO_POOL: '0' } });
      const { port } = new URL(server.url);
      try {
        await using course = await openCourse(server.url);
        const { page } = course;
        const check = page.locator('[data-check="caso-3/min-replicas"]').first();
        const status = page.locator('[data-lab-status]');
        const untilStatus = (words: RegExp) =>
          expect.poll(() => status.textContent(), { timeout: toldDeadlineMs }).toMatch(words);
        const headers = { origin: server.url };
        await course.open('caso-3/1');
        await course.type('maestro', 'shell', 'echo antes');

        await trouble.begin(volume, server);
        // A full disk has room left in the last block of a file.
        for (const help of ['caso-1/nuevo-maestro', 'caso-1/dos-replicas', 'caso-2/maestro-caido'])
          for (let time = 0; time < 20; time += 1)
            await course.context.request.post(`${server.url}/api/help`, { headers, data: { check: help } });
        // What is done now is seen and judged, and does not count as proven while it cannot be kept.
        await course.type('maestro', 'redis-cli', 'CONFIG SET min-replicas-to-write 1');
        await course.passed('caso-3/min-replicas');
        await untilStatus(/Tu progreso no se está guardando\. El Redis del progreso no responde/);
        expect(await check.getAttribute('data-proven')).toBe('false');
        // What cannot be written is refused by name, and the lab is as it was.
        await expect(course.prepare('caso-3')).rejects.toThrow(/"lab-not-written"/);
        const told = page.locator('section.present .action-status').filter({ hasText: trouble.reason });
        await told.first().waitFor({ state: 'visible' });
        await course.type('maestro', 'shell', 'echo sigo-aq""uí');
        await expect.poll(() => course.screen('maestro', 'shell')).toContain('sigo-aquí');
        expect(await course.state('caso-3/min-replicas')).toBe('pass');

        await trouble.end(volume);
        await expect.poll(() => check.getAttribute('data-proven'), { timeout: toldDeadlineMs }).toBe('true');
        await untilStatus(/^Clúster completo$/);
        await server.kill('SIGKILL');
        server = await startServer({ ...options, env: { CURSO_POOL: '0', PORT: port } });
        await untilStatus(/^Clúster completo$/);
        expect(await check.getAttribute('data-proven')).toBe('true');
        await course.type('maestro', 'redis-cli', 'CONFIG GET min-replicas-to-write');
        await course.prepare('caso-3');
      } finally {
        await server.kill('SIGTERM');
      }
    },
  );

  it.for(Object.entries(troubles))(
    'is %s keeps the server from starting, which says so in a line',
    async ([, trouble], { expect }) => {
      await using volume = await createVolume(megabytes);
      const server = await startServer({
        dataFolder: volume.folder,
        through: volume.through,
        env: { CURSO_POOL: '0' },
      });
      await server.kill('SIGTERM');
      await trouble.begin(volume, server);
      const { code, stderr } = await runServer(volume.folder, {}, volume.through);
      expect([code, stderr]).toEqual([1, expect.stringMatching(/^[^\n]+\n$/)]);
      expect(stderr).toContain(trouble.reason);
      await trouble.end(volume);
      const again = await startServer({
        dataFolder: volume.folder,
        through: volume.through,
        env: { CURSO_POOL: '0' },
      });
      await again.kill('SIGTERM');
    },
  );
});

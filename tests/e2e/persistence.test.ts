/** What a learner proved, and the lab in which they were, outlive the page and the server. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCourse } from './course-page.ts';
import { startServer } from './server.ts';

describe('nothing that was reached is lost', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'curso-memoria-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'by a server ended with %s in the middle of a case',
    async (signal) => {
      const first = await startServer({ dataFolder: folder });
      const { port } = new URL(first.url);
      await using course = await openCourse(first.url);
      await course.open('caso-3/1');
      await course.type('maestro', 'redis-cli', 'CONFIG SET min-replicas-to-write 1');
      await course.passed('caso-3/min-replicas');
      await course.type('maestro', 'redis-cli', 'SET recuerdo vivo');
      await course.open('caso-3/2');
      await course.type('replica1', 'redis-cli', 'SHUTDOWN');
      await expect.poll(() => course.screen('replica1', 'redis-cli')).toContain('not connected>');
      await first.kill(signal);
      await expect
        .poll(() => course.page.locator('[data-lab-status]').textContent())
        .toMatch(/conexión|conectando/i);

      const second = await startServer({ dataFolder: folder, env: { PORT: port } });
      try {
        // The page comes back by itself; replica1's Redis, which the learner had stopped, is still off.
        await expect
          .poll(() => course.page.locator('[data-lab-status]').textContent())
          .not.toMatch(/sin conexión|conectando/i);
        expect(await course.state('caso-3/min-replicas')).toBe('pass');
        await course.type('replica1', 'shell', 'rc-service redis status');
        await expect.poll(() => course.screen('replica1', 'shell')).toContain('* status: stopped');
        await course.type('maestro', 'redis-cli', 'GET recuerdo');
        await expect.poll(() => course.screen('maestro', 'redis-cli')).toContain('"vivo"');
        // And another window of the same learner finds it too.
        const page = await course.context.newPage();
        await page.goto(`${second.url}/#/caso-3/1`);
        await page
          .locator('[data-check="caso-3/min-replicas"][data-state="pass"]')
          .waitFor({ state: 'attached' });
      } finally {
        await second.kill('SIGTERM');
      }
    },
  );

  it('by a case that is prepared again: what was proven stays proven', async () => {
    await using server = await startServer({ dataFolder: folder });
    await using course = await openCourse(server.url);
    await course.open('caso-3/1');
    await course.type('maestro', 'redis-cli', 'CONFIG SET min-replicas-to-write 1');
    await course.passed('caso-3/min-replicas');
    await course.prepare('caso-3');
    await expect.poll(() => course.state('caso-3/min-replicas')).toBe('pending');
    const progress: unknown = await (await course.context.request.get(`${server.url}/api/progress`)).json();
    expect(progress).toMatchObject({
      proven: [
        { check: 'caso-3/min-replicas', evidence: expect.stringContaining('min-replicas-to-write vale 1') },
      ],
    });
    expect(await course.check('caso-3/min-replicas').first().textContent()).toContain('Demostrado');
  });
});

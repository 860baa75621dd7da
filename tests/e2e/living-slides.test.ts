/** The slides follow a cluster in which Redis chose otherwise than the text tells. */
import { describe, it } from 'vitest';
import type { CoursePage } from './course-page.ts';
import { followCase } from './follow-slides.ts';
import { useCourse } from './suite.ts';

/** Sentinel asks a replica for its priority every 10 s. */
const priorityDeadlineMs = 60_000;
/** For each of them, side by side on a slow machine; what is waited for names itself much sooner. */
const testDeadlineMs = 360_000;

/** Makes replica1 the first choice, and waits until the Sentinel that will be asked for a failover knows it. */
async function preferReplica1(course: CoursePage): Promise<void> {
  // From the shell: the promotion cuts the clients of the promoted node, and a redis-cli that was cut takes its next
  // SHUTDOWN for done.
  await course.type('replica1', 'shell', 'redis-cli CONFIG SET replica-priority 10');
  await course.type(
    'replica1',
    'shell',
    'until redis-cli -p 26379 SENTINEL REPLICAS cursoredis | grep -A1 slave-priority | grep -qx 10; do sleep 0.5; done; echo visto-$((5*2))',
  );
  await course
    .region('replica1', 'shell')
    .getByText(/^visto-10/)
    .waitFor({ timeout: priorityDeadlineMs });
}

describe.concurrent('the slides', () => {
  const suite = useCourse();

  it(
    'read right, and their commands work, in cases 2 to 5 with every choice gone the other way',
    async ({ expect }) => {
      await using course = await suite.open();
      await course.open('caso-1/2');
      await preferReplica1(course);
      await course.type('replica1', 'sentinel', 'SENTINEL FAILOVER cursoredis');
      for (const check of ['nuevo-maestro', 'antiguo-maestro-replica', 'dos-replicas'])
        await course.passed(`caso-1/${check}`);

      const typed: string[] = [];
      for (const id of ['caso-2', 'caso-3', 'caso-4', 'caso-5'])
        typed.push(...(await followCase(course, id, { prepare: false, adapted: true })));
      // The text would have shut down replica2, maestro, and replica2 again.
      expect(typed.filter((line) => line.startsWith('redis-cli@') && line.endsWith('SHUTDOWN'))).toEqual([
        'redis-cli@replica1 SHUTDOWN',
        'redis-cli@replica1 SHUTDOWN',
        'redis-cli@maestro SHUTDOWN',
        'redis-cli@replica2 SHUTDOWN',
        'redis-cli@replica1 SHUTDOWN',
      ]);

      await course.open('caso-5/2');
      const slide = course.page.locator('section.present:not(.stack)');
      const note = slide.locator('[data-note="adapted"]');
      await expect.poll(() => note.textContent()).toContain('donde el curso dice replica2, aquí es replica1');
      expect(await slide.locator('.slide-body').innerText()).toContain(
        'En el nuevo maestro (replica1 en nuestro caso)',
      );
      await course.open('caso-2/1');
      await expect
        .poll(() => slide.getByRole('button', { name: /^Ejecutar en / }).getAttribute('data-run'))
        .toBe('redis-cli@replica1');
    },
    testDeadlineMs,
  );

  /** What is typed in a case that was prepared, and in which replica1 is the first choice, then replica2. */
  const typedIn = async (id: string): Promise<string[]> => {
    await using course = await suite.open();
    await course.open(`${id}/1`);
    await course.prepare(id);
    await preferReplica1(course);
    return await followCase(course, id, { prepare: false });
  };

  it(
    'read right in case 6, whose two elections are told apart, with the first gone the other way',
    async ({ expect }) => {
      const typed = await typedIn('caso-6');
      expect(typed.filter((line) => line.endsWith('particion cortar'))).toEqual([
        'shell@maestro particion cortar',
        'shell@replica1 particion cortar',
      ]);
    },
    testDeadlineMs,
  );

  it(
    'read right in case 8, whose text tells replica2, then maestro, with both gone the other way',
    async ({ expect }) => {
      const typed = await typedIn('caso-8');
      expect(typed.filter((line) => /SHUTDOWN|cortar|kill/.test(line))).toEqual([
        'redis-cli@maestro SHUTDOWN',
        'redis-cli@replica1 SHUTDOWN',
        'shell@maestro particion cortar',
        'shell@replica1 particion cortar',
        'shell@replica2 kill -9 $(cat /run/redis.pid)',
      ]);
    },
    testDeadlineMs,
  );

  it('read as they were written while the cluster is as the text tells', async ({ expect }) => {
    await using course = await suite.open();
    await course.open('caso-1/1');
    await course.prepare('caso-1');
    await course.open('caso-1/5');
    const slide = course.page.locator('section.present:not(.stack)');
    await expect.poll(() => slide.locator('[data-note="adapted"]').isVisible()).toBe(false);
    expect(await slide.locator('.slide-body').innerText()).toContain('en el antiguo maestro');
  });
});
